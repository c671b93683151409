package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * Walks over arguments in NDR (C706 chapter 14) or NDR64 ([MS-RPCE] 2.2.5), in either byte order. Once something does not fit,
 * {@link #ok} is false and everything reads as 0. One per association, reused.
 */
final class Ndr {
    private static final int MAX_CHARACTERS = 1 << 15; // of one text

    private StreamView in = new StreamView();
    private int start;
    private int at;
    private int end;
    private boolean little;
    private boolean wide;
    private boolean ok;

    /** @param wide whether it is NDR64 */
    Ndr wrap(StreamView in, int at, int length, boolean little, boolean wide) {
        this.in = in;
        this.start = at;
        this.at = at;
        this.end = at + length;
        this.little = little;
        this.wide = wide;
        this.ok = true;
        return this;
    }

    boolean ok() {
        return ok;
    }

    boolean isWide() {
        return wide;
    }

    StreamView in() {
        return in;
    }

    /** Place of the next byte in the view. */
    int at() {
        return at;
    }

    int left() {
        return ok ? end - at : 0;
    }

    void fail() {
        ok = false;
    }

    void align(int size) {
        skip(-(at - start) & size - 1);
    }

    void skip(long size) {
        if (size < 0 || size > end - at) {
            ok = false;
        } else if (ok) {
            at += (int) size;
        }
    }

    /** Moves to a place of this view. */
    void seek(int place) {
        if (place < start || place > end) {
            ok = false;
        } else {
            at = place;
        }
    }

    private boolean has(int size) {
        ok &= end - at >= size;
        return ok;
    }

    int u8() {
        return has(1) ? in.u8(at++) : 0;
    }

    int u16() {
        align(2);
        if (!has(2)) {
            return 0;
        }
        int value = in.u16(at);
        at += 2;
        return little ? Short.reverseBytes((short) value) & 0xFFFF : value;
    }

    int i32() {
        align(4);
        if (!has(4)) {
            return 0;
        }
        int value = in.i32(at);
        at += 4;
        return little ? Integer.reverseBytes(value) : value;
    }

    long u32() {
        return i32() & 0xFFFF_FFFFL;
    }

    private long u64() {
        align(8);
        long first = u32();
        long second = u32();
        return little ? second << 32 | first : first << 32 | second;
    }

    /** A pointer, or a count of array elements: 32 or 64 bits. */
    long size() {
        return wide ? u64() : u32();
    }

    void enumeration() {
        if (wide) {
            i32();
        } else {
            u16();
        }
    }

    long uuidHigh() {
        align(4);
        long first = u32();
        return first << 32 | (long) u16() << 16 | u16();
    }

    /** After {@link #uuidHigh}. */
    long uuidLow() {
        if (!has(8)) {
            return 0;
        }
        long value = (long) in.i32(at) << 32 | in.i32(at + 4) & 0xFFFF_FFFFL;
        at += 8;
        return value;
    }

    /** Conformant varying array of characters, C706 section 14.3.4. */
    void text(TextSlot into, boolean utf16) {
        size(); // most there may be
        long first = size();
        long count = size();
        if (first != 0) {
            ok = false;
        }
        characters(into, count, utf16);
    }

    /** Characters without anything before them; a terminator is left out. */
    void characters(TextSlot into, long count, boolean utf16) {
        if (count < 0 || count > MAX_CHARACTERS || !has((int) count * (utf16 ? 2 : 1))) {
            ok = false;
            return;
        }
        if (!utf16) {
            int length = (int) count;
            while (length > 0 && in.u8(at + length - 1) == 0) {
                length--;
            }
            into.append(in, at, length);
            at += (int) count;
            return;
        }
        for (int i = 0; i < count; i++) {
            int c = character(at);
            at += 2;
            if (c == 0) {
                at += 2 * ((int) count - i - 1);
                return;
            }
            boolean isPair = Character.isHighSurrogate((char) c) && i + 1 < count;
            if (isPair) {
                int low = character(at);
                if (Character.isLowSurrogate((char) low)) {
                    c = Character.toCodePoint((char) c, (char) low);
                    at += 2;
                    i++;
                }
            }
            utf8(into, c);
        }
    }

    /** The 16-bit character at a place of the view that is known to be inside. */
    int character(int place) {
        int c = in.u16(place);
        return little ? Short.reverseBytes((short) c) & 0xFFFF : c;
    }

    /** Appends a character as UTF-8; half a pair becomes a question mark. */
    static void utf8(TextSlot into, int c) {
        if (c < 0x80) {
            into.append((byte) c);
        } else if (c < 0x800) {
            into.append((byte) (0xC0 | c >> 6));
            into.append((byte) (0x80 | c & 0x3F));
        } else if (c >= 0xD800 && c < 0xE000) {
            into.append((byte) '?');
        } else if (c < 0x10000) {
            into.append((byte) (0xE0 | c >> 12));
            into.append((byte) (0x80 | c >> 6 & 0x3F));
            into.append((byte) (0x80 | c & 0x3F));
        } else {
            into.append((byte) (0xF0 | c >> 18));
            into.append((byte) (0x80 | c >> 12 & 0x3F));
            into.append((byte) (0x80 | c >> 6 & 0x3F));
            into.append((byte) (0x80 | c & 0x3F));
        }
    }
}
