package io.auscult.core.decode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network byte order read from and written to a {@code byte[]}, bounds-checked, unaligned, one machine instruction each. Any thread. */
public final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    public static int getByte(byte[] bytes, int at) {
        return bytes[at] & 0xFF;
    }

    /** Unsigned 16 bits. */
    public static int getShort(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at) & 0xFFFF;
    }

    /** Unsigned 24 bits. */
    public static int getMedium(byte[] bytes, int at) {
        return getShort(bytes, at) << 8 | bytes[at + 2] & 0xFF;
    }

    public static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /** Unsigned 48 bits: a hardware address. */
    public static long getMac(byte[] bytes, int at) {
        return (long) getShort(bytes, at) << 32 | getInt(bytes, at + 2) & 0xFFFF_FFFFL;
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    public static void putShort(byte[] bytes, int at, int value) {
        SHORT.set(bytes, at, (short) value);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }
}
