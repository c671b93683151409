package io.auscult.app.summary;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last word on every incident, for the summary. Written by the detect thread, read after it ended; {@link #alerts} and
 * {@link #worst} by any. Beyond {@link #MAX} incidents the new ones are only counted; what is not remembered is in the outputs.
 */
public final class Incidents {
    public static final int MAX = 10_000;

    private final Map<String, Alert> latest = new HashMap<>();
    private long forgotten;
    private long count;
    private volatile long alerts;
    private volatile @Nullable Level worst;

    public void add(Alert alert) {
        count++;
        alerts = count;
        Level before = worst;
        if (before == null || !before.atLeast(alert.level())) {
            worst = alert.level();
        }
        if (latest.size() < MAX || latest.containsKey(alert.incidentId())) {
            latest.put(alert.incidentId(), alert);
        } else if (alert.update() == 1) {
            forgotten++;
        }
    }

    /** Worst first, then the earliest. */
    public List<Alert> list() {
        return latest.values().stream()
                .sorted(Comparator.comparing(Alert::level)
                        .reversed()
                        .thenComparing(Alert::firstSeenNs)
                        .thenComparing(Alert::incidentId))
                .toList();
    }

    /** Incidents that found no room. */
    public long forgotten() {
        return forgotten;
    }

    public long alerts() {
        return alerts;
    }

    /** The highest level so far, null without any alert. */
    public @Nullable Level worst() {
        return worst;
    }
}
