package io.auscult.core.protocol.asn1;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import java.util.Arrays;

/**
 * A cursor over BER (ITU-T X.690) inside an array: bounds-checked, never throws for hostile bytes, never recurses. {@link #next} steps to
 * the next element between {@link #at} and the limit; {@link #enter} goes into it by a cursor of its own. Places are indices of the
 * array. Lengths must be definite. Reused, one thread.
 */
public final class Ber {
    public static final int BOOLEAN = 0x01;
    public static final int INTEGER = 0x02;
    public static final int BIT_STRING = 0x03;
    public static final int OCTET_STRING = 0x04;
    public static final int NULL = 0x05;
    public static final int OBJECT_IDENTIFIER = 0x06;
    public static final int ENUMERATED = 0x0A;
    public static final int UTF8_STRING = 0x0C;
    public static final int NUMERIC_STRING = 0x12;
    public static final int PRINTABLE_STRING = 0x13;
    public static final int T61_STRING = 0x14;
    public static final int IA5_STRING = 0x16;
    public static final int UTC_TIME = 0x17;
    public static final int GENERALIZED_TIME = 0x18;
    public static final int VISIBLE_STRING = 0x1A;
    public static final int GENERAL_STRING = 0x1B;
    public static final int UNIVERSAL_STRING = 0x1C;
    public static final int BMP_STRING = 0x1E;
    public static final int SEQUENCE = 0x30;
    public static final int SET = 0x31;

    /** Identifier of [APPLICATION n], constructed; add n. */
    public static final int APPLICATION = 0x60;

    /** Identifier of [n] with an element inside; add n. */
    public static final int CONTEXT = 0xA0;

    /** Identifier of [n] in place of a primitive type; add n. */
    public static final int CONTEXT_PRIMITIVE = 0x80;

    /** What {@link #integer} answers for content that is none, or has over 64 bits. */
    public static final long NO_INTEGER = Long.MIN_VALUE;

    /** What {@link #frame} answers for bytes that cannot begin an element. */
    public static final long NOT_BER = -1;

    private static final byte[] NONE = {};
    private static final int TAG_NUMBER = 0x1F;
    private static final int MAX_LENGTH_BYTES = 4;

    private byte[] bytes = NONE;
    private int at;
    private int limit;
    private int tag;
    private int head;
    private int from;
    private int to;

    public Ber over(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        limit = to;
        tag = 0;
        head = from;
        this.from = from;
        this.to = from;
        return this;
    }

    public Ber over(StreamView in) {
        return over(in.array(), in.arrayOffset(), in.arrayOffset() + in.length());
    }

    /** @param at within the view, as is {@code length} */
    public Ber over(StreamView in, int at, int length) {
        if (at < 0 || length < 0 || length > in.length() - at) {
            throw new IndexOutOfBoundsException(at);
        }
        return over(in.array(), in.arrayOffset() + at, in.arrayOffset() + at + length);
    }

    /** Into the current element of another cursor. */
    public Ber enter(Ber outer) {
        return over(outer.bytes, outer.from, outer.to);
    }

    public boolean hasNext() {
        return at < limit;
    }

    /** Steps to the next element; false when there is none, or none that is whole. */
    public boolean next() {
        if (limit - at < 2) {
            return false;
        }
        int identifier = bytes[at] & 0xFF;
        int length = bytes[at + 1] & 0xFF;
        int content = at + 2;
        if ((identifier & TAG_NUMBER) == TAG_NUMBER) {
            return false;
        }
        if (length >= 0x80) {
            int size = length & 0x7F;
            if (size == 0 || size > MAX_LENGTH_BYTES || size > limit - content) {
                return false;
            }
            length = 0;
            for (int i = 0; i < size; i++) {
                length = length << 8 | bytes[content + i] & 0xFF;
            }
            content += size;
        }
        if (length < 0 || length > limit - content) {
            return false;
        }
        head = at;
        tag = identifier;
        from = content;
        to = content + length;
        at = to;
        return true;
    }

    /** Steps to the next element and demands its tag. */
    public boolean next(int expected) {
        return next() && tag == expected;
    }

    /** Goes into the current element; {@link #next} steps to the first one in it. The cursor stays within. */
    public void into() {
        limit = to;
        at = from;
    }

    /** Goes into the current element and to the first one in it; the cursor stays within. */
    public boolean down() {
        into();
        return next();
    }

    /** Goes into the current element and demands the tag of the first one in it. */
    public boolean down(int expected) {
        return down() && tag == expected;
    }

    /**
     * Bytes of the element that begins at {@code at}, identifier and length included; 0 when its length has not come yet; {@link #NOT_BER}.
     * For framing: the element itself may not be there yet.
     */
    public static long frame(StreamView in, int at) {
        int available = in.length() - at;
        if (available >= 1 && (in.u8(at) & TAG_NUMBER) == TAG_NUMBER) {
            return NOT_BER;
        }
        if (available < 2) {
            return 0;
        }
        int length = in.u8(at + 1);
        if (length < 0x80) {
            return 2L + length;
        }
        int size = length & 0x7F;
        if (size == 0 || size > MAX_LENGTH_BYTES) {
            return NOT_BER;
        }
        if (available < 2 + size) {
            return 0;
        }
        long content = 0;
        for (int i = 0; i < size; i++) {
            content = content << 8 | in.u8(at + 2 + i);
        }
        return 2L + size + content;
    }

    /** Identifier octet of the current element. */
    public int tag() {
        return tag;
    }

    /** Where the next element begins. */
    public int at() {
        return at;
    }

    /** Where the current element's identifier is. */
    public int head() {
        return head;
    }

    /** Where its content begins. */
    public int from() {
        return from;
    }

    /** Where its content ends. */
    public int to() {
        return to;
    }

    /** Bytes of its content. */
    public int length() {
        return to - from;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** @param place index of the array */
    public int u8(int place) {
        return bytes[place] & 0xFF;
    }

    /** The content as a signed number, whatever the tag; {@link #NO_INTEGER} when it is empty or over 64 bits. */
    public long integer() {
        if (from == to || to - from > Long.BYTES) {
            return NO_INTEGER;
        }
        long value = bytes[from]; // with its sign
        for (int i = from + 1; i < to; i++) {
            value = value << 8 | bytes[i] & 0xFF;
        }
        return value;
    }

    /** The first 32 bits of a bit string, the very first highest; fewer are filled with zeros. */
    public int bits() {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            int place = from + 1 + i; // behind the number of unused bits
            value = value << 8 | (place < to ? bytes[place] & 0xFF : 0);
        }
        return value;
    }

    public boolean contentIs(byte[] expected) {
        return Arrays.equals(bytes, from, to, expected, 0, expected.length);
    }

    /** Appends the content as it is. */
    public void appendTo(TextSlot into) {
        into.append(bytes, from, to - from);
    }

    /** Appends an object identifier's numbers with dots between them. */
    public void appendObjectId(TextSlot into) {
        long arc = 0;
        boolean first = true;
        for (int i = from; i < to; i++) {
            arc = arc << 7 & Long.MAX_VALUE | bytes[i] & 0x7F;
            if (bytes[i] < 0) {
                continue;
            }
            if (first) {
                long root = Math.min(arc / 40, 2);
                into.appendDecimal(root);
                arc -= 40 * root;
                first = false;
            }
            into.append((byte) '.');
            into.appendDecimal(arc);
            arc = 0;
        }
    }

    /** The content as a view. @param parent the view that this cursor is over */
    public StreamView content(StreamView parent, StreamView into) {
        return into.sub(parent, from - parent.arrayOffset(), to - from);
    }
}
