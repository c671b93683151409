package io.auscult.core.pipeline;

/**
 * Packet time: goes forward only, and marks a tick whenever it enters another second. If a capture's clock was set back, and stays so
 * for {@link #BACK_PACKETS} packets, it follows. Used by the capture thread.
 */
final class PacketClock {
    static final long SECOND = 1_000_000_000L;
    /** Packets in a row that must be from before until the clock believes them. */
    static final int BACK_PACKETS = 1000;

    private static final long BACK = 60 * SECOND;

    private long nowNs = Long.MIN_VALUE;
    private long second = Long.MIN_VALUE;
    private int backwards;

    long nowNs() {
        return nowNs == Long.MIN_VALUE ? 0 : nowNs;
    }

    /** @return whether another second began */
    boolean advance(long timestampNs) {
        if (timestampNs <= nowNs) {
            if (timestampNs < nowNs - BACK && ++backwards >= BACK_PACKETS) {
                backwards = 0;
                nowNs = timestampNs;
                second = Math.floorDiv(nowNs, SECOND);
            }
            return false;
        }
        backwards = 0;
        nowNs = timestampNs;
        if (nowNs < second * SECOND + SECOND && second != Long.MIN_VALUE) {
            return false;
        }
        second = Math.floorDiv(nowNs, SECOND);
        return true;
    }
}
