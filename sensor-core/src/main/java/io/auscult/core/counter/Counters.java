package io.auscult.core.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The counts of one thread. Only that thread writes; any thread may read and sees each count whole, at most a moment old.
 * Totals over several threads are sums of their {@code Counters}. Fixed size, never allocates after construction.
 */
public final class Counters {
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] counts = new long[Counter.values().length];
    private final long[] anomalies = new long[Anomaly.values().length];

    public void increment(Counter counter) {
        add(counter, 1);
    }

    public void add(Counter counter, long amount) {
        int i = counter.ordinal();
        LONGS.setOpaque(counts, i, counts[i] + amount);
    }

    /** For gauges such as table occupancy. */
    public void set(Counter counter, long value) {
        LONGS.setOpaque(counts, counter.ordinal(), value);
    }

    public long get(Counter counter) {
        return (long) LONGS.getOpaque(counts, counter.ordinal());
    }

    public void increment(Anomaly anomaly) {
        int i = anomaly.ordinal();
        LONGS.setOpaque(anomalies, i, anomalies[i] + 1);
    }

    public long get(Anomaly anomaly) {
        return (long) LONGS.getOpaque(anomalies, anomaly.ordinal());
    }
}
