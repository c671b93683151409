package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.StreamView;

/**
 * The hellos of SSL 2 (draft-hickman-netscape-ssl-00), which TLS clients sent too (RFC 5246 appendix E.2). Stateless.
 * <pre>
 *  client | 0x80 + length (2) | 1 | version (2) | ciphers length (2) | id length (2) | challenge length (2) | ...
 *  server | 0x80 + length (2) | 4 | id hit (1) | certificate type (1) | version (2) | certificate length (2) | ciphers length (2) | id length (2) | ...
 * </pre>
 */
final class Ssl2Hello {
    private static final int CLIENT_HELLO = 1;
    private static final int SERVER_HELLO = 4;
    private static final int CLIENT_HEADER = 11; // bytes
    static final int SERVER_HEADER = 13; // then the certificate

    private static final int X509 = 1; // the one kind of certificate

    private Ssl2Hello() {}

    static boolean isRecord(StreamView in, int at) {
        return (in.u8(at) & 0x80) != 0 && (in.u8(at + 2) == CLIENT_HELLO || in.u8(at + 2) == SERVER_HELLO);
    }

    static int length(StreamView in, int at) {
        return in.u16(at) & 0x7FFF;
    }

    /** Whether all lengths in the hello between {@code at} and {@code end} add up. */
    static boolean isClientHello(StreamView in, int at, int end) {
        if (end - at < CLIENT_HEADER || in.u8(at + 2) != CLIENT_HELLO) {
            return false;
        }
        int version = in.u16(at + 3);
        int ciphers = in.u16(at + 5);
        int id = in.u16(at + 7);
        int challenge = in.u16(at + 9);
        return (version == TlsCodes.SSL2 || version >= TlsCodes.SSL3 && version <= TlsCodes.TLS13)
                && ciphers > 0
                && ciphers % 3 == 0
                && CLIENT_HEADER + ciphers + id + challenge == end - at;
    }

    static boolean readServerHello(StreamView in, int at, int end, SslSession session) {
        if (end - at < SERVER_HEADER || in.u8(at + 2) != SERVER_HELLO) {
            return false;
        }
        session.version = in.u16(at + 5);
        session.hasServerHello = true;
        int ciphers = at + SERVER_HEADER + in.u16(at + 7);
        session.ssl2Cipher = in.u16(at + 9) >= 3 && ciphers + 3 <= end ? cipher(in.u24(ciphers)) : "";
        return true;
    }

    /** Bytes of the certificate in a server's hello that was read; 0 for none. */
    static int certificateLength(StreamView in, int at, int end) {
        int length = in.u16(at + 7);
        return in.u8(at + 4) == X509 && at + SERVER_HEADER + length <= end ? length : 0;
    }

    private static String cipher(int code) {
        return switch (code) {
            case 0x010080 -> "SSLv20_CK_RC4_128_WITH_MD5";
            case 0x020080 -> "SSLv20_CK_RC4_128_EXPORT40_WITH_MD5";
            case 0x030080 -> "SSLv20_CK_RC2_128_CBC_WITH_MD5";
            case 0x040080 -> "SSLv20_CK_RC2_128_CBC_EXPORT40_WITH_MD5";
            case 0x050080 -> "SSLv20_CK_IDEA_128_CBC_WITH_MD5";
            case 0x060040 -> "SSLv20_CK_DES_64_CBC_WITH_MD5";
            case 0x0700C0 -> "SSLv20_CK_DES_192_EDE3_CBC_WITH_MD5";
            default -> "unknown-" + code;
        };
    }
}
