package io.auscult.core.decode;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/** Writes packets for tests, innermost last: lengths and checksums of IP and transport are filled in by {@link #bytes}. */
final class FrameBuilder {
    private byte[] out = new byte[0];

    static FrameBuilder frame() {
        return new FrameBuilder();
    }

    FrameBuilder hex(String text) {
        return raw(HexFormat.of().parseHex(text.replaceAll("\\s|\\|", "")));
    }

    FrameBuilder raw(byte... more) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(out);
        joined.writeBytes(more);
        out = joined.toByteArray();
        return this;
    }

    FrameBuilder zeros(int count) {
        return raw(new byte[count]);
    }

    FrameBuilder u8(int value) {
        return raw((byte) value);
    }

    FrameBuilder u16(int value) {
        return raw((byte) (value >> 8), (byte) value);
    }

    FrameBuilder u32(long value) {
        return u16((int) (value >> 16)).u16((int) value);
    }

    FrameBuilder ethernet(int type) {
        return hex("020000000002 020000000001").u16(type);
    }

    /** The whole of {@code inner} as an IPv4 datagram from 10.0.0.1 to 10.0.0.2. */
    FrameBuilder ipv4(int protocol, FrameBuilder inner) {
        return ipv4("0a000001", "0a000002", protocol, 0x1234, 0, 64, inner);
    }

    FrameBuilder ipv4(String src, String dst, int protocol, int id, int fragmentField, int ttl, FrameBuilder inner) {
        byte[] payload = inner.out;
        byte[] header = frame().hex("4500")
                .u16(20 + payload.length)
                .u16(id)
                .u16(fragmentField)
                .u8(ttl)
                .u8(protocol)
                .u16(0)
                .hex(src)
                .hex(dst)
                .out;
        BigEndian.putShort(header, 10, ~InternetChecksum.fold(InternetChecksum.sum(header, 0, 20)));
        if ((fragmentField & 0x3FFF) == 0) {
            checksum(protocol, payload, InternetChecksum.sum(header, 12, 8));
        }
        return raw(header).raw(payload);
    }

    /** The whole of {@code inner} as an IPv6 datagram from 2001:db8::1 to 2001:db8::2. */
    FrameBuilder ipv6(int nextHeader, FrameBuilder inner) {
        byte[] payload = inner.out;
        byte[] header = frame().hex("60000000")
                .u16(payload.length)
                .u8(nextHeader)
                .u8(64)
                .hex("20010db8000000000000000000000001 20010db8000000000000000000000002")
                .out;
        checksum(nextHeader, payload, InternetChecksum.sum(header, 8, 32));
        return raw(header).raw(payload);
    }

    private static void checksum(int protocol, byte[] segment, long addresses) {
        int at = switch (protocol) {
            case 6 -> 16;
            case 17 -> 6;
            case 1, 58 -> 2;
            default -> -1;
        };
        if (at >= 0 && segment.length >= at + 2 && segment[at] == 0 && segment[at + 1] == 0) {
            long pseudo = protocol == 1 ? 0 : addresses + protocol + segment.length;
            BigEndian.putShort(
                    segment, at, ~InternetChecksum.fold(pseudo + InternetChecksum.sum(segment, 0, segment.length)));
        }
    }

    /** From port 40000, sequence 1000, acknowledgment 2000, window 512. */
    FrameBuilder tcp(int dstPort, int flags, String payload) {
        return u16(40000)
                .u16(dstPort)
                .u32(1000)
                .u32(2000)
                .u8(0x50)
                .u8(flags)
                .u16(512)
                .u16(0)
                .u16(0)
                .text(payload);
    }

    FrameBuilder udp(int dstPort, FrameBuilder payload) {
        return udp(40000, dstPort, payload);
    }

    FrameBuilder udp(int srcPort, int dstPort, FrameBuilder payload) {
        return u16(srcPort).u16(dstPort).u16(8 + payload.out.length).u16(0).raw(payload.out);
    }

    FrameBuilder text(String text) {
        return raw(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    }

    int length() {
        return out.length;
    }

    byte[] bytes() {
        return out.clone();
    }
}
