package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.JournalEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.Nullable;

/** How long it took from an alert's packet to its receiver, counted in steps. Written by one thread, read by any. */
public final class Latencies {
    private static final double[] STEPS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600}; // seconds

    private final AtomicLongArray counts = new AtomicLongArray(STEPS.length + 1);
    private final DoubleAdder sum = new DoubleAdder();
    private volatile @Nullable Instant lastDelivered;

    /** It is with its receiver now. */
    public void delivered(JournalEntry entry) {
        Instant now = Instant.now();
        lastDelivered = now;
        if (entry instanceof Alert alert) {
            Duration since = Duration.between(Instant.EPOCH.plusNanos(alert.timeNs()), now);
            double seconds = Math.max(0, since.toNanos() / 1e9);
            int step = 0;
            while (step < STEPS.length && seconds > STEPS[step]) {
                step++;
            }
            counts.incrementAndGet(step);
            sum.add(seconds);
        }
    }

    /** Upper ends, in seconds; one more step than these has no end. */
    public static double[] steps() {
        return STEPS.clone();
    }

    /** Alerts that took at most so long. @param step index into {@link #steps}, its length for all */
    public long atMost(int step) {
        long count = 0;
        for (int i = 0; i <= step; i++) {
            count += counts.get(i);
        }
        return count;
    }

    /** Of all alerts together, seconds. */
    public double sum() {
        return sum.sum();
    }

    /** When the last entry was acknowledged; null before the first. */
    public @Nullable Instant lastDelivered() {
        return lastDelivered;
    }
}
