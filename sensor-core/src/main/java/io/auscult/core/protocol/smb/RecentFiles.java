package io.auscult.core.protocol.smb;

import java.util.Arrays;

/**
 * What was told of files lately, so that the same is not told over and over: Zeek's rule, for three minutes from the last time. Keeps up to
 * {@link #SETS} x {@link #WAYS} digests; the oldest of a full set is forgotten, and its file may be told again. Most connections tell of few files:
 * it grows with them.
 */
final class RecentFiles {
    static final int SETS = 256;
    static final int WAYS = 4;
    private static final int FIRST_SETS = 4;
    private static final int GROWTH = 4;
    private static final long EXPIRE_NS = 180_000_000_000L;

    private long[] digests = {}; // made at the first file
    private long[] times = {};
    private int sets;
    private boolean isEmpty = true;

    /** Whether this was told lately; from now on it was. */
    boolean known(long digest, long nowNs) {
        isEmpty = false;
        if (sets == 0) {
            resize(FIRST_SETS);
        }
        int set = set(digest);
        for (int i = set; i < set + WAYS; i++) {
            if (digests[i] == digest && times[i] != 0) {
                boolean fresh = nowNs - times[i] < EXPIRE_NS;
                times[i] = nowNs;
                return fresh;
            }
        }
        int at = oldest(set);
        while (sets < SETS && times[at] != 0 && nowNs - times[at] < EXPIRE_NS) {
            grow();
            at = oldest(set(digest));
        }
        digests[at] = digest;
        times[at] = nowNs;
        return false;
    }

    private int set(long digest) {
        return (int) (digest >>> 56) / (SETS / sets) * WAYS;
    }

    private int oldest(int set) {
        int at = set;
        for (int i = set + 1; i < set + WAYS; i++) {
            if (times[i] < times[at]) {
                at = i;
            }
        }
        return at;
    }

    private void resize(int wanted) {
        sets = wanted;
        digests = new long[sets * WAYS];
        times = new long[sets * WAYS];
    }

    private void grow() {
        long[] oldDigests = digests;
        long[] oldTimes = times;
        resize(sets * GROWTH);
        for (int i = 0; i < oldTimes.length; i++) {
            if (oldTimes[i] != 0) {
                int at = oldest(set(oldDigests[i])); // a free one: the set was a part of the old one
                digests[at] = oldDigests[i];
                times[at] = oldTimes[i];
            }
        }
    }

    void reset() {
        if (!isEmpty) {
            Arrays.fill(times, 0);
            isEmpty = true;
        }
    }
}
