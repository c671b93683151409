package io.auscult.app;

import io.auscult.app.metric.Counts;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.util.List;

/** Sums the counts of all threads when asked. Any thread; at most a moment old. */
record ThreadCounts(List<Counters> threads) implements Counts {
    ThreadCounts {
        threads = List.copyOf(threads);
    }

    @Override
    public long get(Counter counter) {
        long sum = 0;
        for (Counters thread : threads) {
            sum += thread.get(counter);
        }
        return sum;
    }

    @Override
    public long get(Anomaly anomaly) {
        long sum = 0;
        for (Counters thread : threads) {
            sum += thread.get(anomaly);
        }
        return sum;
    }
}
