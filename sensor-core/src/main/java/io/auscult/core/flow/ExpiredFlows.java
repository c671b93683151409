package io.auscult.core.flow;

import java.util.Arrays;

/** Flows that end at one tick, in the order they began, whichever shard they are of. Reused by its lane; grows while warming up. */
public final class ExpiredFlows {
    private static final int INDEX_BITS = 22;
    /** Most flows in one list. */
    static final int MAX = 1 << INDEX_BITS;

    private Flow[] flows = new Flow[256]; // null where the ring has it
    private SynRing[] rings = new SynRing[256];
    private int[] places = new int[256];
    private long[] keys = new long[256];
    private long[] merged = new long[256];
    private int count;

    void add(Flow flow) {
        ensureRoom();
        keys[count] = flow.firstPacket << INDEX_BITS | count;
        flows[count++] = flow;
    }

    void add(SynRing ring, int place) {
        ensureRoom();
        keys[count] = ring.firstPacket(place) << INDEX_BITS | count;
        rings[count] = ring;
        places[count++] = place;
    }

    private void ensureRoom() {
        if (count == flows.length) {
            flows = Arrays.copyOf(flows, count * 2);
            rings = Arrays.copyOf(rings, count * 2);
            places = Arrays.copyOf(places, count * 2);
            keys = Arrays.copyOf(keys, count * 2);
            merged = new long[count * 2];
        }
    }

    /** A merge of the runs that are there: each shard gives its flows nearly in order. (The JDK's sort allocates.) */
    public void sort() {
        while (runEnd(0) < count) {
            int from = 0;
            while (from < count) {
                int middle = runEnd(from);
                int to = middle < count ? runEnd(middle) : middle;
                merge(from, middle, to);
                from = to;
            }
            long[] old = keys;
            keys = merged;
            merged = old;
        }
    }

    /** Where the ascending run ends that begins here; a descending one is turned round. */
    private int runEnd(int from) {
        int end = Math.min(from + 1, count);
        while (end < count && keys[end] < keys[end - 1]) {
            end++;
        }
        for (int low = from, high = end - 1; low < high; low++, high--) {
            long key = keys[low];
            keys[low] = keys[high];
            keys[high] = key;
        }
        while (end < count && keys[end] > keys[end - 1]) {
            end++;
        }
        return end;
    }

    private void merge(int from, int middle, int to) {
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            boolean takeLeft = right == to || left < middle && keys[left] < keys[right];
            merged[i] = takeLeft ? keys[left++] : keys[right++];
        }
    }

    public int count() {
        return count;
    }

    /** Number of the packet that began flow {@code i}, after {@link #sort}. */
    public long firstPacket(int i) {
        return keys[i] >>> INDEX_BITS;
    }

    /** After {@link #sort}; null for a flow that is no more than a SYN. */
    Flow flow(int i) {
        return flows[index(i)];
    }

    SynRing ring(int i) {
        return rings[index(i)];
    }

    int place(int i) {
        return places[index(i)];
    }

    /** Asks for the memory that ending flow {@code i} needs. @return anything; using it keeps the reads alive */
    public long touch(int i, FlowShard[] shards) {
        int index = index(i);
        Flow flow = flows[index];
        return flow == null ? rings[index].touchPlace(places[index]) : shards[flow.shard].table.touch(flow);
    }

    private int index(int i) {
        return (int) (keys[i] & (1 << INDEX_BITS) - 1);
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
        Arrays.fill(rings, 0, count, null);
        count = 0;
    }
}
