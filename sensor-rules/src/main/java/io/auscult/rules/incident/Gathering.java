package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An incident that still grows. Detect thread. Keeps the latest alert of each rule, so it is as large as there are rules in its area. */
final class Gathering {
    final String id;
    private final String area;
    private final Map<String, Alert> latest = new LinkedHashMap<>();
    private final Set<String> openPorts = new LinkedHashSet<>();
    private Alert gravest;
    private Level level;
    private Outcome outcome;
    private long firstSeenNs;
    private long lastSeenNs;
    private int alerts;

    Gathering(String id, Alert first) {
        this.id = id;
        this.area = first.rule().area();
        this.gravest = first;
        this.level = first.level();
        this.outcome = first.outcome();
        this.firstSeenNs = first.firstSeenNs();
        this.lastSeenNs = first.lastSeenNs();
    }

    void add(Alert alert) {
        alerts++;
        latest.remove(alert.rule().id());
        latest.put(alert.rule().id(), alert);
        for (String open : alert.openPorts()) {
            if (openPorts.size() < Alert.MAX_SAMPLE) {
                openPorts.add(open);
            }
        }
        if (alert.level().atLeast(level)) {
            level = alert.level();
            gravest = alert;
        }
        if (gravity(alert.outcome()) > gravity(outcome)) {
            outcome = alert.outcome();
        }
        firstSeenNs = Math.min(firstSeenNs, alert.firstSeenNs());
        lastSeenNs = Math.max(lastSeenNs, alert.lastSeenNs());
    }

    private static int gravity(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> 3;
            case UNKNOWN -> 2;
            case ATTEMPTED -> 1;
            case FAILED -> 0;
        };
    }

    int alerts() {
        return alerts;
    }

    long lastSeenNs() {
        return lastSeenNs;
    }

    Incident incident() {
        List<Rule> rules = new ArrayList<>();
        Set<Technique> techniques = new LinkedHashSet<>();
        Set<String> kinds = new LinkedHashSet<>();
        long targets = 0;
        long ports = 0;
        for (Alert alert : latest.values()) {
            rules.add(alert.rule());
            techniques.addAll(alert.rule().techniques());
            kinds.add(alert.kind());
            targets = Math.max(targets, alert.targetCount());
            ports = Math.max(ports, alert.portCount());
        }
        return new Incident(
                id,
                area,
                level,
                gravest.actor(),
                rules,
                List.copyOf(techniques),
                List.copyOf(kinds),
                targets,
                ports,
                List.copyOf(openPorts),
                outcome,
                alerts,
                firstSeenNs,
                lastSeenNs,
                Story.of(gravest.actor(), List.copyOf(latest.values()), List.copyOf(openPorts)),
                gravest.recommendation(),
                gravest);
    }
}
