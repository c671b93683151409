package io.auscult.rules.incident;

import io.auscult.core.alert.Light;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * When an incident that grows is to be told as a whole: soon after it began, at once when its light or its severity rises, else at most every
 * {@link #EVERY_NS}. Detect thread. Remembers {@link Incidents#MOST} incidents that were told, and as many that wait.
 */
final class IncidentUpdates {
    /** So that what belongs together at its beginning is told together. */
    static final long FIRST_NS = 1_000_000_000L;

    static final long EVERY_NS = 30_000_000_000L;

    private record Told(long atNs, int severity, Light light) {}

    private final SequencedMap<String, Told> told = new LinkedHashMap<>(); // the longest ago first
    private final Map<Gathering, Long> waiting = new LinkedHashMap<>(); // since when
    private long nextNs = Long.MAX_VALUE; // nothing is due before

    /** Something was added to it. */
    void grown(Gathering gathering, long nowNs) {
        if (waiting.size() < Incidents.MOST) {
            waiting.putIfAbsent(gathering, nowNs);
        }
        Told before = told.get(gathering.id());
        boolean isWorse = before != null && isWorse(gathering, before);
        long dueNs = before == null ? nowNs + FIRST_NS : isWorse ? nowNs : before.atNs + EVERY_NS;
        nextNs = Math.min(nextNs, dueNs);
    }

    private static boolean isWorse(Gathering gathering, Told before) {
        int severity = gathering.severity();
        return severity > before.severity
                || Severity.light(severity, gathering.deeds()).compareTo(before.light) > 0;
    }

    /** Those of which it is time to tell, taken out. */
    List<Gathering> due(long nowNs) {
        if (nowNs < nextNs || waiting.isEmpty()) {
            return List.of();
        }
        nextNs = Long.MAX_VALUE;
        List<Gathering> due = new ArrayList<>();
        Iterator<Map.Entry<Gathering, Long>> each = waiting.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Gathering, Long> entry = each.next();
            Gathering gathering = entry.getKey();
            Told before = told.get(gathering.id());
            long dueNs = before == null ? entry.getValue() + FIRST_NS : before.atNs + EVERY_NS;
            if (nowNs >= dueNs || before != null && isWorse(gathering, before)) {
                each.remove();
                due.add(gathering);
                note(gathering, nowNs);
            } else {
                nextNs = Math.min(nextNs, dueNs);
            }
        }
        return due;
    }

    private void note(Gathering gathering, long nowNs) {
        int severity = gathering.severity();
        told.putLast(gathering.id(), new Told(nowNs, severity, Severity.light(severity, gathering.deeds())));
        if (told.size() > Incidents.MOST) {
            told.pollFirstEntry();
        }
    }
}
