package io.auscult.core.flow;

import io.auscult.core.decode.Packet;

/** What is read of TCP options, RFC 9293 section 3.1 and RFC 7323. Stateless; options that leave their header end the reading. */
final class TcpOptions {
    private static final int END = 0;
    private static final int NOP = 1;
    private static final int WINDOW_SCALE = 3;
    private static final int KIND_BITS = 5;
    private static final int MAX_KINDS = 12; // in 60 bits

    private TcpOptions() {}

    /** Shift count, or -1 when the option is not there. */
    static int windowScale(Packet p) {
        int at = p.optionsOffset;
        int end = at + p.optionsLength;
        while (at < end) {
            int kind = p.bytes[at];
            if (kind == END) {
                return -1;
            }
            if (kind == NOP) {
                at++;
                continue;
            }
            int length = at + 1 < end ? p.bytes[at + 1] & 0xFF : 0;
            if (length < 2 || at + length > end) {
                return -1;
            }
            if (kind == WINDOW_SCALE && length >= 3) {
                return p.bytes[at + 2] & 0xFF;
            }
            at += length;
        }
        return -1;
    }

    /** The kinds in order, five bits each from the lowest; END is 0 and so ends the list. */
    static long kinds(Packet p) {
        int at = p.optionsOffset;
        int end = at + p.optionsLength;
        long kinds = 0;
        for (int i = 0; at < end && i < MAX_KINDS; i++) {
            int kind = p.bytes[at] & 0xFF;
            if (kind == END) {
                break;
            }
            kinds |= (long) Math.min(kind, 31) << i * KIND_BITS;
            if (kind == NOP) {
                at++;
                continue;
            }
            int length = at + 1 < end ? p.bytes[at + 1] & 0xFF : 0;
            if (length < 2) {
                break;
            }
            at += length;
        }
        return kinds;
    }
}
