package io.auscult.rules.indicator;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.rules.identity.LeakedAlerts;
import io.auscult.rules.rule.AlertDraft;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a match means: who did what, how much it matters, and whose indicator it was. Stateless; any thread. */
final class IndicatorAlerts {
    static final String SEEN_IN_THE_PAST = "seen in the past";

    private static final int HIGH = 75; // confidence, of STIX's 0 to 100
    private static final int MEDIUM = 30;

    private final IndicatorRules rules;
    private final LeakedAlerts leaked;
    private final LocalNets localNets;
    private final AsksForOthers asksForOthers;

    /** Whether a host is known to ask names for others. */
    @FunctionalInterface
    interface AsksForOthers {
        boolean test(IpAddress host, long nowNs);
    }

    /** @param asksForOthers whether a host is a name server, so that a name it asks for is another's wish */
    IndicatorAlerts(IndicatorRules rules, LeakedAlerts leaked, LocalNets localNets, AsksForOthers asksForOthers) {
        this.rules = rules;
        this.leaked = leaked;
        this.localNets = localNets;
        this.asksForOthers = asksForOthers;
    }

    /** Of what was found in what was recorded: the same whenever it is found. @param raisedNs now */
    Alert past(Past past, long raisedNs) {
        Occurrence met = past.last().occurrence();
        List<Indicator> matched = past.last().matched();
        AlertDraft draft = matched.isEmpty()
                ? leaked.draft(raisedNs, met.connection(), met.orig(), met.resp(), met.met(), null, met.outcome())
                        .evidence("in", met.field())
                        .count(past.count())
                        .seen(past.firstNs(), met.timeNs(), 0)
                : draft(met, matched, past.count(), past.firstNs(), raisedNs);
        draft.kind(SEEN_IN_THE_PAST).seed(past.seed()).evidence(Sighting.PAST, instant(met.timeNs()));
        return met.uid().isEmpty()
                ? draft.alert()
                : draft.evidence("uid", met.uid()).alert();
    }

    /**
     * Of what happened just now.
     *
     * @param matched at least one, the most specific first
     * @param count how often so far
     * @param firstNs when first
     */
    Alert alert(Occurrence met, List<Indicator> matched, long count, long firstNs, long raisedNs) {
        return draft(met, matched, count, firstNs, raisedNs).alert();
    }

    private AlertDraft draft(Occurrence met, List<Indicator> matched, long count, long firstNs, long raisedNs) {
        Indicator first = matched.getFirst();
        List<Indicator> same = matched.stream()
                .filter(one -> one.type() == first.type() && one.value().equals(first.value()))
                .toList();
        Party actor = new Party(met.orig(), null, null, first.type() == IndicatorType.USER ? met.met() : null);
        AlertDraft draft = new AlertDraft(rules.of(first.type()), actor, raisedNs, met.connection())
                .kind(kind(first.type()))
                .level(level(met, same))
                .confidence(confidence(same))
                .outcome(met.outcome())
                .count(count)
                .seen(firstNs, met.timeNs(), met.connection().packetNumber());
        IpAddress resp = met.resp();
        if (resp != null) {
            draft.targets(List.of(resp), 1).ports(List.of(met.connection().respPort()), 1);
            if (met.outcome() == Outcome.SUCCEEDED) {
                draft.open(List.of(resp.withPort(met.connection().respPort())), 1);
            }
        }
        Sighting.evidence(same).forEach(draft::evidence);
        draft.evidence("met", met.met()).evidence("in", met.field()).evidence("direction", direction(met));
        if (first.confidence() != Indicator.UNKNOWN) {
            draft.evidence("confidence", first.confidence());
        }
        if (!first.labels().isEmpty()) {
            draft.evidence("labels", String.join(", ", first.labels()));
        }
        Instant until = first.validUntil();
        if (until != null) {
            draft.evidence("valid_until", until);
        }
        if (matched.size() > same.size()) {
            draft.evidence(
                    "also",
                    matched.stream()
                            .map(Indicator::value)
                            .filter(value -> !value.equals(first.value()))
                            .distinct()
                            .collect(Collectors.joining(", ")));
        }
        return draft;
    }

    /** The gravest of what the sources' confidence says, lower for what the Internet does all day. */
    private Level level(Occurrence met, List<Indicator> same) {
        Level level = Level.INFORMATIONAL;
        for (Indicator indicator : same) {
            Level one = ofConfidence(indicator.confidence());
            level = one.atLeast(level) ? one : level;
        }
        IndicatorType type = same.getFirst().type();
        if (type == IndicatorType.JA3 || type == IndicatorType.JA4) {
            level = atMost(level, Level.MEDIUM); // other programs have the same
        }
        boolean isAddress = type == IndicatorType.ADDRESS || type == IndicatorType.NETWORK;
        if (isAddress && isIncoming(met)) {
            return atMost(level, met.outcome() == Outcome.SUCCEEDED ? Level.MEDIUM : Level.LOW);
        }
        if (isAddress && met.outcome() != Outcome.SUCCEEDED && met.outcome() != Outcome.UNKNOWN) {
            return atMost(level, Level.MEDIUM);
        }
        IpAddress orig = met.orig();
        boolean isForOthers = met.field().startsWith("dns.") && orig != null && asksForOthers.test(orig, met.timeNs());
        return isForOthers ? atMost(level, Level.LOW) : level;
    }

    static Level ofConfidence(int confidence) {
        if (confidence == Indicator.UNKNOWN) {
            return Level.MEDIUM;
        }
        return confidence >= HIGH
                ? Level.HIGH
                : confidence >= MEDIUM ? Level.MEDIUM : confidence > 0 ? Level.LOW : Level.INFORMATIONAL;
    }

    private static Confidence confidence(List<Indicator> same) {
        int most = same.stream().mapToInt(Indicator::confidence).max().orElse(Indicator.UNKNOWN);
        return most >= HIGH
                ? Confidence.HIGH
                : most == Indicator.UNKNOWN || most >= MEDIUM ? Confidence.MEDIUM : Confidence.LOW;
    }

    private static Level atMost(Level level, Level most) {
        return level.atLeast(most) ? most : level;
    }

    private boolean isIncoming(Occurrence met) {
        return met.orig() != null
                && !localNets.contains(met.orig().high(), met.orig().low());
    }

    private String direction(Occurrence met) {
        boolean from = !isIncoming(met);
        boolean to = met.resp() != null
                && localNets.contains(met.resp().high(), met.resp().low());
        return from ? to ? "inside" : "outward" : to ? "inward" : "passing";
    }

    private static String kind(IndicatorType type) {
        return switch (type) {
            case ADDRESS, NETWORK -> "known bad address";
            case DOMAIN -> "known bad name";
            case URL -> "known bad URL";
            case JA3, JA4 -> "fingerprint of a known bad program";
            case CERTIFICATE -> "known bad certificate";
            case MD5, SHA1, SHA256 -> "known bad file";
            case USER -> "account known from attackers";
            case EMAIL -> "known bad mail address";
        };
    }

    static Instant instant(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, 1_000_000_000L), Math.floorMod(ns, 1_000_000_000L));
    }
}
