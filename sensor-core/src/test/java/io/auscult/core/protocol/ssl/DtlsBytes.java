package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.Bytes;

/** DTLS records and messages for tests; their bodies are those of {@link TlsBytes}. */
final class DtlsBytes {
    static final int VERSION = 0xFEFD;

    private DtlsBytes() {}

    static byte[] record(int type, int epoch, byte[]... contents) {
        Bytes all = new Bytes();
        for (byte[] content : contents) {
            all.bytes(content);
        }
        return new Bytes()
                .u8(type)
                .u16(VERSION, epoch, 0, 0, 0, all.done().length)
                .bytes(all.done())
                .done();
    }

    /** Records of one datagram. */
    static byte[] datagram(byte[]... records) {
        Bytes all = new Bytes();
        for (byte[] record : records) {
            all.bytes(record);
        }
        return all.done();
    }

    static byte[] message(int type, int number, byte[] body) {
        return fragment(type, number, body, 0, body.length);
    }

    static byte[] fragment(int type, int number, byte[] body, int from, int to) {
        return new Bytes()
                .u8(type)
                .u24(body.length)
                .u16(number)
                .u24(from)
                .u24(to - from)
                .bytes(java.util.Arrays.copyOfRange(body, from, to))
                .done();
    }

    static byte[] handshake(int type, int number, byte[] body) {
        return record(22, 0, message(type, number, body));
    }

    /** Body of a ClientHello. */
    static byte[] clientHello(byte[] cookie, int[] ciphers, byte[]... extensions) {
        Bytes hello = new Bytes()
                .u16(VERSION)
                .bytes(new byte[32])
                .u8(0)
                .u8(cookie.length)
                .bytes(cookie);
        hello.u16(2 * ciphers.length).u16(ciphers).u8(1, 0);
        return TlsBytes.withExtensions(hello, extensions);
    }

    /** Body of a ServerHello. */
    static byte[] serverHello(byte[] random, int cipher, byte[]... extensions) {
        Bytes hello = new Bytes().u16(VERSION).bytes(random).u8(0).u16(cipher).u8(0);
        return TlsBytes.withExtensions(hello, extensions);
    }

    /** Body of a Certificate message. */
    static byte[] certificates(byte[] certificate) {
        return new Bytes()
                .u24(certificate.length + 3)
                .u24(certificate.length)
                .bytes(certificate)
                .done();
    }

    static byte[] stun(int type) {
        return new Bytes().u16(type, 4).u32(0x2112A442L).bytes(new byte[16]).done();
    }
}
