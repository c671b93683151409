package io.auscult.core.decode;

/** Arithmetic of 32-bit sequence numbers that wrap around, RFC 1982 and RFC 9293 section 3.4. Any thread. */
public final class SequenceNumber {
    private SequenceNumber() {}

    /** Below, at or above zero as {@code a} lies before, at or after {@code b}; exact up to a distance of 2^31 - 1. */
    public static int compare(int a, int b) {
        return a - b;
    }

    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }

    public static int max(int a, int b) {
        return a - b < 0 ? b : a;
    }

    /** Bytes from {@code from} on to {@code to}; negative when {@code to} lies before. */
    public static int distance(int from, int to) {
        return to - from;
    }

    /** Whether {@code number} lies in the {@code length} numbers that begin at {@code start}. */
    public static boolean isWithin(int number, int start, int length) {
        return Integer.compareUnsigned(number - start, length) < 0;
    }
}
