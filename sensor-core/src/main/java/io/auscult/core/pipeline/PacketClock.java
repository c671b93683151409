package io.auscult.core.pipeline;

import io.auscult.core.flow.FlowTable;

/**
 * Packet time: goes forward only, and marks a tick whenever it enters another {@link FlowTable#TICK_BITS} interval (67 ms). If a capture's clock was set back, and stays so
 * for {@link #BACK_PACKETS} packets, it follows. Used by the capture thread.
 */
final class PacketClock {
    /** Packets in a row that must be from before until the clock believes them. */
    static final int BACK_PACKETS = 1000;

    private static final long BACK = 60_000_000_000L;

    private long nowNs = Long.MIN_VALUE;
    private long tick = Long.MIN_VALUE;
    private int backwards;

    long nowNs() {
        return nowNs == Long.MIN_VALUE ? 0 : nowNs;
    }

    /** @return whether another interval began */
    boolean advance(long timestampNs) {
        if (timestampNs <= nowNs) {
            if (timestampNs < nowNs - BACK && ++backwards >= BACK_PACKETS) {
                backwards = 0;
                nowNs = timestampNs;
                tick = nowNs >> FlowTable.TICK_BITS;
            }
            return false;
        }
        backwards = 0;
        nowNs = timestampNs;
        long now = nowNs >> FlowTable.TICK_BITS;
        boolean another = now != tick;
        tick = now;
        return another;
    }
}
