package io.auscult.core.pipeline;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.List;

/**
 * A protocol for tests that takes everything and says at the end what it heard: the originator's bytes, then the responder's, {@code [n]} where n bytes were
 * missing. It eats whole words only, up to a space, so that a word cut in two must be kept for it. The word {@code crash} makes it throw,
 * {@code reject} and {@code done} make it answer so, {@code upgrade} makes it give way to another protocol, {@code expect} announces a connection of the
 * protocol {@code expected} to {@link #EXPECTED_PORT} of the same responder.
 */
final class Heard implements ProtocolParser {
    static final EventType HEARD = EventType.of("heard", "What a test parser was given.");
    static final Field ORIG = HEARD.text("orig", "Bytes of the originator.");
    static final Field RESP = HEARD.text("resp", "Bytes of the responder.");

    static final Protocol PROTOCOL =
            new Protocol("heard", true, true, List.of(), first -> Probe.Verdict.YES, Heard::new, List.of(HEARD));

    static final int EXPECTED_PORT = 7777;

    private static final TextSlot LABEL = new TextSlot(8);

    private final StringBuilder orig = new StringBuilder();
    private final StringBuilder resp = new StringBuilder();

    @Override
    public int onData(StreamView in, EventWriter out) {
        in.confirm();
        int space = in.indexOf(' ', 0, in.length());
        int end = in.isDatagram() ? in.length() : space + 1;
        if (end == 0) {
            return 0;
        }
        String word = new String(in.array(), in.arrayOffset(), end, java.nio.charset.StandardCharsets.ISO_8859_1);
        switch (word.trim()) {
            case "crash" -> throw new IllegalStateException("asked to crash");
            case "reject" -> {
                return REJECT;
            }
            case "done" -> {
                return DONE;
            }
            case "upgrade" -> in.handOver();
            case "expect" ->
                in.expectations()
                        .add(
                                in.connection().respHigh,
                                in.connection().respLow,
                                EXPECTED_PORT,
                                "expected",
                                LABEL,
                                out.nowNs() + 60_000_000_000L);
            default -> (in.isOrig() ? orig : resp).append(word);
        }
        return end;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        (direction == Direction.ORIG ? orig : resp).append('[').append(length).append(']');
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        out.begin(HEARD);
        out.set(ORIG, orig.toString());
        out.set(RESP, resp.toString());
        out.end();
    }

    @Override
    public void reset() {
        orig.setLength(0);
        resp.setLength(0);
    }
}
