package io.auscult.app.metric;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import java.util.EnumMap;
import java.util.Map;

final class FakeCounts implements Counts {
    final Map<Counter, Long> counters = new EnumMap<>(Counter.class);
    final Map<Anomaly, Long> anomalies = new EnumMap<>(Anomaly.class);

    FakeCounts set(Counter counter, long value) {
        counters.put(counter, value);
        return this;
    }

    @Override
    public long get(Counter counter) {
        return counters.getOrDefault(counter, 0L);
    }

    @Override
    public long get(Anomaly anomaly) {
        return anomalies.getOrDefault(anomaly, 0L);
    }
}
