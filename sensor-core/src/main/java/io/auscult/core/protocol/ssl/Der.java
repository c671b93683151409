package io.auscult.core.protocol.ssl;

/**
 * A cursor over DER (ITU-T X.690) inside an array: bounds-checked, never throws for hostile bytes, never recurses. {@link #next} steps to
 * the next element between {@link #at} and the limit; {@link #enter} goes into it by a cursor of its own. Reused.
 */
final class Der {
    static final int BOOLEAN = 0x01;
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0C;
    static final int PRINTABLE_STRING = 0x13;
    static final int T61_STRING = 0x14;
    static final int IA5_STRING = 0x16;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int VISIBLE_STRING = 0x1A;
    static final int NUMERIC_STRING = 0x12;
    static final int UNIVERSAL_STRING = 0x1C;
    static final int BMP_STRING = 0x1E;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    byte[] bytes = new byte[0];
    /** Where the next element begins. */
    int at;

    private int limit;

    /** Identifier octet of the current element. */
    int tag;
    /** Where its identifier is. */
    int head;
    /** Where its content begins and ends. */
    int from;

    int to;

    Der over(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        at = from;
        limit = to;
        tag = 0;
        head = from;
        this.from = from;
        this.to = from;
        return this;
    }

    /** Into the current element of another cursor. */
    Der enter(Der outer) {
        return over(outer.bytes, outer.from, outer.to);
    }

    boolean hasNext() {
        return at < limit;
    }

    /** Steps to the next element; false when there is none, or none that is whole. Only tags below 31 and lengths below 2^31 are taken. */
    boolean next() {
        if (at + 2 > limit) {
            return false;
        }
        head = at;
        tag = bytes[at] & 0xFF;
        int length = bytes[at + 1] & 0xFF;
        int content = at + 2;
        if ((tag & 0x1F) == 0x1F) {
            return false;
        }
        if (length >= 0x80) {
            int size = length & 0x7F;
            if (size == 0 || size > 4 || content + size > limit) {
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
        from = content;
        to = content + length;
        at = to;
        return true;
    }

    /** Steps to the next element and demands its tag. */
    boolean next(int expected) {
        return next() && tag == expected;
    }

    int u8(int place) {
        return bytes[place] & 0xFF;
    }
}
