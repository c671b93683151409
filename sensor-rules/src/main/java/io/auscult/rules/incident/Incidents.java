package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Sighting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the detectors and whoever is told: what one actor does is one incident, whatever the area, while its targets are related ({@link Gathering#isRelated}); a host
 * that had been reached in it and acts itself soon after is its next hop. An incident ends when nothing was heard of it for {@link #IDLE_NS}. Runs on the detect thread, at the rate of alerts.
 * At most {@link #MOST} incidents, and as {@link IncidentIndex} says; the longest idle is forgotten first.
 */
public final class Incidents implements AlertSink {
    public static final int MOST = 4_096;
    public static final long IDLE_NS = 24 * 3_600_000_000_000L;

    /** How grave an incident is, looked at once. */
    private record Weighed(Gathering gathering, Light light, int severity) {
        private static final Comparator<Weighed> GRAVEST = Comparator.comparing(
                        Weighed::light, Comparator.reverseOrder())
                .thenComparing(Weighed::severity, Comparator.reverseOrder())
                .thenComparing(each -> each.gathering.firstNs())
                .thenComparing(each -> each.gathering.id());

        private static Weighed of(Gathering gathering) {
            int severity = gathering.severity();
            return new Weighed(gathering, Severity.light(severity, gathering.deeds()), severity);
        }
    }

    private final HostRoles hostRoles;
    private final HostUsers users;
    private final Counters counters;
    private final AlertSink next;
    private final IncidentIndex index;
    private final Telltale telltale;
    private final MessageDigest sha256 = sha256();
    private final IncidentUpdates updates = new IncidentUpdates();
    private @Nullable Consumer<Incident> grown;

    /** @param users who usually logs on where */
    public Incidents(HostRoles hostRoles, HostUsers users, LocalNets localNets, Counters counters, AlertSink next) {
        this.hostRoles = hostRoles;
        this.users = users;
        this.counters = counters;
        this.next = next;
        this.index = new IncidentIndex(counters);
        this.telltale = new Telltale(localNets);
    }

    public Incidents(Counters counters, AlertSink next) {
        this(HostRoles.NONE, new HostUsers(counters), LocalNets.DEFAULT, counters, next);
    }

    @Override
    public synchronized void raise(Alert draft) {
        long beganNs = Sighting.isPast(draft) ? draft.firstSeenNs() : draft.timeNs();
        Gathering incident = index.at(draft, hash("incident/" + draft.actor().key() + "@" + beganNs));
        long firstNs = Math.min(incident.firstNs(), draft.firstSeenNs());
        Alert known = draft.between(withUser(draft.actor(), firstNs), draft.target());
        index.add(incident, known, draft.id());
        for (IpAddress target : Gathering.targets(known)) {
            incident.learn(target, hostRoles.of(target, known.timeNs()));
        }
        if (known.actor().ip() != null) {
            incident.learn(known.actor().ip(), hostRoles.of(known.actor().ip(), known.timeNs()));
        }
        next.raise(finished(known, incident));
        if (grown != null) {
            updates.grown(incident, known.timeNs());
        }
        counters.increment(Counter.ALERTS_RAISED);
    }

    private Party withUser(Party actor, long firstNs) {
        String user = actor.user() == null && actor.ip() != null ? users.of(actor.ip(), firstNs) : actor.user();
        return new Party(actor.ip(), actor.mac(), actor.host(), user);
    }

    private Alert finished(Alert draft, Gathering incident) {
        int update = incident.alerts();
        // What lies in the past may be found again, whatever else happened to its actor meanwhile: it is the same alert
        // then.
        String id = Sighting.isPast(draft) ? draft.id() : incident.id() + "/" + draft.id() + "/" + update;
        return new Alert(
                hash(id),
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
                incident.id(),
                update,
                Advice.fill(draft),
                incident.severity(),
                phases(incident));
    }

    private static List<String> phases(Gathering incident) {
        Set<Phase> phases = EnumSet.noneOf(Phase.class);
        for (Deed deed : incident.deeds()) {
            phases.add(deed.phase());
        }
        List<String> keys = new ArrayList<>(phases.size());
        for (Phase phase : phases) {
            keys.add(phase.key());
        }
        return List.copyOf(keys);
    }

    /** All incidents so far, the gravest first, then the earliest. */
    public List<Incident> list() {
        return list(MOST, Long.MIN_VALUE);
    }

    /**
     * The gravest incidents, then the earliest. Any thread.
     *
     * @param most so many of them
     * @param sinceNs those of which something was heard since
     */
    public synchronized List<Incident> list(int most, long sinceNs) {
        List<Weighed> gravest = new ArrayList<>();
        for (Gathering each : index.all()) {
            if (each.lastNs() >= sinceNs) {
                gravest.add(Weighed.of(each));
            }
        }
        gravest.sort(Weighed.GRAVEST);
        List<Incident> incidents = new ArrayList<>();
        for (Weighed each : gravest.subList(0, Math.min(most, gravest.size()))) {
            incidents.add(telltale.tell(each.gathering()));
        }
        return incidents;
    }

    /** Of all incidents so far. Any thread. */
    public synchronized IncidentCounts counts() {
        int red = 0;
        boolean areRepelled = true;
        for (Gathering each : index.all()) {
            red += Severity.light(each.severity(), each.deeds()) == Light.RED ? 1 : 0;
            areRepelled &= LightReason.isRepelled(Telltale.outcome(each.deeds()));
        }
        return new IncidentCounts(index.all().size(), red, areRepelled);
    }

    /** Who is told of incidents as they grow, on the detect thread. Before the run. */
    public void grown(Consumer<Incident> sink) {
        grown = sink;
    }

    /** What has to run beside the detectors so that incidents are told as they grow. */
    public EventConsumer clock() {
        return new EventConsumer() {
            @Override
            public boolean wants(EventType type) {
                return false;
            }

            @Override
            public void onEvent(Event event) {}

            @Override
            public void onBlockEnd(long nowNs) {
                tellGrown(nowNs);
            }

            @Override
            public void onEnd() {
                tellGrown(Long.MAX_VALUE);
            }
        };
    }

    private synchronized void tellGrown(long nowNs) {
        Consumer<Incident> sink = grown;
        if (sink == null) {
            return;
        }
        for (Gathering each : updates.due(nowNs)) {
            if (index.all().contains(each)) { // else it is part of another by now, or forgotten
                sink.accept(telltale.tell(each));
            }
        }
    }

    private String hash(String text) {
        return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
