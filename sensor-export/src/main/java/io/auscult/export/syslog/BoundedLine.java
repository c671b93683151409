package io.auscult.export.syslog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A message under construction: UTF-8 that never grows beyond its limit. One thread, reused. */
final class BoundedLine {
    private byte[] bytes = new byte[8192];
    private int length;
    private int limit;

    /** Begins anew. */
    void limit(int mostBytes) {
        limit = mostBytes;
        length = 0;
    }

    /** All of it, or nothing. @return whether there was room */
    boolean append(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return append(utf8, utf8.length);
    }

    boolean append(byte[] utf8, int count) {
        if (count > limit - length) {
            return false;
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + count));
        }
        System.arraycopy(utf8, 0, bytes, length, count);
        length += count;
        return true;
    }

    int length() {
        return length;
    }

    int room() {
        return limit - length;
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
