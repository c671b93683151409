package io.auscult.app;

import io.auscult.app.metric.Counts;
import io.auscult.core.capture.FilteredSource;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.util.List;

/** Sums the counts of the source and of all threads when asked. Any thread; at most a moment old. */
record RunCounts(PacketSource source, List<Counters> threads) implements Counts {
    RunCounts {
        threads = List.copyOf(threads);
    }

    @Override
    public long get(Counter counter) {
        long sum = switch (counter) {
            case PACKETS_DROPPED_KERNEL -> source.droppedByKernel();
            case PACKETS_DROPPED_INTERFACE -> source.droppedByInterface();
            case PACKETS_FILTERED -> source instanceof FilteredSource filtered ? filtered.filtered() : 0;
            default -> 0;
        };
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
