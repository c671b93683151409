package io.auscult.app;

import static io.auscult.app.Conversations.client;
import static io.auscult.app.Conversations.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;

/**
 * Conversations whose secrets travel sealed and must not be passed on even so, for a password can be guessed from them or they are of use themselves: Kerberos (what a KDC is sent
 * and gives, and a ticket shown to a web server), and VNC's challenge and response. Every run of eight of their bytes counts.
 */
final class SealedSecrets {
    private static final int CIPHER = 44; // bytes
    private static final int RUN = 8; // bytes
    private static final int SEQUENCE = 0x30, INTEGER = 2, OCTETS = 4, STRING = 27, TIME = 24, BITS = 3;
    private static final int ETYPE = 18;

    private final Random random = new Random(20_260_101);
    private final Leaks leaks;

    private SealedSecrets(Leaks leaks) {
        this.leaks = leaks;
    }

    static void add(Conversations all, Leaks leaks) {
        SealedSecrets secrets = new SealedSecrets(leaks);
        secrets.kerberos(all);
        secrets.vnc(all);
    }

    /** Bytes of which no eight may leave. */
    private byte[] secret(String name, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        for (int at = 0; at + RUN <= length; at++) {
            leaks.secret(name, Arrays.copyOfRange(bytes, at, at + RUN));
        }
        return bytes;
    }

    private void kerberos(Conversations all) {
        byte[] timestamp = der(SEQUENCE, field(1, number(2)), field(2, der(OCTETS, sealed("encrypted time stamp"))));
        all.udp(88, client(latin1(request(10, timestamp, "krbtgt", "WARD.EXAMPLE"))));
        all.udp(88, server(latin1(reply(11, "krbtgt", "WARD.EXAMPLE"))));
        byte[] shown =
                der(SEQUENCE, field(1, number(1)), field(2, der(OCTETS, shown(ticket("krbtgt", "WARD.EXAMPLE")))));
        all.tcp(
                88,
                client(latin1(framed(request(12, shown, "HTTP", "web.ward.example")))),
                server(latin1(framed(reply(13, "HTTP", "web.ward.example")))));
        byte[] oid = {6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x12, 1, 2, 2};
        byte[] token = der(0x60, oid, new byte[] {1, 0}, shown(ticket("HTTP", "web.ward.example")));
        all.tcp(
                80,
                client("GET /k HTTP/1.1\r\nHost: h\r\nAuthorization: Negotiate "
                        + Base64.getEncoder().encodeToString(token) + "\r\n\r\n"),
                server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
    }

    /** KDC-REQ, RFC 4120 section 5.4.1. */
    private static byte[] request(int type, byte[] padata, String service, String host) {
        byte[] body = der(
                SEQUENCE,
                field(0, der(BITS, new byte[] {0, 0x40, 0, 0, 0x10})),
                field(1, name("nurse8")),
                field(2, text("WARD.EXAMPLE")),
                field(3, name(service, host)),
                field(5, der(TIME, ascii("20370913024805Z"))),
                field(7, number(7)),
                field(8, der(SEQUENCE, number(ETYPE))));
        return der(
                0x60 | type,
                der(
                        SEQUENCE,
                        field(1, number(5)),
                        field(2, number(type)),
                        field(3, der(SEQUENCE, padata)),
                        field(4, body)));
    }

    /** KDC-REP, RFC 4120 section 5.4.2. */
    private byte[] reply(int type, String service, String host) {
        return der(
                0x60 | type,
                der(
                        SEQUENCE,
                        field(0, number(5)),
                        field(1, number(type)),
                        field(3, text("WARD.EXAMPLE")),
                        field(4, name("nurse8")),
                        field(5, ticket(service, host)),
                        field(6, sealed("reply's sealed part"))));
    }

    private byte[] ticket(String service, String host) {
        return der(
                0x61,
                der(
                        SEQUENCE,
                        field(0, number(5)),
                        field(1, text("WARD.EXAMPLE")),
                        field(2, name(service, host)),
                        field(3, sealed("ticket of " + service))));
    }

    /** AP-REQ, RFC 4120 section 5.5.1. */
    private byte[] shown(byte[] ticket) {
        return der(
                0x6E,
                der(
                        SEQUENCE,
                        field(0, number(5)),
                        field(1, number(14)),
                        field(2, der(BITS, new byte[5])),
                        field(3, ticket),
                        field(4, sealed("authenticator"))));
    }

    private byte[] sealed(String name) {
        return der(SEQUENCE, field(0, number(ETYPE)), field(2, der(OCTETS, secret(name, CIPHER))));
    }

    private static byte[] name(String... parts) {
        byte[][] texts = Arrays.stream(parts).map(SealedSecrets::text).toArray(byte[][]::new);
        return der(SEQUENCE, field(0, number(1)), field(1, der(SEQUENCE, texts)));
    }

    private static byte[] text(String text) {
        return der(STRING, ascii(text));
    }

    private static byte[] number(int value) {
        return der(INTEGER, new byte[] {(byte) value});
    }

    private static byte[] field(int number, byte[] value) {
        return der(0xA0 | number, value);
    }

    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] piece : contents) {
            content.writeBytes(piece);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.size() >= 0x80) {
            out.write(0x82);
            out.write(content.size() >> 8);
        }
        out.write(content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static byte[] framed(byte[] message) {
        return ByteBuffer.allocate(4 + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private void vnc(Conversations all) {
        all.tcp(
                5900,
                server("RFB 003.008\n"),
                client("RFB 003.008\n"),
                server("\1\2"),
                client("\2"),
                server(latin1(secret("VNC challenge", 16))),
                client(latin1(secret("VNC response", 16))),
                server("\0\0\0\0"),
                client("\1"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
