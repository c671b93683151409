package io.auscult.core.event;

/** The text of a connection's id as logs show it: {@code C} and eleven base-62 digits, Zeek's look. */
public final class Uid {
    /** Bytes that {@link #write} writes. */
    public static final int LENGTH = 12;

    private static final byte[] DIGITS = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K', 'L',
                'M', 'N', 'O', 'P',
        'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
                'm', 'n', 'o', 'p',
        'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'
    };

    private Uid() {}

    /** Writes the id as ASCII at {@code at} and returns where it ended. */
    public static int write(byte[] out, int at, long uid) {
        out[at] = 'C';
        long rest = uid;
        for (int i = LENGTH - 1; i > 0; i--) {
            long quotient = Long.divideUnsigned(rest, 62);
            out[at + i] = DIGITS[(int) (rest - quotient * 62)];
            rest = quotient;
        }
        return at + LENGTH;
    }

    public static String text(long uid) {
        byte[] text = new byte[LENGTH];
        write(text, 0, uid);
        return new String(text, java.nio.charset.StandardCharsets.ISO_8859_1);
    }
}
