package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/**
 * What open handles of an association stand for: a service, a registry key, an account. At {@link #MAX_HANDLES} the oldest makes room; texts
 * are cut at {@link #MAX_NAME} bytes.
 */
final class HandleNames {
    static final int MAX_HANDLES = 32;
    static final int SIZE = 20; // bytes of a context handle

    private static final int MAX_NAME = 512;

    private long[] high = {}; // made at the first handle, like those below
    private long[] low = {};
    private TextSlot[] names = {};
    private int count;
    private int next;
    private int kept;

    /** Notes what the handle at this place stands for. A handle of zeros is none. */
    void add(StreamView in, int at, TextSlot name) {
        long h = number(in, at + 4);
        long l = number(in, at + 12);
        if ((h | l) == 0) {
            return;
        }
        if (names.length == 0) {
            high = new long[MAX_HANDLES];
            low = new long[MAX_HANDLES];
            names = new TextSlot[MAX_HANDLES];
        }
        int i = find(h, l);
        if (i < 0) {
            i = next;
            next = (next + 1) % MAX_HANDLES;
            count = Math.max(count, i + 1);
        }
        high[i] = h;
        low[i] = l;
        TextSlot known = names[i];
        if (known == null) {
            known = new TextSlot(MAX_NAME);
            names[i] = known;
        }
        kept -= known.length();
        known.clear();
        known.append(name);
        kept += known.length();
    }

    /** What the handle at this place stands for, or null. */
    @Nullable
    TextSlot name(StreamView in, int at) {
        int i = find(number(in, at + 4), number(in, at + 12));
        return i < 0 ? null : names[i];
    }

    private int find(long h, long l) {
        for (int i = 0; i < count; i++) {
            if (low[i] == l && high[i] == h) {
                return i;
            }
        }
        return -1;
    }

    private static long number(StreamView in, int at) {
        return (long) in.i32(at) << 32 | in.u32(at + 4);
    }

    /** Bytes of text. */
    int kept() {
        return kept;
    }

    void clear() {
        for (int i = 0; i < count; i++) {
            TextSlot name = names[i];
            if (name != null) {
                name.clear();
                name.trim(64);
            }
        }
        count = 0;
        next = 0;
        kept = 0;
    }
}
