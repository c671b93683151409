package io.auscult.core.flow;

import java.util.Arrays;

/** Flows that end at one tick, in the order they began, whichever shard they are of. Reused by its lane; grows while warming up. */
public final class ExpiredFlows {
    private static final int INDEX_BITS = 22;

    private Flow[] flows = new Flow[256];
    private long[] keys = new long[256];
    private int count;

    void add(Flow flow) {
        if (count == flows.length) {
            flows = Arrays.copyOf(flows, count * 2);
            keys = Arrays.copyOf(keys, count * 2);
        }
        keys[count] = flow.firstPacket << INDEX_BITS | count;
        flows[count++] = flow;
    }

    public void sort() {
        Arrays.sort(keys, 0, count);
    }

    public int count() {
        return count;
    }

    /** After {@link #sort}. */
    public Flow get(int i) {
        return flows[(int) (keys[i] & (1 << INDEX_BITS) - 1)];
    }

    /** First packets of all, ascending, after {@link #sort}; for dividing a long list. */
    public long[] firstPackets() {
        long[] firsts = Arrays.copyOf(keys, count);
        for (int i = 0; i < count; i++) {
            firsts[i] >>>= INDEX_BITS;
        }
        return firsts;
    }

    public void clear() {
        Arrays.fill(flows, 0, count, null);
        count = 0;
    }
}
