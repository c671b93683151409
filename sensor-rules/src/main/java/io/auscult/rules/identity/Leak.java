package io.auscult.rules.identity;

/** A count that drains away evenly with time: a leaky bucket. Detect thread. */
final class Leak {
    private double level;
    private long lastNs;
    private long sinceNs;

    void clear() {
        level = 0;
    }

    /** @param perNs how much drains in a nanosecond @return the new level */
    double add(double amount, long nowNs, double perNs) {
        drain(nowNs, perNs);
        if (level == 0) {
            sinceNs = nowNs;
        }
        level = Math.max(0, level + amount);
        return level;
    }

    double drain(long nowNs, double perNs) {
        if (nowNs > lastNs) {
            level = Math.max(0, level - (nowNs - lastNs) * perNs);
            lastNs = nowNs;
        }
        return level;
    }

    /** Since when there was always something in it. */
    long sinceNs() {
        return sinceNs;
    }
}
