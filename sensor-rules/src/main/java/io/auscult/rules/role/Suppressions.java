package io.auscult.rules.role;

import io.auscult.core.alert.Alert;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was held back because a role explains it, one line a host and rule. Written by the detect thread; read by any. */
public final class Suppressions {
    /** Lines kept; what comes beyond is only counted. */
    public static final int MOST = 1_000;

    private final Counters counters;
    private final Map<String, Suppression> lines = new LinkedHashMap<>();

    public Suppressions(Counters counters) {
        this.counters = counters;
    }

    public synchronized void add(RoleGrant grant, Alert alert) {
        counters.increment(Counter.ALERTS_SUPPRESSED);
        String key = alert.rule().id() + "/" + alert.actor().key();
        Suppression before = lines.get(key);
        if (before != null || lines.size() < MOST) {
            lines.put(key, new Suppression(grant, alert, before == null ? 1 : before.count() + 1));
        }
    }

    public synchronized List<Suppression> list() {
        return List.copyOf(lines.values());
    }
}
