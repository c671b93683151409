package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Sources that fail with one new host after another, on whatever service, or that ask dark addresses: told by the sequential test and at the third dark address, then
 * at each power of ten and at the end. Follows the last {@link #MOST} of them. Detect thread.
 */
final class Scattered {
    static final int MOST = 256;

    private static final int DARK_HITS = 3;

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
        follow(source);
        tell(source, alerts);
    }

    /** A first contact with a dark address. */
    void onDark(Contact c, Source source, long destination, AlertSink alerts) {
        source.onDark(c, destination);
        if (source.dark.count() >= DARK_HITS && source.dark.count() >= source.darkTold * 10) {
            source.connection = ConnectionRef.of(c.event);
            follow(source);
            tellDark(source, alerts);
        }
    }

    private void follow(Source source) {
        if (!told.contains(source)) {
            if (told.size() == MOST) {
                told.removeFirst();
            }
            told.add(source);
        }
    }

    private void tell(Source source, AlertSink alerts) {
        source.toldScatter();
        alerts.raise(report.scatter(source));
    }

    private void tellDark(Source source, AlertSink alerts) {
        source.darkTold = source.dark.count();
        alerts.raise(report.dark(source));
    }

    /** What was told of and went on since. */
    void tellNews(long heardBeforeNs, AlertSink alerts) {
        for (Source source : told) {
            if (source.scatterTold > 0
                    && source.lastFailedNs <= heardBeforeNs
                    && source.failed.count() > source.scatterTold) {
                tell(source, alerts);
            }
            if (source.darkTold > 0 && source.lastFailedNs <= heardBeforeNs && source.dark.count() > source.darkTold) {
                tellDark(source, alerts);
            }
        }
    }
}
