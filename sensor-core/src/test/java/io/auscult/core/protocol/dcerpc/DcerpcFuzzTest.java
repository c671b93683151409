package io.auscult.core.protocol.dcerpc;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.FuzzScript;
import io.auscult.core.protocol.StreamView;

class DcerpcFuzzTest {
    private final DcerpcParser parser = new DcerpcParser();
    private final RpcStream stream = new RpcStream();
    private final StreamView view = new StreamView();
    private final EventBlock block = new EventBlock();
    private final EventWriter out = new EventWriter(new Counters());
    private final ConnectionId connection = new ConnectionId();

    @FuzzTest
    void streams(byte[] data) {
        FuzzScript.of(data, false, 135).runEveryWay(parser);
        FuzzScript.probe(data, false, DcerpcProbe::probe);
    }

    /** What is written to a pipe says the same in one piece and byte by byte; the first byte is the direction. */
    @FuzzTest
    void pipes(byte[] data) {
        int whole = calls(data, Integer.MAX_VALUE);
        if (calls(data, 1) != whole || calls(data, 19) != whole) {
            throw new AssertionError(
                    "calls: " + calls(data, 1) + " and " + calls(data, 19) + " (expected: " + whole + ")");
        }
    }

    private int calls(byte[] data, int piece) {
        block.begin(1);
        out.into(block);
        out.connection(connection);
        out.at(1_000_000_000L, 1);
        stream.reset();
        Direction direction = data.length > 0 && (data[0] & 1) != 0 ? Direction.RESP : Direction.ORIG;
        for (int at = 1; at < data.length; ) {
            int length = Math.min(piece, data.length - at);
            view.wrap(data, 0, data.length, direction, false, connection);
            stream.data(view, at, length, out);
            at += length;
        }
        stream.end(out);
        return block.count();
    }

    @FuzzTest
    void datagrams(byte[] data) {
        FuzzScript.of(data, true, 135).runEveryWay(parser);
        FuzzScript.probe(data, true, DcerpcProbe::probe);
    }
}
