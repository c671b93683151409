package io.auscult.core.stream;

import io.auscult.core.flow.FlowSession;
import io.auscult.core.protocol.ProtocolParser;

/** What the stream stage keeps of a flow with payload: both directions and the parser. Pooled by its {@link Sessions}. */
final class Session implements FlowSession {
    final StreamSide orig = new StreamSide();
    final StreamSide resp = new StreamSide();
    SegmentPool pool;

    /** Bit i: protocol i of the list may still be it. */
    long candidates;

    int protocol = -1;
    ProtocolParser parser;
    /** Nobody reads this flow any more; positions are still followed. */
    boolean finished;
    /** Direction of the first payload: it is the first that a parser sees. */
    boolean origFirst;

    int datagramsProbed;

    Session next; // in the pool

    void reset() {
        orig.reset(pool);
        resp.reset(pool);
        candidates = 0;
        protocol = -1;
        parser = null;
        finished = false;
        datagramsProbed = 0;
    }

    @Override
    public long touch() {
        return orig.next | resp.next | (parser == null ? 0 : 1);
    }

    StreamSide side(boolean isOrig) {
        return isOrig ? orig : resp;
    }
}
