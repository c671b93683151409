package io.auscult.export.extract;

/** Which bytes of a file are there: at most {@link #MAX} pieces with holes between; one more is refused. Owned by its file. */
final class Extents {
    static final int MAX = 64;

    private final long[] from = new long[MAX];
    private final long[] to = new long[MAX];
    private int count;

    /** @return false when there are too many holes already */
    boolean add(long start, long end) {
        int first = 0;
        while (first < count && to[first] < start) {
            first++;
        }
        int last = first;
        long low = start;
        long high = end;
        while (last < count && from[last] <= end) {
            low = Math.min(low, from[last]);
            high = Math.max(high, to[last]);
            last++;
        }
        if (last == first && count == MAX) {
            return false;
        }
        int moved = count - last;
        System.arraycopy(from, last, from, first + 1, moved);
        System.arraycopy(to, last, to, first + 1, moved);
        from[first] = low;
        to[first] = high;
        count += first + 1 - last;
        return true;
    }

    /** Whether all bytes before {@code end} are there. */
    boolean isWhole(long end) {
        return count == 1 && from[0] == 0 && to[0] >= end;
    }

    /** Bytes that are there. */
    long size() {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += to[i] - from[i];
        }
        return sum;
    }

    void clear() {
        count = 0;
    }
}
