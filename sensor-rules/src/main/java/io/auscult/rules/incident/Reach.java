package io.auscult.rules.incident;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was done to one host in an incident that still grows. Detect thread. At most {@link #MAX_MEANS} means; further ones are forgotten. */
final class Reach {
    private static final int MAX_MEANS = 16;

    /** By whom, when: of a kind that may have let the actor in, or of one rule. */
    private static final class Means {
        private final String actor;
        private long firstNs;
        private long lastNs;

        Means(String actor, long firstNs, long lastNs) {
            this.actor = actor;
            this.firstNs = firstNs;
            this.lastNs = lastNs;
        }
    }

    private static final String IN = ""; // instead of a rule: whatever may have let the actor in

    private final Map<String, Means> means = new LinkedHashMap<>(4);
    private Party host;
    private Outcome outcome = Outcome.FAILED;
    private boolean intruded;

    Reach(Party host) {
        this.host = host;
    }

    void add(Alert alert, Party asTarget) {
        host = Member.fuller(host, asTarget);
        Phase phase = Phase.of(alert.rule());
        boolean isIntrusive = phase.isIntrusive();
        if (isIntrusive && !intruded) {
            intruded = true;
            outcome = alert.outcome(); // that a scan was answered says nothing about it
        } else if (isIntrusive == intruded && Severity.gravity(alert.outcome()) > Severity.gravity(outcome)) {
            outcome = alert.outcome();
        }
        String actor = alert.actor().key();
        add(actor, alert.rule().id(), alert.firstSeenNs(), alert.lastSeenNs());
        if (isIntrusive && alert.outcome() != Outcome.FAILED) {
            add(actor, IN, alert.firstSeenNs(), alert.lastSeenNs());
        }
    }

    private void add(String actor, String kind, long firstNs, long lastNs) {
        String key = kind + "/" + actor;
        Means known = means.get(key);
        if (known != null) {
            known.firstNs = Math.min(known.firstNs, firstNs);
            known.lastNs = Math.max(known.lastNs, lastNs);
        } else if (means.size() < MAX_MEANS) {
            means.put(key, new Means(actor, firstNs, lastNs));
        }
    }

    void add(Reach other) {
        host = Member.fuller(host, other.host);
        if (other.intruded && !intruded) {
            intruded = true;
            outcome = other.outcome;
        } else if (other.intruded == intruded && Severity.gravity(other.outcome) > Severity.gravity(outcome)) {
            outcome = other.outcome;
        }
        other.means.forEach((key, each) ->
                add(each.actor, key.substring(0, key.length() - each.actor.length() - 1), each.firstNs, each.lastNs));
    }

    /**
     * The actor who may have sent this host on: it had been let in, or did the very same to it, not long before; null when nobody had.
     *
     * @param ruleId of what this host does itself
     */
    @Nullable
    String sender(String ruleId, long firstNs) {
        String best = null;
        long bestNs = Long.MIN_VALUE;
        for (Map.Entry<String, Means> entry : means.entrySet()) {
            Means each = entry.getValue();
            boolean isRelated = entry.getKey().equals(IN + "/" + each.actor)
                    || entry.getKey().equals(ruleId + "/" + each.actor);
            boolean isBefore = each.firstNs <= firstNs && firstNs - each.lastNs <= Gathering.HOP_NS;
            boolean isBetter =
                    best == null || each.firstNs > bestNs || each.firstNs == bestNs && each.actor.compareTo(best) < 0;
            if (isRelated && isBefore && isBetter) {
                best = each.actor;
                bestNs = each.firstNs;
            }
        }
        return best;
    }

    AffectedHost host(List<String> roles) {
        return new AffectedHost(host, roles, intruded, outcome);
    }

    Party party() {
        return host;
    }

    boolean isIntruded() {
        return intruded;
    }
}
