package io.auscult.core.flow;

import io.auscult.core.event.LocalNets;

/**
 * How flows are kept. Time-outs are packet time in nanoseconds and Zeek's defaults.
 *
 * @param capacity flows in all, over {@link FlowTable#SHARDS} shards, at most {@link #MAX_CAPACITY}
 * @param tcpAttemptNs a SYN without answer is given up after this
 * @param tcpInactivityNs an established connection without packets
 * @param tcpCloseNs how long a closed connection still takes packets
 * @param udpInactivityNs a UDP, ICMP or other flow without packets
 * @param localNets what is inside
 */
public record FlowSettings(
        int capacity,
        long tcpAttemptNs,
        long tcpInactivityNs,
        long tcpCloseNs,
        long udpInactivityNs,
        LocalNets localNets) {
    /** With as many single SYNs beside them, all must fit into one list of flows that end together. */
    public static final int MAX_CAPACITY = ExpiredFlows.MAX / 2;

    private static final long SECOND = 1_000_000_000L;

    public FlowSettings {
        if (capacity > MAX_CAPACITY) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: at most " + MAX_CAPACITY + ")");
        }
    }

    public static FlowSettings defaults() {
        return new FlowSettings(1 << 18, 5 * SECOND, 300 * SECOND, 5 * SECOND, 60 * SECOND, LocalNets.DEFAULT);
    }

    public boolean isLocal(long high, long low) {
        return localNets.contains(high, low);
    }
}
