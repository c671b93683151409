package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells NTP (RFC 5905) on its own port, for little in it is fixed: a version, a mode, and the length that the mode demands. Stateless.
 * <pre>
 *  | leap (2 bits) version (3) mode (3) | stratum | poll | precision | ...
 * </pre>
 */
final class NtpProbe {
    static final int PORT = 123;

    private static final int TIME = 48; // bytes of a message about time
    private static final int CONTROL = 12, PRIVATE = 8;
    private static final int MODE_CONTROL = 6, MODE_PRIVATE = 7;

    private NtpProbe() {}

    static Verdict probe(StreamView in) {
        boolean usual = in.connection().respPort == PORT || in.connection().origPort == PORT;
        if (!usual || in.length() < PRIVATE) {
            return Verdict.NO;
        }
        int version = in.u8(0) >> 3 & 7;
        int mode = in.u8(0) & 7;
        int least = mode == MODE_CONTROL ? CONTROL : mode == MODE_PRIVATE ? PRIVATE : TIME;
        return version >= 1 && version <= 4 && mode > 0 && in.length() >= least ? Verdict.YES : Verdict.NO;
    }
}
