package io.auscult.app.metric;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;

/** The sums over all threads, as they are now. Any thread. */
public interface Counts {
    long get(Counter counter);

    long get(Anomaly anomaly);
}
