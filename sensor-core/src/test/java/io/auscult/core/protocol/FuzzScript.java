package io.auscult.core.protocol;

import io.auscult.core.event.ConnectionId;
import java.util.Arrays;

/**
 * Turns fuzzed bytes into a conversation: a control byte (direction, gap, length in steps of 16 bytes, 0 for the rest, 63 for
 * the exact length in the next two bytes) before each piece.
 * Running it every way proves that no segmentation changes the events and that nothing is thrown.
 */
public final class FuzzScript {
    private static final int MAX_STEPS = 64;
    private static final int STEP = 16; // bytes
    private static final int EXACT = 63;

    private FuzzScript() {}

    public static ParserScript of(byte[] data, boolean datagrams, int port) {
        ParserScript script = (datagrams ? ParserScript.udp() : ParserScript.tcp()).ports(40_000, port);
        int at = 0;
        for (int steps = 0; at < data.length && steps < MAX_STEPS; steps++) {
            int control = data[at++] & 0xFF;
            Direction direction = (control & 1) == 0 ? Direction.ORIG : Direction.RESP;
            int length = (control >> 2) * STEP;
            if (control >> 2 == 0) {
                length = data.length - at;
            } else if (control >> 2 == EXACT && at + 2 <= data.length) {
                length = (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
                at += 2;
            }
            length = Math.min(length, data.length - at);
            if ((control & 2) != 0 && !datagrams) {
                script.gap(direction, 1L << Math.min(control >> 2, 40));
                continue;
            }
            byte[] piece = Arrays.copyOfRange(data, at, at + length);
            if (direction == Direction.ORIG) {
                script.orig(piece);
            } else {
                script.resp(piece);
            }
            at += length;
        }
        return script;
    }

    /** A probe must not throw, and must not change its mind once it said yes or no. */
    public static void probe(byte[] data, boolean datagram, Probe probe) {
        ConnectionId connection = new ConnectionId();
        Probe.Verdict last = Probe.Verdict.UNSURE;
        for (int length = datagram ? data.length : 1; length <= Math.min(data.length, Probe.MAX_BYTES); length++) {
            StreamView view = new StreamView().wrap(data, 0, length, Direction.ORIG, datagram, connection);
            Probe.Verdict verdict = probe.probe(view);
            if (last == Probe.Verdict.NO && verdict == Probe.Verdict.YES) {
                throw new AssertionError("probe: NO after " + (length - 1) + " bytes, YES after " + length);
            }
            last = verdict;
        }
    }
}
