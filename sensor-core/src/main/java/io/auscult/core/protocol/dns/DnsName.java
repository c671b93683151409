package io.auscult.core.protocol.dns;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * Domain names in messages, RFC 1035 sections 3.1 and 4.1.4. Stateless. Pointers must lead backwards, so that reading ends; a name ends
 * at {@link #MAX_LENGTH} bytes. Labels are joined by dots, in lower case, without a dot at the end.
 */
final class DnsName {
    static final int MAX_LENGTH = 512; // bytes of text; a proper name has at most 255

    /** Answers of {@link #read} that are no place. */
    static final int BROKEN = -1;

    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;

    private DnsName() {}

    /**
     * Appends the name at {@code at} to {@code into}.
     *
     * @param start where the message begins, which pointers count from
     * @param end where it ends
     * @param longLabels whether labels over 63 bytes are taken, as the NetBIOS name service sends them
     * @return place behind the name, or {@link #BROKEN}
     */
    static int read(StreamView in, int start, int end, int at, TextSlot into, boolean longLabels) {
        int first = into.length();
        into.append((byte) '.'); // so that an empty name is a set text
        into.cut(first);
        int next = at;
        int behind = BROKEN;
        int lowest = at; // every pointer must lead below the name it was found in
        while (next < end) {
            int size = in.u8(next);
            if (size == 0) {
                return finish(into, first, behind == BROKEN ? next + 1 : behind);
            }
            if ((size & POINTER) == POINTER) {
                if (next + 1 >= end) {
                    return BROKEN;
                }
                if (behind == BROKEN) {
                    behind = next + 2;
                }
                int target = start + (in.u16(next) & 0x3FFF);
                if (target >= lowest) {
                    return BROKEN;
                }
                lowest = target;
                next = target;
                continue;
            }
            if (size > MAX_LABEL && !longLabels
                    || next + 1 + size > end
                    || into.length() - first + size + 1 > MAX_LENGTH) {
                return BROKEN;
            }
            for (int i = 1; i <= size; i++) {
                into.append(lower(in.u8(next + i)));
            }
            into.append((byte) '.');
            next += 1 + size;
        }
        return BROKEN;
    }

    /** Place behind the name, which is not looked at; or {@link #BROKEN}. */
    static int skip(StreamView in, int end, int at) {
        int next = at;
        while (next < end) {
            int size = in.u8(next);
            if (size == 0) {
                return next + 1;
            }
            if ((size & POINTER) == POINTER) {
                return next + 2 <= end ? next + 2 : BROKEN;
            }
            next += 1 + size;
        }
        return BROKEN;
    }

    private static int finish(TextSlot into, int first, int behind) {
        int length = into.length();
        if (length > first) {
            into.cut(length - 1);
        }
        return behind;
    }

    private static byte lower(int b) {
        return (byte) (b >= 'A' && b <= 'Z' ? b + 32 : b);
    }
}
