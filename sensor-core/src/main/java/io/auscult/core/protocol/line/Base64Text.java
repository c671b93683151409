package io.auscult.core.protocol.line;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** Base64, RFC 4648 section 4. Stateless. */
public final class Base64Text {
    /** No byte ends the decoding. */
    private static final int NONE = -1;

    private Base64Text() {}

    /** Appends what {@code [from, to)} decodes to; padding, or anything else, ends it. */
    public static void decode(StreamView in, int from, int to, TextSlot into) {
        decode(in, from, to, NONE, 0, into);
    }

    /** Appends what {@code [from, to)} decodes to; padding, or anything else, ends it. */
    public static void decode(byte[] bytes, int from, int to, TextSlot into) {
        decode(bytes, from, to, NONE, 0, into);
    }

    /**
     * Appends what {@code [from, to)} decodes to, up to the {@code stop}th time that the byte {@code at} comes.
     *
     * @return how often that byte came
     */
    public static int decode(StreamView in, int from, int to, int at, int stop, TextSlot into) {
        return decode(in.array(), in.arrayOffset() + from, in.arrayOffset() + to, at, stop, into);
    }

    private static int decode(byte[] bytes, int from, int to, int at, int stop, TextSlot into) {
        int held = 0;
        int bits = 0;
        int found = 0;
        for (int i = from; i < to; i++) {
            int digit = digit(bytes[i]);
            if (digit < 0) {
                break;
            }
            held = held << 6 | digit;
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                int c = held >>> bits & 0xFF;
                if (c == at && ++found == stop) {
                    return found;
                }
                into.append((byte) c);
            }
        }
        return found;
    }

    /** The six bits that a character stands for; -1 when it is none of the alphabet. */
    public static int digit(int c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        } else if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }
}
