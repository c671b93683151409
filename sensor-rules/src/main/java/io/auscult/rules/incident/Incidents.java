package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands between the detectors and whoever is told: alerts of one actor in one area are one incident until nothing was heard of it for
 * {@link #IDLE_NS}. Runs on the detect thread, at the rate of alerts. At most {@link #MOST} incidents; the longest idle is forgotten first.
 */
public final class Incidents implements AlertSink {
    public static final int MOST = 4_096;
    public static final long IDLE_NS = 24 * 3_600_000_000_000L;

    private final Counters counters;
    private final AlertSink next;
    private final LinkedHashMap<String, Gathering> open = new LinkedHashMap<>(64, 0.75f, true);
    private final List<Gathering> all = new ArrayList<>();

    public Incidents(Counters counters, AlertSink next) {
        this.counters = counters;
        this.next = next;
    }

    @Override
    public synchronized void raise(Alert draft) {
        Gathering incident = gathering(draft);
        Alert alert = finished(draft, incident);
        incident.add(alert);
        next.raise(alert);
        counters.increment(Counter.ALERTS_RAISED);
    }

    private Gathering gathering(Alert draft) {
        String key = draft.rule().area() + "/" + draft.actor().key();
        Gathering incident = open.get(key);
        if (incident != null && draft.firstSeenNs() - incident.lastSeenNs() <= IDLE_NS) {
            return incident;
        }
        Gathering begun = new Gathering(hash(key + "/" + draft.id()), draft);
        open.put(key, begun);
        all.add(begun);
        if (all.size() > MOST) {
            Map.Entry<String, Gathering> idle = open.entrySet().iterator().next();
            open.remove(idle.getKey());
            all.remove(idle.getValue());
        }
        return begun;
    }

    private static Alert finished(Alert draft, Gathering incident) {
        int update = incident.alerts() + 1;
        return new Alert(
                hash(incident.id + "/" + draft.id() + "/" + update),
                draft.timeNs(),
                draft.rule(),
                draft.level(),
                draft.confidence(),
                draft.kind(),
                draft.actor(),
                draft.target(),
                draft.targets(),
                draft.targetCount(),
                draft.ports(),
                draft.portCount(),
                draft.openPorts(),
                draft.answered(),
                draft.outcome(),
                draft.count(),
                draft.firstSeenNs(),
                draft.lastSeenNs(),
                draft.evidence(),
                draft.connection(),
                incident.id,
                update,
                Advice.fill(draft));
    }

    /** All incidents so far, the gravest first, then the earliest. */
    public synchronized List<Incident> list() {
        List<Incident> incidents = new ArrayList<>();
        for (Gathering gathering : all) {
            incidents.add(gathering.incident());
        }
        incidents.sort(
                Comparator.comparing(Incident::level, Comparator.reverseOrder()).thenComparing(Incident::firstSeenNs));
        return incidents;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
