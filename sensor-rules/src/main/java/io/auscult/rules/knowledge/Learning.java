package io.auscult.rules.knowledge;

/**
 * The window in which the sensor only learns what is usual. It is measured in packet time that was really listened to: pauses of more than {@link #PAUSE_NS} do not count,
 * so that a sensor that was off for a week has not learned for a week. Detect thread; {@link #endNs} may be read by any.
 */
public final class Learning {
    private static final long PAUSE_NS = 3_600_000_000_000L;

    private final long windowNs;
    private final boolean isKept;
    private long startNs;
    private long listenedNs;
    private long nowNs;
    private volatile long endNs;

    /** @param isKept whether what is learned outlives the run: only then there is a time of silence for learning */
    Learning(long windowNs, boolean isKept) {
        this.windowNs = windowNs;
        this.isKept = isKept;
    }

    void restore(long startedNs, long listenedForNs, long savedNs, long endedNs) {
        startNs = startedNs;
        listenedNs = listenedForNs;
        nowNs = savedNs;
        endNs = hasEnded() && endedNs != 0 ? endedNs : nowNs + windowNs - listenedNs;
    }

    void onTime(long timeNs) {
        boolean isOver = hasEnded();
        if (startNs == 0) {
            startNs = timeNs;
        } else if (timeNs > nowNs && timeNs - nowNs <= PAUSE_NS) {
            listenedNs += timeNs - nowNs;
        }
        nowNs = Math.max(nowNs, timeNs);
        if (!isOver) {
            endNs = nowNs + windowNs - listenedNs;
        }
    }

    /** Whether what was never seen by now is really new. */
    public boolean hasEnded() {
        return startNs != 0 && listenedNs >= windowNs;
    }

    /** Whether everything is new and somebody promised to come back to it: nothing is told of first meetings meanwhile. */
    public boolean isUnderWay() {
        return isKept && !hasEnded();
    }

    /** Packet time of the first event ever; 0 before it. */
    public long startNs() {
        return startNs;
    }

    long listenedNs() {
        return listenedNs;
    }

    /** Packet time of the latest event. */
    public long nowNs() {
        return nowNs;
    }

    /** When it ends if the sensor listens without a pause, or when it ended; ns since 1970, 0 before the first event. Any thread. */
    public long endNs() {
        return endNs;
    }
}
