package io.auscult.rules.indicator;

import io.auscult.core.indicator.IndicatorTable;

/**
 * What the detector compares with. Immutable; the table changes.
 *
 * @param table all indicators
 * @param isLive whether indicators run out by the clock on the wall; else by packet time, so that a recording always gives the same
 */
public record Indicators(IndicatorTable table, boolean isLive) {
    /** None, and there never will be any. */
    public static Indicators none() {
        return new Indicators(new IndicatorTable(new IndicatorTable.Limits(1, 1)), false);
    }
}
