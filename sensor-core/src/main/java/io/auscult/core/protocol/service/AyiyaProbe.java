package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells AYIYA, IPv6 in signed UDP (draft-massar-v6ops-ayiya-02 section 4), by a header whose lengths and methods fit. Stateless.
 * <pre>
 *  | idlen (4 bits) idtype | siglen (4 bits) method | auth (4 bits) opcode | next header | epoch (4) | identity | signature |
 * </pre>
 */
final class AyiyaProbe {
    private static final int IDENTITY_16_INTEGER = 0x41; // 2 to the 4th bytes
    private static final int MD5 = 0x41, SHA1 = 0x52; // 4 and 5 words
    private static final int AUTH_SHARED_SECRET = 1;
    private static final int MAX_OPCODE = 7;
    private static final int IPV6 = 41, NO_NEXT_HEADER = 59;
    private static final int HEADER = 8 + 16; // identity included

    private AyiyaProbe() {}

    static Verdict probe(StreamView in) {
        if (in.length() < HEADER || in.u8(0) != IDENTITY_16_INTEGER) {
            return Verdict.NO;
        }
        int signature = in.u8(1);
        int next = in.u8(3);
        boolean sound = (signature == MD5 || signature == SHA1)
                && in.u8(2) >> 4 == AUTH_SHARED_SECRET
                && (in.u8(2) & 0xF) <= MAX_OPCODE
                && (next == IPV6 || next == NO_NEXT_HEADER)
                && in.length() >= HEADER + (signature >> 4) * 4;
        return sound ? Verdict.YES : Verdict.NO;
    }
}
