package io.auscult.core.protocol;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import java.util.Arrays;

/**
 * A text that a parser keeps until it can write its event: bounded bytes, reused for the next flow. What is over the limit is cut.
 * Most slots of most flows stay empty: memory is taken with the first text.
 */
public final class TextSlot {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private static final byte[] NONE = {};
    private static final int FIRST = 32; // bytes

    private final int limit;
    private byte[] bytes = NONE;
    private int length = -1;

    /** @param limit most bytes kept */
    public TextSlot(int limit) {
        this.limit = limit;
    }

    public boolean isSet() {
        return length >= 0;
    }

    public int length() {
        return Math.max(length, 0);
    }

    public byte[] bytes() {
        return bytes;
    }

    public void clear() {
        length = -1;
    }

    public void set(StreamView in, int at, int size) {
        length = 0;
        append(in, at, size);
    }

    public void append(StreamView in, int at, int size) {
        if (at < 0 || size < 0 || at + size > in.length()) {
            throw new IndexOutOfBoundsException(at);
        }
        append(in.array(), in.arrayOffset() + at, size);
    }

    public void append(TextSlot other) {
        append(other.bytes, 0, other.length());
    }

    public void append(byte[] from, int offset, int size) {
        int kept = Math.max(length, 0);
        int more = Math.min(size, limit - kept);
        ensure(kept + more);
        System.arraycopy(from, offset, bytes, kept, more);
        length = kept + more;
    }

    public void append(byte value) {
        int kept = Math.max(length, 0);
        if (kept < limit) {
            ensure(kept + 1);
            bytes[kept++] = value;
        }
        length = kept;
    }

    @SuppressWarnings("deprecation") // getBytes of the low bytes: copies a Latin-1 text without garbage
    public void append(String latin1) {
        int kept = Math.max(length, 0);
        int more = Math.min(latin1.length(), limit - kept);
        ensure(kept + more);
        latin1.getBytes(0, more, bytes, kept);
        length = kept + more;
    }

    /** Appends UTF-16 with the lower byte first as UTF-8; a lone surrogate becomes a question mark, an odd last byte is left out. */
    public void appendUtf16le(StreamView in, int at, int size) {
        append("");
        for (int i = at; i + 1 < at + size && length < limit; i += 2) {
            int c = in.u16le(i);
            if (c >>> 10 == 0x36 && i + 3 < at + size && in.u16le(i + 2) >>> 10 == 0x37) {
                appendCodePoint(0x1_0000 + ((c & 0x3FF) << 10) + (in.u16le(i + 2) & 0x3FF));
                i += 2;
            } else {
                appendCodePoint(c >>> 11 == 0x1B ? '?' : c);
            }
        }
    }

    private void appendCodePoint(int c) {
        if (c < 0x80) {
            append((byte) c);
        } else if (c < 0x800) {
            append((byte) (0xC0 | c >>> 6));
            append((byte) (0x80 | c & 0x3F));
        } else {
            if (c < 0x1_0000) {
                append((byte) (0xE0 | c >>> 12));
            } else {
                append((byte) (0xF0 | c >>> 18));
                append((byte) (0x80 | c >>> 12 & 0x3F));
            }
            append((byte) (0x80 | c >>> 6 & 0x3F));
            append((byte) (0x80 | c & 0x3F));
        }
    }

    /** Appends the number in decimal. */
    public void appendDecimal(long value) {
        if (value < 0) {
            append((byte) '-');
        }
        long divisor = 1;
        while (value / divisor >= 10 || value / divisor <= -10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            append((byte) ('0' + Math.abs(value / divisor % 10)));
        }
    }

    /** Appends bytes as lower-case hexadecimal digits. */
    public void appendHex(byte[] from, int offset, int size) {
        for (int i = offset; i < offset + size; i++) {
            append(HEX[from[i] >> 4 & 0xF]);
            append(HEX[from[i] & 0xF]);
        }
    }

    /** Appends an address as {@link IpAddress} prints it. */
    public void appendAddress(long high, long low) {
        int kept = Math.max(length, 0);
        if (kept + IpAddress.MAX_TEXT <= limit) {
            ensure(kept + IpAddress.MAX_TEXT);
            length = IpAddress.write(bytes, kept, high, low);
        } else {
            length = limit;
        }
    }

    /** Shortens the text. @param size at most {@link #length} */
    public void cut(int size) {
        length = Math.min(size, length);
    }

    /** Whether no byte more is taken. */
    public boolean isFull() {
        return length >= limit;
    }

    /** Gives memory back that an unusually long text took. To be called on reset. */
    public void trim(int size) {
        if (bytes.length > size) {
            bytes = NONE;
            length = -1;
        }
    }

    public boolean startsWith(String latin1) {
        if (length < latin1.length()) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((bytes[i] & 0xFF) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean endsWith(String latin1) {
        int from = length - latin1.length();
        if (from < 0) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((bytes[from + i] & 0xFF) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public boolean textEquals(TextSlot other) {
        return Arrays.equals(bytes, 0, length(), other.bytes, 0, other.length());
    }

    public boolean textEquals(String latin1) {
        return length == latin1.length() && startsWith(latin1);
    }

    /** Writes the field if there is a text. */
    public void to(EventWriter out, Field field) {
        if (length >= 0) {
            out.set(field, bytes, 0, length);
        }
    }

    private void ensure(int size) {
        if (size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(Math.max(bytes.length * 2, FIRST), size)));
        }
    }
}
