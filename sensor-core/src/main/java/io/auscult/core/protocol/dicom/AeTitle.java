package io.auscult.core.protocol.dicom;

import io.auscult.core.protocol.TextSlot;

/** The name of an application entity: 16 bytes at most, spaces around it mean nothing, PS3.5 section 6.2. Stateless. */
final class AeTitle {
    static final int LENGTH = 16; // bytes

    private AeTitle() {}

    static void set(TextSlot title, byte[] bytes, int offset, int length) {
        int from = offset;
        int to = offset + length;
        while (from < to && isPadding(bytes[from])) {
            from++;
        }
        while (to > from && isPadding(bytes[to - 1])) {
            to--;
        }
        title.clear();
        if (to > from) {
            title.append(bytes, from, to - from);
        }
    }

    private static boolean isPadding(byte b) {
        return b == ' ' || b == 0;
    }
}
