package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells DTLS (RFC 6347, RFC 9147) by a hello in its first record. A flow that begins with a message of STUN (RFC 8489) is taken too, for DTLS may
 * follow on the same ports (RFC 7983). Stateless.
 * <pre>
 *  record  | 22 | version (2) | epoch (2) | sequence (6) | length (2) | type | length (3) | number (2) | offset (3) | fragment (3) |
 *  STUN    | 00 and type (2) | length (2) | 0x2112A442 | transaction (12) | attributes
 * </pre>
 */
final class DtlsProbe {
    static final int STUN_HEADER = 20; // bytes

    private static final int STUN_COOKIE = 0x2112A442;

    private DtlsProbe() {}

    static Verdict probe(StreamView in) {
        return isHello(in) || isStun(in) ? Verdict.YES : Verdict.NO;
    }

    static boolean isStun(StreamView in) {
        return in.length() >= STUN_HEADER
                && in.u8(0) < 0x40
                && in.i32(4) == STUN_COOKIE
                && in.u16(2) % 4 == 0
                && in.u16(2) + STUN_HEADER == in.length();
    }

    private static boolean isHello(StreamView in) {
        if (in.length() < DtlsParser.RECORD_HEADER + DtlsParser.MESSAGE_HEADER
                || in.u8(0) != TlsCodes.HANDSHAKE
                || !isVersion(in.u16(1))
                || in.u16(3) != 0) {
            return false;
        }
        int at = DtlsParser.RECORD_HEADER;
        int length = in.u16(at - 2);
        int message = in.u8(at);
        int fragment = in.u24(at + 9);
        return length >= DtlsParser.MESSAGE_HEADER
                && length <= in.length() - at
                && (message == TlsCodes.CLIENT_HELLO
                        || message == TlsCodes.SERVER_HELLO
                        || message == TlsCodes.HELLO_VERIFY_REQUEST)
                && fragment <= length - DtlsParser.MESSAGE_HEADER
                && in.u24(at + 6) + fragment <= in.u24(at + 1);
    }

    /** What may stand in a record; DTLS 1.3 calls itself 1.2 there. */
    static boolean isVersion(int version) {
        return version == TlsCodes.DTLS10 || version == TlsCodes.DTLS12 || version == TlsCodes.DTLS_EARLY;
    }
}
