package io.auscult.core.protocol.krb;

import io.auscult.core.protocol.Bytes;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Messages of Kerberos for tests, put together as RFC 4120 section 5 says. */
public final class KrbBytes {
    private KrbBytes() {}

    public static byte[] element(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        Bytes out = new Bytes().u8(tag);
        if (length < 0x80) {
            out.u8(length);
        } else {
            out.u8(0x82).u16(length);
        }
        return out.bytes(content.toByteArray()).done();
    }

    public static byte[] sequence(byte[]... parts) {
        return element(0x30, parts);
    }

    public static byte[] field(int number, byte[]... parts) {
        return element(0xA0 + number, parts);
    }

    public static byte[] integer(long value) {
        return element(0x02, BigInteger.valueOf(value).toByteArray());
    }

    public static byte[] octets(byte[]... parts) {
        return element(0x04, parts);
    }

    public static byte[] text(String text) {
        return element(0x1B, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] time(String text) {
        return element(0x18, text.getBytes(StandardCharsets.US_ASCII));
    }

    public static byte[] principal(int kind, String... components) {
        byte[][] names = new byte[components.length][];
        for (int i = 0; i < names.length; i++) {
            names[i] = text(components[i]);
        }
        return sequence(field(0, integer(kind)), field(1, sequence(names)));
    }

    public static byte[] encrypted(int etype) {
        return sequence(field(0, integer(etype)), field(1, integer(2)), field(2, octets(new byte[40])));
    }

    public static byte[] ticket(String realm, int etype, String... service) {
        return element(
                0x61,
                sequence(
                        field(0, integer(5)),
                        field(1, text(realm)),
                        field(2, principal(2, service)),
                        field(3, encrypted(etype))));
    }

    public static byte[] padata(int type, byte[] value) {
        return sequence(field(1, integer(type)), field(2, octets(value)));
    }

    /** @param padata PA-DATA elements; null for none */
    public static byte[] request(
            int type, byte[] padata, byte[] client, String realm, byte[] service, int nonce, int... etypes) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (int etype : etypes) {
            list.writeBytes(integer(etype));
        }
        byte[] body = sequence(
                field(0, element(0x03, Bytes.hex("0050810010"))),
                client == null ? new byte[0] : field(1, client),
                field(2, text(realm)),
                field(3, service),
                field(5, time("20370913024805Z")),
                field(6, time("20380913024805Z")),
                field(7, integer(nonce)),
                field(8, sequence(list.toByteArray())),
                field(
                        9,
                        sequence(sequence(
                                field(0, integer(20)),
                                field(1, octets("WS7             ".getBytes(StandardCharsets.US_ASCII)))))));
        return element(
                0x60 + type,
                sequence(
                        field(1, integer(5)),
                        field(2, integer(type)),
                        padata == null ? new byte[0] : field(3, sequence(padata)),
                        field(4, body)));
    }

    public static byte[] asRequest(byte[] padata, int nonce) {
        return request(
                10, padata, principal(1, "ann"), "TEST.LOCAL", principal(2, "krbtgt", "TEST.LOCAL"), nonce, 18, 23);
    }

    public static byte[] timestamp() {
        return padata(2, encrypted(18));
    }

    public static byte[] tgsRequest(int nonce, String... service) {
        return request(
                12,
                padata(1, apRequest("TEST.LOCAL", 18, "krbtgt", "TEST.LOCAL")),
                null,
                "TEST.LOCAL",
                principal(2, service),
                nonce,
                23);
    }

    public static byte[] apRequest(String realm, int etype, String... service) {
        return element(
                0x6E,
                sequence(
                        field(0, integer(5)),
                        field(1, integer(14)),
                        field(2, element(0x03, Bytes.hex("0020000000"))),
                        field(3, ticket(realm, etype, service)),
                        field(4, encrypted(18))));
    }

    public static byte[] apReply() {
        return element(0x6F, sequence(field(0, integer(5)), field(1, integer(15)), field(2, encrypted(18))));
    }

    public static byte[] reply(int type, String client, int etype, String... service) {
        return element(
                0x60 + type,
                sequence(
                        field(0, integer(5)),
                        field(1, integer(type)),
                        field(3, text("TEST.LOCAL")),
                        field(4, principal(1, client)),
                        field(5, ticket("TEST.LOCAL", etype, service)),
                        field(6, encrypted(18))));
    }

    /** @param words e-text, or null */
    public static byte[] error(int code, String words, byte[] data) {
        return element(
                0x7E,
                sequence(
                        field(0, integer(5)),
                        field(1, integer(30)),
                        field(4, time("20250101000000Z")),
                        field(5, integer(7)),
                        field(6, integer(code)),
                        field(9, text("TEST.LOCAL")),
                        field(10, principal(2, "krbtgt", "TEST.LOCAL")),
                        words == null ? new byte[0] : field(11, text(words)),
                        data == null ? new byte[0] : field(12, octets(data))));
    }

    /** With the length that it has in a stream. */
    public static byte[] framed(byte[] message) {
        return new Bytes().u32(message.length).bytes(message).done();
    }
}
