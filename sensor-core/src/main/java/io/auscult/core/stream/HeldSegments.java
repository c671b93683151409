package io.auscult.core.stream;

/**
 * Segments of one direction that wait for a hole to fill, sorted and without overlap. Their memory comes from the shard's
 * {@link SegmentPool}. Positions are relative to the stream's start (its first data byte is 1).
 */
final class HeldSegments {
    /** Answers of {@link #insert}. */
    static final int STORED = 0;

    static final int STORED_DIFFERENT = 1;
    static final int NO_ROOM = 2;

    /** Bytes of one segment. */
    static final class Segment {
        long start;
        int length;
        byte[] bytes;
        Segment next;

        long end() {
            return start + length;
        }
    }

    private Segment first;
    private Segment last;
    private int heldBytes;
    private int count;

    boolean isEmpty() {
        return first == null;
    }

    Segment first() {
        return first;
    }

    int heldBytes() {
        return heldBytes;
    }

    /** Segments held; each insertion may walk over all of them. */
    int count() {
        return count;
    }

    /** Keeps a copy of bytes not yet held; where bytes overlap, the policy says which stay. */
    int insert(byte[] from, int offset, int length, long start, OverlapPolicy policy, SegmentPool pool) {
        int result = STORED;
        long end = start + length;
        long at = start;
        boolean isLast = last != null && start >= last.end(); // as behind a loss: no walk
        Segment previous = isLast ? last : null;
        Segment s = isLast ? null : first;
        while (at < end) {
            while (s != null && s.end() <= at) {
                previous = s;
                s = s.next;
            }
            long free = s == null ? end : Math.min(end, s.start);
            if (at < free) {
                Segment fresh = pool.take((int) (free - at));
                if (fresh == null) {
                    return NO_ROOM;
                }
                fresh.start = at;
                System.arraycopy(from, offset + (int) (at - start), fresh.bytes, 0, fresh.length);
                fresh.next = s;
                if (previous == null) {
                    first = fresh;
                } else {
                    previous.next = fresh;
                }
                if (s == null) {
                    last = fresh;
                }
                previous = fresh;
                heldBytes += fresh.length;
                count++;
                at = free;
            }
            if (s != null && at < end && at >= s.start) {
                int shared = (int) (Math.min(end, s.end()) - at);
                if (overlap(from, offset + (int) (at - start), s, (int) (at - s.start), shared, start, end, policy)) {
                    result = STORED_DIFFERENT;
                }
                at += shared;
            }
        }
        return result;
    }

    /** @return whether the bytes differ */
    private static boolean overlap(
            byte[] from,
            int offset,
            Segment old,
            int at,
            int shared,
            long newStart,
            long newEnd,
            OverlapPolicy policy) {
        boolean differs = false;
        for (int i = 0; i < shared && !differs; i++) {
            differs = from[offset + i] != old.bytes[at + i];
        }
        if (differs && policy.replaces(newStart, newEnd, old.start, old.end())) {
            System.arraycopy(from, offset, old.bytes, at, shared);
        }
        return differs;
    }

    Segment removeFirst() {
        Segment s = first;
        first = s.next;
        if (first == null) {
            last = null;
        }
        s.next = null;
        heldBytes -= s.length;
        count--;
        return s;
    }

    void clear(SegmentPool pool) {
        while (first != null) {
            pool.give(removeFirst());
        }
    }
}
