package io.auscult.rules.knowledge;

import io.auscult.core.detect.State;

/** When something was first and last seen, on how many days, and in which ways. Detect thread. */
public class Sighting implements State {
    static final long DAY_NS = 24 * 3_600_000_000_000L;

    private long firstNs;
    private long lastNs;
    private long marks;
    private int days;

    @Override
    public void clear() {
        firstNs = 0;
        lastNs = 0;
        marks = 0;
        days = 0;
    }

    /** It is there at this time. */
    final void seen(long nowNs) {
        if (days == 0) {
            firstNs = nowNs;
            days = 1;
        } else if (nowNs / DAY_NS > lastNs / DAY_NS) {
            days++;
        }
        lastNs = Math.max(lastNs, nowNs);
    }

    /** Adds marks. @return whether one of them is new */
    final boolean mark(long bits) {
        boolean isNew = (marks & bits) != bits;
        marks |= bits;
        return isNew;
    }

    final boolean isMarked(long bits) {
        return (marks & bits) == bits;
    }

    final void restore(long firstSeenNs, long lastSeenNs, int onDays, long withMarks) {
        firstNs = firstSeenNs;
        lastNs = lastSeenNs;
        days = onDays;
        marks = withMarks;
    }

    final long marks() {
        return marks;
    }

    /** ns since 1970. */
    public final long firstNs() {
        return firstNs;
    }

    /** ns since 1970. */
    public final long lastNs() {
        return lastNs;
    }

    /** Days (UTC) on which it was seen. */
    public final int days() {
        return days;
    }
}
