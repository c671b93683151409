package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents there are, and to which of them an alert belongs. Detect thread. At most {@link Incidents#MOST} incidents with {@link #MOST_DEEDS} deeds and
 * {@link #MOST_HOSTS} affected hosts between them; the longest idle incident is forgotten first.
 */
final class IncidentIndex {
    static final int MOST_DEEDS = 16_384;
    static final int MOST_HOSTS = 65_536;

    /** Why an incident is concerned; of equally old ones whoever reached others gives its id. */
    private enum Tie {
        SENT_BY,
        OWN,
        REACHED
    }

    private record Candidate(Gathering gathering, long firstNs, Tie tie) {}

    private static final Comparator<Candidate> BASE = Comparator.comparingLong(Candidate::firstNs)
            .thenComparing(Candidate::tie)
            .thenComparing(candidate -> candidate.gathering().id());

    private final Counters counters;
    private final SequencedSet<Gathering> all = new LinkedHashSet<>(); // the longest idle first
    private final Map<String, Set<Gathering>> byActor = new HashMap<>();
    private final Map<IpAddress, Set<Gathering>> byHost = new HashMap<>();
    private int deeds;
    private int hosts;

    IncidentIndex(Counters counters) {
        this.counters = counters;
    }

    /** The incident that an alert belongs to, all that it ties together merged; a new one when it belongs to none. @param id of a new one */
    Gathering at(Alert alert, String id) {
        TreeSet<Candidate> tied = new TreeSet<>(BASE);
        for (Gathering each : of(byHost, alert.actor().ip())) {
            if (each.sender(alert) != null) {
                tied.add(new Candidate(each, each.firstNs(), Tie.SENT_BY));
            }
        }
        for (Gathering each : of(byActor, alert.actor().key())) {
            if (each.isRelated(alert)) {
                tied.add(new Candidate(each, each.firstNs(), Tie.OWN));
            }
        }
        if (tied.isEmpty()) {
            tied.add(new Candidate(new Gathering(id), alert.firstSeenNs(), Tie.OWN));
        }
        for (IpAddress target : Gathering.targets(alert)) {
            for (Gathering each : of(byActor, target.toString())) {
                if (each.wasReachedBy(alert)) {
                    tied.add(new Candidate(each, each.firstNs(), Tie.REACHED));
                }
            }
        }
        Gathering base = tied.getFirst().gathering();
        for (Candidate candidate : tied) {
            if (candidate.gathering() != base && all.contains(candidate.gathering())) {
                merge(base, candidate.gathering());
            }
        }
        return base;
    }

    private static <K> Collection<Gathering> of(Map<K, Set<Gathering>> index, @Nullable K key) {
        return key == null ? List.of() : new ArrayList<>(index.getOrDefault(key, Set.of()));
    }

    private void merge(Gathering base, Gathering other) {
        remove(other);
        boolean isKnown = all.contains(base);
        int deedsBefore = isKnown ? base.deeds().size() : 0;
        int hostsBefore = isKnown ? base.hosts().size() : 0;
        base.merge(other);
        deeds += base.deeds().size() - deedsBefore;
        hosts += base.hosts().size() - hostsBefore;
        all.remove(base);
        all.addLast(base);
        index(base);
    }

    /** @param seed of the draft */
    void add(Gathering gathering, Alert alert, String seed) {
        boolean isKnown = all.contains(gathering);
        int deedsBefore = isKnown ? gathering.deeds().size() : 0;
        int hostsBefore = isKnown ? gathering.hosts().size() : 0;
        int membersBefore = isKnown ? gathering.members().size() : 0;
        gathering.add(alert, seed);
        deeds += gathering.deeds().size() - deedsBefore;
        hosts += gathering.hosts().size() - hostsBefore;
        all.remove(gathering);
        all.addLast(gathering);
        if (gathering.hosts().size() != hostsBefore || gathering.members().size() != membersBefore) {
            index(gathering);
        }
        while (all.size() > 1 && (all.size() > Incidents.MOST || deeds > MOST_DEEDS || hosts > MOST_HOSTS)) {
            remove(all.getFirst());
            counters.increment(Counter.STATES_EVICTED);
        }
    }

    /** Under whom it is found. */
    private void index(Gathering gathering) {
        for (String actor : gathering.members().keySet()) {
            byActor.computeIfAbsent(actor, key -> new LinkedHashSet<>()).add(gathering);
        }
        for (IpAddress host : gathering.hosts().keySet()) {
            byHost.computeIfAbsent(host, key -> new LinkedHashSet<>()).add(gathering);
        }
    }

    private void remove(Gathering gathering) {
        all.remove(gathering);
        deeds -= gathering.deeds().size();
        hosts -= gathering.hosts().size();
        gathering.members().keySet().forEach(actor -> remove(byActor, actor, gathering));
        gathering.hosts().keySet().forEach(host -> remove(byHost, host, gathering));
    }

    private static <K> void remove(Map<K, Set<Gathering>> index, K key, Gathering gathering) {
        Set<Gathering> known = index.get(key);
        if (known != null && known.remove(gathering) && known.isEmpty()) {
            index.remove(key);
        }
    }

    Collection<Gathering> all() {
        return all;
    }
}
