package io.auscult.core.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Puts messages together in tests, big-endian. */
public final class Bytes {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    public Bytes u8(int... values) {
        for (int value : values) {
            out.write(value);
        }
        return this;
    }

    public Bytes u16(int... values) {
        for (int value : values) {
            u8(value >> 8, value);
        }
        return this;
    }

    public Bytes u24(int value) {
        return u8(value >> 16).u16(value);
    }

    public Bytes u32(long value) {
        return u16((int) (value >> 16), (int) value);
    }

    public Bytes text(String latin1) {
        return bytes(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    public Bytes bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    /** Hexadecimal digits; white space is passed over. */
    public static byte[] hex(String digits) {
        return java.util.HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    public byte[] done() {
        return out.toByteArray();
    }
}
