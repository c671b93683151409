package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.StreamView;
import java.util.Arrays;

/**
 * Handshake messages of one direction that are spread over several records. Two per parser, reused. A message over {@link #MAX_BYTES}
 * is refused. Most messages lie whole in their record and never come here.
 */
final class HandshakeBuffer {
    static final int MAX_BYTES = 1 << 17;

    private static final int MAX_KEPT_BYTES = 1 << 13; // of memory that stays with an idle parser

    private byte[] bytes = new byte[0];
    private int length;

    boolean isEmpty() {
        return length == 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** @return whether there was room */
    boolean append(StreamView in, int at, int size) {
        if (length + size > MAX_BYTES) {
            return false;
        }
        if (length + size > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, Math.max(length + size, bytes.length * 2)));
        }
        System.arraycopy(in.array(), in.arrayOffset() + at, bytes, length, size);
        length += size;
        return true;
    }

    void eat(int size) {
        System.arraycopy(bytes, size, bytes, 0, length - size);
        length -= size;
    }

    void clear() {
        length = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[0];
        }
    }
}
