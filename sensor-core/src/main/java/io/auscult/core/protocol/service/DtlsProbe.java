package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells DTLS (RFC 6347) by a hello in its first record. Stateless.
 * <pre>
 *  | 22 | version (2) | epoch (2) | sequence (6) | length (2) | message | length (3) | number (2) | offset (3) | fragment (3) |
 * </pre>
 */
final class DtlsProbe {
    private static final int RECORD = 13; // bytes of a record's header
    private static final int HANDSHAKE = 12; // bytes of a message's header
    private static final int TYPE_HANDSHAKE = 22;
    private static final int CLIENT_HELLO = 1, SERVER_HELLO = 2, HELLO_VERIFY = 3;

    private DtlsProbe() {}

    static Verdict probe(StreamView in) {
        if (in.length() < RECORD + HANDSHAKE || in.u8(0) != TYPE_HANDSHAKE || !isVersion(in.u16(1)) || in.u16(3) != 0) {
            return Verdict.NO;
        }
        int length = in.u16(11);
        int message = in.u8(RECORD);
        int fragment = in.u24(RECORD + 9);
        boolean sound = length >= HANDSHAKE
                && length <= in.length() - RECORD
                && (message == CLIENT_HELLO || message == SERVER_HELLO || message == HELLO_VERIFY)
                && fragment <= length - HANDSHAKE
                && in.u24(RECORD + 6) + fragment <= in.u24(RECORD + 1);
        return sound ? Verdict.YES : Verdict.NO;
    }

    private static boolean isVersion(int version) {
        return version == 0xFEFF || version == 0xFEFD || version == 0x0100; // 1.0, 1.2, before the standard
    }
}
