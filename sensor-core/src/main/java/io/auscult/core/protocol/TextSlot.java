package io.auscult.core.protocol;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import java.util.Arrays;

/**
 * A text that a parser keeps until it can write its event: bounded bytes, reused for the next flow. What is over the limit is cut.
 * Grows while warming up.
 */
public final class TextSlot {
    private final int limit;
    private byte[] bytes = new byte[32];
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

    public void append(byte[] from, int offset, int size) {
        int kept = Math.max(length, 0);
        int more = Math.min(size, limit - kept);
        if (kept + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(bytes.length * 2, kept + more)));
        }
        System.arraycopy(from, offset, bytes, kept, more);
        length = kept + more;
    }

    public void append(byte value) {
        int kept = Math.max(length, 0);
        if (kept < limit) {
            if (kept == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(limit, bytes.length * 2));
            }
            bytes[kept++] = value;
        }
        length = kept;
    }

    /** Writes the field if there is a text. */
    public void to(EventWriter out, Field field) {
        if (length >= 0) {
            out.set(field, bytes, 0, length);
        }
    }
}
