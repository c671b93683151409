package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells QUIC by a packet with a long header of a known version (RFC 9000 section 17.2, RFC 9369, drafts), or by Google's older form. Stateless.
 * <pre>
 *  | 1 1 type (2) ... (4 bits) | version (4) | length, destination id | length, source id | ...
 * </pre>
 */
final class QuicProbe {
    private static final int LONG_HEADER = 0xC0;
    private static final int VERSION_1 = 1;
    private static final int VERSION_2 = 0x6B33_43CF;
    private static final int DRAFT = 0xFF00_0000; // the number of the draft in the last byte
    private static final int MAX_ID = 20; // bytes
    private static final int SHORTEST = 7 + 2; // both ids empty, and something behind
    private static final int GOOGLE_FLAGS = 0x09; // has a version, and an id of eight bytes
    private static final int GOOGLE_UNUSED = 0x80;

    private QuicProbe() {}

    static Verdict probe(StreamView in) {
        return in.length() >= SHORTEST && (hasLongHeader(in) || isGoogles(in)) ? Verdict.YES : Verdict.NO;
    }

    private static boolean hasLongHeader(StreamView in) {
        if ((in.u8(0) & LONG_HEADER) != LONG_HEADER || !isVersion(in.i32(1))) {
            return false;
        }
        int destination = in.u8(5);
        int source = 6 + destination;
        return destination <= MAX_ID
                && source < in.length()
                && in.u8(source) <= MAX_ID
                && source + in.u8(source) < in.length() - 1;
    }

    private static boolean isVersion(int version) {
        return version == VERSION_1
                || version == VERSION_2
                || (version & 0xFFFF_FF00) == DRAFT && (version & 0xFF) != 0
                || isGoogles(version);
    }

    private static boolean isGoogles(StreamView in) {
        int flags = in.u8(0);
        return in.length() >= 9 + 4
                && (flags & GOOGLE_FLAGS) == GOOGLE_FLAGS
                && (flags & GOOGLE_UNUSED) == 0
                && isGoogles(in.i32(9));
    }

    /** Q, or T where the handshake is TLS, and three digits. */
    private static boolean isGoogles(int version) {
        int letter = version >>> 24;
        return (letter == 'Q' || letter == 'T') && isDigit(version >> 16) && isDigit(version >> 8) && isDigit(version);
    }

    private static boolean isDigit(int value) {
        int c = value & 0xFF;
        return c >= '0' && c <= '9';
    }
}
