package io.auscult.core.event;

/** The text of a connection's id as logs show it: {@code C} and eleven base-62 digits, Zeek's look. */
public final class Uid {
    /** Bytes that {@link #write} writes. */
    public static final int LENGTH = 12;

    private static final int PAIR = 62 * 62;
    private static final long LOW = (long) PAIR * PAIR * PAIR;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L',
                'M', 'N', 'O', 'P',
        'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
                'm', 'n', 'o', 'p',
        'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'
    };

    private Uid() {}

    /** Writes the id as ASCII at {@code at} and returns where it ended. Never allocates. */
    public static int write(byte[] out, int at, long uid) {
        long high = (uid >>> 1) / (LOW / 2); // an unsigned division: LOW is even
        long low = uid - high * LOW;
        out[at] = 'C';
        int upper = (int) high; // below 62^5
        int upperRest = upper / PAIR;
        out[at + 1] = DIGITS[upperRest / PAIR];
        pair(out, at + 2, upperRest % PAIR);
        pair(out, at + 4, upper % PAIR);
        int lower = (int) (low / PAIR);
        int lowerRest = lower / PAIR;
        pair(out, at + 6, lowerRest);
        pair(out, at + 8, lower % PAIR);
        pair(out, at + 10, (int) (low % PAIR));
        return at + LENGTH;
    }

    private static void pair(byte[] out, int at, int value) {
        int tens = value / 62;
        out[at] = DIGITS[tens];
        out[at + 1] = DIGITS[value - tens * 62];
    }

    public static String text(long uid) {
        byte[] text = new byte[LENGTH];
        write(text, 0, uid);
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
