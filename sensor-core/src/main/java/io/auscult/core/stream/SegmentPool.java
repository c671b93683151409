package io.auscult.core.stream;

import io.auscult.core.stream.HeldSegments.Segment;

/**
 * Memory for segments held out of order, or for bytes kept for parsers, for all streams of one shard. At its bound it gives nothing more; the segment is dropped and counted by
 * the caller. Buffers are reused by size class.
 */
final class SegmentPool {
    private static final int[] SIZES = {256, 2048, 1 << 14, 1 << 16, 1 << 17};

    private final Segment[] free = new Segment[SIZES.length];
    private final int bound;
    private int used;

    /** @param bound bytes given out at the same time */
    SegmentPool(int bound) {
        this.bound = bound;
    }

    /** A segment with room for {@code length} bytes (at most 128 KiB), its length set, or null. */
    Segment take(int length) {
        int kind = kind(length);
        if (kind == SIZES.length || used + SIZES[kind] > bound) {
            return null;
        }
        used += SIZES[kind];
        Segment s = free[kind];
        if (s == null) {
            s = new Segment();
            s.bytes = new byte[SIZES[kind]];
        } else {
            free[kind] = s.next;
            s.next = null;
        }
        s.length = length;
        s.isDoubtful = false;
        return s;
    }

    /** Bytes given out now. */
    int used() {
        return used;
    }

    void give(Segment s) {
        int kind = kind(s.bytes.length);
        used -= SIZES[kind];
        s.next = free[kind];
        free[kind] = s;
    }

    private static int kind(int length) {
        int kind = 0;
        while (kind < SIZES.length && length > SIZES[kind]) {
            kind++;
        }
        return kind;
    }
}
