package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells TLS by its first record: a handshake record that holds a hello, or an alert, or a hello of SSL 2 whose lengths add up. */
final class SslProbe {
    private static final int FEWEST = 11; // bytes to judge by: record header, handshake header, version

    private SslProbe() {}

    static Verdict probe(StreamView first) {
        if (first.length() == 0) {
            return Verdict.UNSURE;
        }
        int type = first.u8(0);
        if ((type & 0x80) != 0) {
            return ssl2(first);
        }
        if (type != TlsCodes.HANDSHAKE && type != TlsCodes.ALERT) {
            return Verdict.NO;
        }
        if (first.length() >= 3 && (first.u8(1) != 3 && first.u8(1) != 0x7F || first.u8(1) == 3 && first.u8(2) > 4)) {
            return Verdict.NO;
        }
        if (first.length() >= 7 && type == TlsCodes.ALERT) {
            boolean alert =
                    first.u16(3) == 2 && (first.u8(5) == 1 || first.u8(5) == 2) && TlsCodes.ALERTS.has(first.u8(6));
            return alert ? Verdict.YES : Verdict.NO;
        }
        return first.length() < FEWEST ? Verdict.UNSURE : isHello(first) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isHello(StreamView in) {
        int length = in.u16(3);
        int message = in.u8(5);
        int version = in.u16(9);
        return length >= SslParser.MESSAGE_HEADER
                && length <= SslParser.MAX_RECORD
                && (message == TlsCodes.CLIENT_HELLO || message == TlsCodes.SERVER_HELLO)
                && in.u24(6) >= 35
                && in.u24(6) < HandshakeBuffer.MAX_BYTES
                && (version >= TlsCodes.SSL3 && version <= TlsCodes.TLS13
                        || TlsCodes.isDraft13(version)
                        || version >>> 8 == 0xFB);
    }

    private static Verdict ssl2(StreamView in) {
        if (in.length() < 3) {
            return Verdict.UNSURE;
        }
        int end = 2 + Ssl2Hello.length(in, 0);
        if (in.u8(2) != 1 || end > 2048) {
            return Verdict.NO;
        }
        if (in.length() < end) {
            return Verdict.UNSURE;
        }
        return Ssl2Hello.isClientHello(in, 0, end) ? Verdict.YES : Verdict.NO;
    }
}
