package io.auscult.core.protocol.smb;

import java.util.Arrays;

/**
 * What was told of files lately, so that the same is not told over and over: Zeek's rule, for three minutes from the last time. Keeps
 * {@link #SETS} x {@link #WAYS} digests; the oldest of a full set is forgotten, and its file may be told again.
 */
final class RecentFiles {
    static final int SETS = 256;
    static final int WAYS = 4;
    private static final long EXPIRE_NS = 180_000_000_000L;

    private long[] digests = {}; // made at the first file
    private long[] times = {};
    private boolean isEmpty = true;

    /** Whether this was told lately; from now on it was. */
    boolean known(long digest, long nowNs) {
        isEmpty = false;
        if (times.length == 0) {
            digests = new long[SETS * WAYS];
            times = new long[SETS * WAYS];
        }
        int set = (int) (digest >>> 56) * WAYS;
        int at = set;
        for (int i = set; i < set + WAYS; i++) {
            if (digests[i] == digest && times[i] != 0) {
                boolean fresh = nowNs - times[i] < EXPIRE_NS;
                times[i] = nowNs;
                return fresh;
            }
            if (times[i] < times[at]) {
                at = i;
            }
        }
        digests[at] = digest;
        times[at] = nowNs;
        return false;
    }

    void reset() {
        if (!isEmpty) {
            Arrays.fill(times, 0);
            isEmpty = true;
        }
    }
}
