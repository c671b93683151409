package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Sources that fail with one new host after another, on whatever service: told by the sequential test, then at each power of ten and at the end. Follows the last
 * {@link #MOST} of them. Detect thread.
 */
final class Scattered {
    static final int MOST = 256;

    private final ScanReport report;
    private final List<Source> told = new ArrayList<>();

    Scattered(ScanReport report) {
        this.report = report;
    }

    /** A first contact of this source failed. */
    void onFailed(Contact c, Source source, AlertSink alerts) {
        if (source.failed.count() < source.scatterNextAt || !Suspicion.isScatter(source)) {
            return;
        }
        source.connection = ConnectionRef.of(c.event);
        if (!told.contains(source)) {
            if (told.size() == MOST) {
                told.removeFirst();
            }
            told.add(source);
        }
        tell(source, alerts);
    }

    private void tell(Source source, AlertSink alerts) {
        source.toldScatter();
        alerts.raise(report.scatter(source));
    }

    /** What was told of and went on since. */
    void tellNews(long heardBeforeNs, AlertSink alerts) {
        for (Source source : told) {
            if (source.scatterTold > 0
                    && source.lastFailedNs <= heardBeforeNs
                    && source.failed.count() > source.scatterTold) {
                tell(source, alerts);
            }
        }
    }
}
