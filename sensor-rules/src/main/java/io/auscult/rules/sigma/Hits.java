package io.auscult.rules.sigma;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What rules about single events have hit, by rule and actor: told at the first hit, at the second target, then at 10, 100 ... hits or targets, and at the end what was not told yet. After
 * {@link #IDLE_NS} without a hit it begins anew. Detect thread. At most {@link #CAPACITY} pairs of rule and actor, the longest idle forgotten; while events hit nothing, nothing is made.
 */
final class Hits {
    static final int CAPACITY = 16_384;
    static final long IDLE_NS = 24 * 3_600_000_000_000L;

    private static final int MAX_VALUE = 300; // characters of a value shown

    /** Of one rule and actor. */
    private static final class Hit implements State {
        private final AddressSample sample = new AddressSample();
        private final DistinctCounter targets = new DistinctCounter(64, 6);
        private @Nullable EventRule rule;
        private ConnectionRef connection = ConnectionRef.NONE;
        private Map<String, String> shown = Map.of();
        private Party actor = new Party(null, null, null, null);
        private Outcome outcome = Outcome.UNKNOWN;
        private long firstNs;
        private long lastNs;
        private long firstPacket;
        private long count;
        private long told;
        private long nextCount;
        private long nextTargets;

        @Override
        public void clear() {
            sample.clear();
            targets.clear();
            count = 0;
            told = 0;
            nextCount = 1;
            nextTargets = 2;
            shown = Map.of();
            rule = null;
        }
    }

    private final StateTable<Hit> hits;

    Hits(Counters counters) {
        hits = new StateTable<>(CAPACITY, 3, counters, Hit::new);
    }

    void hit(EventRule rule, Event event, AlertSink alerts) {
        boolean isReversed = rule.meta().isActorResponder();
        boolean hasParties = event.hasConnection();
        long actorHigh = !hasParties ? 0 : isReversed ? event.respHigh() : event.origHigh();
        long actorLow = !hasParties ? 0 : isReversed ? event.respLow() : event.origLow();
        Hit hit = hits.at(rule.fingerprint(), actorHigh, actorLow);
        long nowNs = event.timestampNs();
        if (hits.isFresh() || nowNs - hit.lastNs > IDLE_NS) {
            hit.clear();
            hit.firstNs = nowNs;
            hit.firstPacket = event.packetNumber();
        }
        hit.rule = rule;
        hit.lastNs = nowNs;
        hit.count++;
        boolean isNewTarget = false;
        if (hasParties) {
            long high = isReversed ? event.origHigh() : event.respHigh();
            long low = isReversed ? event.origLow() : event.respLow();
            isNewTarget = hit.targets.add(Mix.of(high, low));
            if (isNewTarget) {
                hit.sample.add(high, low, isReversed ? AddressSample.NO_NUMBER : event.respPort());
            }
        }
        Outcome outcome = rule.outcome().of(event);
        boolean isGraver = hit.count == 1 || gravity(outcome) > gravity(hit.outcome);
        if (isGraver) {
            hit.outcome = outcome;
        }
        long targets = hit.targets.count();
        boolean isDue = hit.count >= hit.nextCount || isNewTarget && targets >= hit.nextTargets;
        if (isGraver || isDue) {
            remember(hit, event, hasParties ? new IpAddress(actorHigh, actorLow) : null);
        }
        if (isDue || isGraver && outcome == Outcome.SUCCEEDED) {
            tell(hit, alerts);
            hit.nextCount = decade(hit.count);
            hit.nextTargets = targets < 2 ? 2 : decade(targets);
        }
    }

    /** 10, 100, 1000 ..., the first above. */
    static long decade(long count) {
        long next = 10;
        while (next <= count) {
            next *= 10;
        }
        return next;
    }

    static int gravity(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> 3;
            case UNKNOWN -> 2;
            case ATTEMPTED -> 1;
            case FAILED -> 0;
        };
    }

    private static void remember(Hit hit, Event event, @Nullable IpAddress actor) {
        EventRule rule = hit.rule;
        Map<String, String> shown = new LinkedHashMap<>();
        for (Column column : rule == null ? List.<Column>of() : rule.shown()) {
            String value = column.print(event);
            if (!value.isEmpty()) {
                shown.put(column.name(), value.length() > MAX_VALUE ? value.substring(0, MAX_VALUE) + "..." : value);
            }
        }
        hit.shown = shown;
        hit.connection = ConnectionRef.of(event);
        hit.actor = new Party(actor, null, null, null);
    }

    private static void tell(Hit hit, AlertSink alerts) {
        EventRule rule = hit.rule;
        if (rule == null) {
            return;
        }
        hit.told = hit.count;
        long targets = hit.targets.count();
        AlertDraft draft = new AlertDraft(rule.meta().rule(), hit.actor, hit.lastNs, hit.connection)
                .outcome(hit.outcome)
                .count(hit.count)
                .seen(hit.firstNs, hit.lastNs, hit.firstPacket)
                .targets(hit.sample.addresses(), targets);
        if (hit.outcome == Outcome.SUCCEEDED) {
            draft.open(hit.sample.endpoints(), targets);
        }
        hit.shown.forEach(draft::evidence);
        alerts.raise(draft.alert());
    }

    /** After the last event. */
    void end(AlertSink alerts) {
        hits.forEach(hit -> {
            if (hit.count > hit.told && hit.told > 0 && hit.targets.count() > 1) {
                tell(hit, alerts);
            }
        });
    }
}
