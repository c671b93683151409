package io.auscult.core.protocol.rlogin;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells rsh and rexec, on their own ports only, for the third text is a name in one and a password in the other: a port for errors in digits or nothing, and a name, each with a zero
 * byte behind. Stateless.
 */
final class RshProbe {
    static final int REXEC_PORT = 512, RSH_PORT = 514;

    private static final int MAX_DIGITS = 5;
    private static final int MAX_NAME = 64; // bytes

    private RshProbe() {}

    static Verdict rsh(StreamView in) {
        return in.connection().respPort == RSH_PORT ? probe(in) : Verdict.NO;
    }

    static Verdict rexec(StreamView in) {
        return in.connection().respPort == REXEC_PORT ? probe(in) : Verdict.NO;
    }

    private static Verdict probe(StreamView in) {
        int digits = 0;
        while (digits < in.length() && in.u8(digits) >= '0' && in.u8(digits) <= '9') {
            digits++;
        }
        if (digits > MAX_DIGITS || digits < in.length() && in.u8(digits) != 0) {
            return Verdict.NO;
        }
        int from = digits + 1;
        int end = in.indexOf(0, from, from + MAX_NAME);
        int to = end < 0 ? Math.min(in.length(), from + MAX_NAME) : end;
        if (end == from || !RloginProbe.isPrintable(in, from, to)) {
            return Verdict.NO;
        }
        return end > 0 ? Verdict.YES : in.length() < from + MAX_NAME ? Verdict.UNSURE : Verdict.NO;
    }
}
