package io.auscult.core.stream;

/**
 * Segments of one direction that wait for a hole to fill, or, doubtful for their wrong checksum, for the receiver's word; sorted and without overlap. Their memory comes from the shard's
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
        boolean isDoubtful;
        Segment next;

        long end() {
            return start + length;
        }
    }

    private Segment first;
    private Segment last;
    private int heldBytes;
    private int count;
    private int doubtful;

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

    /** Keeps a copy of bytes not yet held; where bytes overlap, the policy says which stay, and those with a right checksum in any case. */
    int insert(byte[] from, int offset, int length, long start, OverlapPolicy policy, SegmentPool pool) {
        if (doubtful > 0) {
            displace(start, start + length, pool);
        }
        return insert(from, offset, length, start, policy, pool, false);
    }

    /** Keeps a copy of bytes with a wrong checksum where nothing else is held. */
    int insertDoubtful(byte[] from, int offset, int length, long start, SegmentPool pool) {
        return insert(from, offset, length, start, OverlapPolicy.FIRST, pool, true);
    }

    private int insert(
            byte[] from,
            int offset,
            int length,
            long start,
            OverlapPolicy policy,
            SegmentPool pool,
            boolean isDoubtful) {
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
                fresh.isDoubtful = isDoubtful;
                doubtful += isDoubtful ? 1 : 0;
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

    /** Takes doubtful bytes out of this range; what is doubtful behind it too, when there is no room to split. */
    private void displace(long start, long end, SegmentPool pool) {
        Segment previous = null;
        Segment s = first;
        while (s != null && s.start < end) {
            Segment following = s.next;
            if (!s.isDoubtful || s.end() <= start) {
                previous = s;
            } else {
                if (s.end() > end) {
                    keepTail(s, end, pool);
                }
                int head = (int) Math.max(0, start - s.start);
                heldBytes -= s.length - head;
                s.length = head;
                if (head > 0) {
                    previous = s;
                } else {
                    unlink(previous, s);
                    pool.give(s);
                }
            }
            s = following;
        }
    }

    private void keepTail(Segment s, long from, SegmentPool pool) {
        Segment tail = pool.take((int) (s.end() - from));
        if (tail == null) {
            return;
        }
        tail.start = from;
        tail.isDoubtful = true;
        System.arraycopy(s.bytes, (int) (from - s.start), tail.bytes, 0, tail.length);
        tail.next = s.next;
        s.next = tail;
        last = last == s ? tail : last;
        heldBytes += tail.length;
        count++;
        doubtful++;
    }

    private void unlink(Segment previous, Segment s) {
        if (previous == null) {
            first = s.next;
        } else {
            previous.next = s.next;
        }
        last = last == s ? previous : last;
        s.next = null;
        count--;
        doubtful--;
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
        doubtful -= s.isDoubtful ? 1 : 0;
        return s;
    }

    void clear(SegmentPool pool) {
        while (first != null) {
            pool.give(removeFirst());
        }
    }
}
