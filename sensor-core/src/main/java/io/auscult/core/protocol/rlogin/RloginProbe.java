package io.auscult.core.protocol.rlogin;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells rlogin by what its client begins with (RFC 1282): a zero byte, two names and a terminal with its speed, each with a zero byte behind. Stateless. */
final class RloginProbe {
    private static final int MAX_TEXT = 64; // bytes

    private RloginProbe() {}

    static Verdict probe(StreamView in) {
        if (in.length() > 0 && in.u8(0) != 0) {
            return Verdict.NO;
        }
        int at = 1;
        for (int text = 0; text < 3; text++) {
            int end = in.indexOf(0, at, at + MAX_TEXT);
            int to = end < 0 ? Math.min(in.length(), at + MAX_TEXT) : end;
            if (end == at || !isPrintable(in, at, to) || end < 0 && in.length() >= at + MAX_TEXT) {
                return Verdict.NO;
            }
            if (end < 0) {
                return Verdict.UNSURE;
            }
            if (text == 2) {
                return isTerminal(in, at, end) ? Verdict.YES : Verdict.NO;
            }
            at = end + 1;
        }
        return Verdict.NO;
    }

    static boolean isPrintable(StreamView in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in.u8(i) <= ' ' || in.u8(i) >= 0x7F) {
                return false;
            }
        }
        return true;
    }

    /** As {@code xterm/38400}. */
    private static boolean isTerminal(StreamView in, int from, int to) {
        int slash = in.indexOf('/', from, to);
        if (slash <= from || slash == to - 1) {
            return false;
        }
        for (int i = slash + 1; i < to; i++) {
            if (in.u8(i) < '0' || in.u8(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
