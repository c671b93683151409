package io.auscult.export.hub;

/** So many a second on average, ten seconds' worth at once. One thread at a time. */
final class Rate {
    private static final int BURST_S = 10;

    private final double perNs;
    private final double most;
    private double left;
    private long lastNs;

    Rate(int perSecond, long nowNs) {
        perNs = perSecond / 1e9;
        most = (double) perSecond * BURST_S;
        left = most;
        lastNs = nowNs;
    }

    /** Takes some, also more than there are. */
    synchronized void take(long count, long nowNs) {
        refill(nowNs);
        left -= count;
    }

    /** Seconds until there are some; 0 when there are. */
    synchronized long waitS(long nowNs) {
        refill(nowNs);
        return left > 0 ? 0 : (long) Math.ceil((1 - left) / perNs / 1e9);
    }

    /** Whether nothing was taken lately. */
    synchronized boolean isFull(long nowNs) {
        refill(nowNs);
        return left >= most;
    }

    private void refill(long nowNs) {
        left = Math.min(most, left + (nowNs - lastNs) * perNs);
        lastNs = nowNs;
    }
}
