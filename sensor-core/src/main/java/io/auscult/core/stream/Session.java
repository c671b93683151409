package io.auscult.core.stream;

import io.auscult.core.flow.Flow;
import io.auscult.core.flow.FlowSession;
import io.auscult.core.protocol.ProtocolParser;

/** What the stream stage keeps of a flow with payload: both directions and the parser. Pooled by its {@link Sessions}. */
final class Session implements FlowSession {
    final StreamSide orig = new StreamSide();
    final StreamSide resp = new StreamSide();
    StreamMemory memory;
    Flow flow;

    /** Bit i: protocol i of the list may still be it. */
    long candidates;

    int protocol = -1;
    ProtocolParser parser;
    /** The parser is certain of its protocol. */
    boolean confirmed;
    /** How often one protocol gave way to another. */
    int handOvers;
    /** Nobody reads this flow any more; positions are still followed. */
    boolean finished;
    /** Direction of the first payload: it is the first that a parser sees. */
    boolean origFirst;

    int datagramsProbed;

    Session next; // in the pool

    // its place in the list of Keepers
    int counted;
    Session keptBefore;
    Session keptAfter;

    void reset() {
        orig.reset(memory.held, memory.buffers);
        resp.reset(memory.held, memory.buffers);
        memory.keepers.update(this, 0);
        flow = null;
        candidates = 0;
        protocol = -1;
        parser = null;
        confirmed = false;
        handOvers = 0;
        finished = false;
        datagramsProbed = 0;
    }

    @Override
    public long touch() {
        return orig.next | resp.next | (parser == null ? 0 : 1);
    }

    /** Bytes kept for the parser are given up. */
    void dropKept() {
        orig.drop(memory.buffers);
        resp.drop(memory.buffers);
    }

    /** Memory that unfinished messages take. */
    int kept() {
        return orig.keptMemory() + resp.keptMemory() + (parser == null ? 0 : parser.kept());
    }

    StreamSide side(boolean isOrig) {
        return isOrig ? orig : resp;
    }
}
