package io.auscult.rules.incident;

import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.event.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one actor did by one rule, to be told in one clause: its findings against several targets taken together. Immutable.
 *
 * @param targets a sample
 * @param targetCount distinct ones as far as known
 */
record Clause(
        Rule rule,
        Phase phase,
        Level level,
        Outcome outcome,
        List<Finding> findings,
        Set<IpAddress> targets,
        long targetCount,
        long count,
        long firstSeenNs,
        List<String> users) {
    /** As they began; what began at once in the order of an intrusion. */
    static final Comparator<Clause> ORDER = Comparator.comparingLong(Clause::firstSeenNs)
            .thenComparing(Clause::phase)
            .thenComparing(clause -> clause.rule().id());

    /** Of one actor. */
    static List<Clause> of(List<Finding> findings, Party actor) {
        Map<String, List<Finding>> byRule = new LinkedHashMap<>();
        for (Finding finding : findings) {
            if (finding.actor().key().equals(actor.key())) {
                byRule.computeIfAbsent(finding.rule().id(), rule -> new ArrayList<>())
                        .add(finding);
            }
        }
        List<Clause> clauses = new ArrayList<>();
        byRule.values().forEach(same -> clauses.add(of(same)));
        clauses.sort(ORDER);
        return clauses;
    }

    private static Clause of(List<Finding> findings) {
        Finding first = findings.getFirst();
        Level level = Level.INFORMATIONAL;
        Outcome outcome = Outcome.FAILED;
        Set<IpAddress> targets = new LinkedHashSet<>();
        Set<String> users = new LinkedHashSet<>();
        long most = 0;
        long count = 0;
        long firstNs = Long.MAX_VALUE;
        for (Finding each : findings) {
            level = each.level().atLeast(level) ? each.level() : level;
            outcome = Severity.gravity(each.outcome()) > Severity.gravity(outcome) ? each.outcome() : outcome;
            targets.addAll(each.targets());
            users.addAll(each.users());
            most = Math.max(most, each.targetCount());
            count += each.count();
            firstNs = Math.min(firstNs, each.firstSeenNs());
        }
        return new Clause(
                first.rule(),
                first.phase(),
                level,
                outcome,
                findings,
                targets,
                Math.max(most, targets.size()),
                count,
                firstNs,
                List.copyOf(users));
    }

    boolean succeeded() {
        return outcome == Outcome.SUCCEEDED;
    }

    /** What convinced the latest of its alerts. */
    String evidence(String name) {
        return findings.getLast().latest().evidence().getOrDefault(name, "");
    }

    /** A sample of address:port that answered. */
    List<String> open() {
        Set<String> open = new LinkedHashSet<>();
        findings.forEach(finding -> open.addAll(finding.openPorts()));
        return List.copyOf(open);
    }

    Set<Integer> ports() {
        Set<Integer> ports = new LinkedHashSet<>();
        findings.forEach(finding -> ports.addAll(finding.ports()));
        return ports;
    }

    long portCount() {
        long most = 0;
        for (Finding each : findings) {
            most = Math.max(most, each.portCount());
        }
        return Math.max(most, ports().size());
    }
}
