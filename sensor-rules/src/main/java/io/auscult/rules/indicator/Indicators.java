package io.auscult.rules.indicator;

import io.auscult.core.indicator.IndicatorTable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * What the detector compares with. Immutable; table and queue change.
 *
 * @param table all indicators
 * @param isLive whether indicators run out by the clock on the wall; else by packet time, so that a recording always gives the same
 * @param past what a search of the past found and the detector has not told yet; who searches waits when it is full
 */
public record Indicators(IndicatorTable table, boolean isLive, BlockingQueue<Past> past) {
    static final int MOST_PAST = 1_024;

    public Indicators(IndicatorTable table, boolean isLive) {
        this(table, isLive, new ArrayBlockingQueue<>(MOST_PAST));
    }

    /** None, and there never will be any. */
    public static Indicators none() {
        return new Indicators(new IndicatorTable(new IndicatorTable.Limits(1, 1)), false);
    }
}
