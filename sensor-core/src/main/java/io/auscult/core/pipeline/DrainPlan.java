package io.auscult.core.pipeline;

import java.util.Arrays;
import java.util.List;

/**
 * Divides the flows that are left when packets end into portions, so that their last events need a bounded block. Portions are cut by
 * the flows' first packets over all lanes, so they are the same for any number of lanes.
 */
final class DrainPlan {
    /** Flows in one portion. */
    static final int PORTION = 1 << 14;

    private DrainPlan() {}

    /** Ends (exclusive) of the portions, ascending; the last one takes everything. */
    static long[] portions(List<long[]> firstPacketsOfLanes) {
        long[] all = firstPacketsOfLanes.stream()
                .flatMapToLong(Arrays::stream)
                .sorted()
                .toArray();
        int count = Math.max(1, Math.ceilDiv(all.length, PORTION));
        long[] ends = new long[count];
        for (int i = 1; i < count; i++) {
            ends[i - 1] = all[i * PORTION];
        }
        ends[count - 1] = Long.MAX_VALUE;
        return ends;
    }
}
