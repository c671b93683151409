package io.auscult.rules.incident;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What one actor did to one target by one rule, while it still grows. Detect thread. Detectors tell a thing again as it grows: alerts with the same seed are one count, the
 * largest told. Holds {@link Alert#MAX_SAMPLE} of each kind of sample and {@link #MAX_SEEDS} seeds; of older ones only the sum is kept.
 */
final class Deed {
    static final int MAX_SEEDS = 8;
    static final int MAX_EVIDENCE = 8;

    /** The later one; of two at once always the same. */
    private static final Comparator<Alert> LATER = Comparator.comparingLong(Alert::timeNs)
            .thenComparingLong(Alert::count)
            .thenComparing(Alert::level)
            .thenComparingLong(Alert::targetCount)
            .thenComparing(alert -> alert.target().key())
            .thenComparing(alert -> alert.connection().packetNumber());

    private final Rule rule;
    private final Phase phase;
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Set<IpAddress> targets = new LinkedHashSet<>();
    private final TreeSet<Integer> ports = new TreeSet<>();
    private final Set<String> open = new LinkedHashSet<>();
    private final TreeSet<String> kinds = new TreeSet<>();
    private final TreeSet<String> users = new TreeSet<>();
    private final TreeSet<EvidenceRef> evidence = new TreeSet<>(EvidenceRef.ORDER);
    private Alert latest;
    private Level level;
    private Confidence confidence;
    private Outcome outcome;
    private long countBefore;
    private long targetCount;
    private long portCount;
    private long firstNs;
    private long lastNs;
    private int alerts;

    Deed(Alert first) {
        rule = first.rule();
        phase = Phase.of(rule);
        latest = first;
        level = first.level();
        confidence = first.confidence();
        outcome = first.outcome();
        firstNs = first.firstSeenNs();
        lastNs = first.lastSeenNs();
    }

    /** Of an actor, rule and target; many at once are one. */
    static String key(Alert alert) {
        return alert.rule().id() + "/" + alert.actor().key() + "/"
                + (alert.targetCount() > 1 ? "*" : alert.target().key());
    }

    /** @param seed of the draft */
    void add(Alert alert, String seed) {
        alerts++;
        counts.merge(seed, alert.count(), Math::max);
        if (counts.size() > MAX_SEEDS) {
            countBefore += counts.remove(counts.keySet().iterator().next());
        }
        if (isLater(alert)) {
            latest = alert;
        }
        name(Users.of(alert), alert.outcome());
        grow(alert.level(), alert.confidence(), alert.outcome(), alert.firstSeenNs(), alert.lastSeenNs());
        addAll(targets, alert.targets());
        if (targets.isEmpty() && alert.target().ip() != null) {
            targets.add(alert.target().ip());
        }
        addAll(open, alert.openPorts());
        ports.addAll(alert.ports());
        kinds.add(alert.kind());
        evidence.add(EvidenceRef.of(alert));
        targetCount = Math.max(targetCount, alert.targetCount());
        portCount = Math.max(portCount, alert.portCount());
        cut();
    }

    /** Takes over what another holds of the same. */
    void add(Deed other) {
        alerts += other.alerts;
        countBefore += other.countBefore;
        other.counts.forEach((seed, count) -> {
            if (counts.size() < MAX_SEEDS || counts.containsKey(seed)) {
                counts.merge(seed, count, Math::max);
            } else {
                countBefore += count;
            }
        });
        if (isLater(other.latest)) {
            latest = other.latest;
        }
        name(other.users, other.outcome);
        grow(other.level, other.confidence, other.outcome, other.firstNs, other.lastNs);
        addAll(targets, other.targets);
        addAll(open, other.open);
        ports.addAll(other.ports);
        kinds.addAll(other.kinds);
        evidence.addAll(other.evidence);
        targetCount = Math.max(targetCount, other.targetCount);
        portCount = Math.max(portCount, other.portCount);
        cut();
    }

    private boolean isLater(Alert alert) {
        return alert.timeNs() == latest.timeNs() ? LATER.compare(alert, latest) > 0 : alert.timeNs() > latest.timeNs();
    }

    private void grow(Level toLevel, Confidence toConfidence, Outcome toOutcome, long first, long last) {
        level = toLevel.atLeast(level) ? toLevel : level;
        confidence = toConfidence.compareTo(confidence) > 0 ? toConfidence : confidence;
        outcome = Severity.gravity(toOutcome) > Severity.gravity(outcome) ? toOutcome : outcome;
        firstNs = Math.min(firstNs, first);
        lastNs = Math.max(lastNs, last);
    }

    /** Where something succeeded, those with whom it did; else all with whom it was tried. Before {@link #grow}. */
    private void name(Collection<String> named, Outcome with) {
        if (with == Outcome.SUCCEEDED && outcome != with) {
            users.clear();
        }
        if (with == Outcome.SUCCEEDED || outcome != Outcome.SUCCEEDED) {
            users.addAll(named);
        }
    }

    private static <T> void addAll(Set<T> sample, Iterable<T> more) {
        for (T each : more) {
            if (sample.size() < Alert.MAX_SAMPLE) {
                sample.add(each);
            }
        }
    }

    private void cut() {
        while (ports.size() > Alert.MAX_SAMPLE) {
            ports.pollLast();
        }
        while (users.size() > Alert.MAX_SAMPLE) {
            users.pollLast();
        }
        while (kinds.size() > Alert.MAX_SAMPLE) {
            kinds.pollLast();
        }
        while (evidence.size() > MAX_EVIDENCE) {
            evidence.remove(List.copyOf(evidence).get(MAX_EVIDENCE / 2)); // the first and the last ones tell most
        }
    }

    Rule rule() {
        return rule;
    }

    Phase phase() {
        return phase;
    }

    Level level() {
        return level;
    }

    Confidence confidence() {
        return confidence;
    }

    Outcome outcome() {
        return outcome;
    }

    /** Of which it still knows the counts. */
    Set<String> seeds() {
        return counts.keySet();
    }

    long firstNs() {
        return firstNs;
    }

    Party actor() {
        return latest.actor();
    }

    Set<IpAddress> targets() {
        return targets;
    }

    long targetCount() {
        return Math.max(targetCount, targets.size());
    }

    Finding finding() {
        long count = countBefore;
        for (long each : counts.values()) {
            count += each;
        }
        return new Finding(
                rule,
                phase,
                latest.actor(),
                latest.target(),
                level,
                confidence,
                outcome,
                List.copyOf(kinds),
                count,
                alerts,
                firstNs,
                lastNs,
                new ArrayList<>(new TreeSet<>(targets)),
                targetCount(),
                List.copyOf(ports),
                Math.max(portCount, ports.size()),
                new ArrayList<>(new TreeSet<>(open)),
                List.copyOf(users),
                List.copyOf(evidence),
                latest);
    }
}
