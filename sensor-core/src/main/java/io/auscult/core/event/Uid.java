package io.auscult.core.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The text of a connection's id as logs show it: {@code C} and eleven base-62 digits, Zeek's look. */
public final class Uid {
    /** Bytes that {@link #write} writes. */
    public static final int LENGTH = 12;

    private static final int PAIR = 62 * 62;
    private static final long LOW = (long) PAIR * PAIR * PAIR;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final short[] PAIRS = pairs();
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private Uid() {}

    /** Writes the id as ASCII at {@code at} and returns where it ended. Never allocates. */
    public static int write(byte[] out, int at, long uid) {
        long high = (uid >>> 1) / (LOW / 2); // an unsigned division: LOW is even
        long low = uid - high * LOW;
        int upper = (int) high; // below 62^5
        int upperRest = upper / PAIR;
        int lower = (int) (low / PAIR);
        int lowerRest = lower / PAIR;
        SHORT.set(out, at, (short) (PAIRS[upperRest / PAIR] & 0xFF00 | 'C')); // its first digit is 0
        SHORT.set(out, at + 2, PAIRS[upperRest % PAIR]);
        SHORT.set(out, at + 4, PAIRS[upper % PAIR]);
        SHORT.set(out, at + 6, PAIRS[lowerRest]);
        SHORT.set(out, at + 8, PAIRS[lower % PAIR]);
        SHORT.set(out, at + 10, PAIRS[(int) (low % PAIR)]);
        return at + LENGTH;
    }

    /** Two digits each, the first one in the low byte. */
    private static short[] pairs() {
        short[] pairs = new short[PAIR];
        for (int i = 0; i < PAIR; i++) {
            pairs[i] = (short) (DIGITS.charAt(i / 62) | DIGITS.charAt(i % 62) << 8);
        }
        return pairs;
    }

    public static String text(long uid) {
        byte[] text = new byte[LENGTH];
        write(text, 0, uid);
        return new String(text, StandardCharsets.ISO_8859_1);
    }
}
