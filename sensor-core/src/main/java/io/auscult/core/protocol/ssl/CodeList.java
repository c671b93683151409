package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.TextSlot;
import java.util.Arrays;

/** Code points of a hello in their order, GREASE left out. Bounded by {@link #MAX}; what is beyond is counted only. Reused. */
final class CodeList {
    static final int MAX = 1024;

    private char[] codes = new char[32];
    private int count;
    private int size;

    void clear() {
        count = 0;
        size = 0;
    }

    void add(int code) {
        if (TlsCodes.isGrease(code)) {
            return;
        }
        count++;
        if (size < MAX) {
            if (size == codes.length) {
                codes = Arrays.copyOf(codes, Math.min(MAX, size * 2));
            }
            codes[size++] = (char) code;
        }
    }

    int count() {
        return count;
    }

    /** Whether no code was left out for lack of room. */
    boolean isComplete() {
        return count == size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int at(int i) {
        return codes[i];
    }

    int size() {
        return size;
    }

    /** In ascending order; the order of arrival is lost. */
    void sort() {
        Arrays.sort(codes, 0, size);
    }

    /** As JA3 wants them: decimal, with dashes between. */
    void appendDecimals(TextSlot into) {
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                into.append((byte) '-');
            }
            into.appendDecimal(codes[i]);
        }
    }

    /** As JA4 wants them: four hexadecimal digits, with commas between. */
    void appendHex(TextSlot into) {
        int before = into.length();
        for (int i = 0; i < size; i++) {
            if (into.length() > before) {
                into.append((byte) ',');
            }
            appendHex(into, codes[i]);
        }
    }

    static void appendHex(TextSlot into, int code) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            into.append((byte) Character.forDigit(code >>> shift & 0xF, 16));
        }
    }
}
