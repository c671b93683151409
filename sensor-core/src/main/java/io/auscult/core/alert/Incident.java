package io.auscult.core.alert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one actor did, and whoever went on from hosts that it had reached, all alerts taken together. Immutable. Texts are by language: en, nl, fr.
 *
 * @param id stable hash of who began and when; the same in every update
 * @param formerIds under which parts of it were told before it was clear that they belong together
 * @param severity 0 to 10, see {@link Severity}
 * @param level the highest of its alerts
 * @param confidence that it is an attack: the highest among its gravest alerts, one more when three phases agree
 * @param light what a person should think of it
 * @param actor who began
 * @param hops who acted, in the order of their first act; the first is {@code actor}
 * @param phases in the order of an intrusion
 * @param findings what was noticed, in the order it began
 * @param hosts to whom something was done, intruded ones first; a sample when {@code hostCount} is more
 * @param hostCount distinct ones as far as known
 * @param users whose accounts it concerned
 * @param outcome of what went furthest: the gravest of what is more than looking around, else of that
 * @param alerts how many alerts it raised
 * @param firstSeenNs ns since 1970
 * @param lastSeenNs ns since 1970
 * @param headline a few words
 * @param happened who did what, in one or two sentences for anybody
 * @param outcomes what became of it, in a sentence or two
 * @param recommendations what to do, in order: first, whom to talk to and what to say, what to check
 */
public record Incident(
        String id,
        List<String> formerIds,
        int severity,
        Level level,
        Confidence confidence,
        Light light,
        Party actor,
        List<Hop> hops,
        List<Phase> phases,
        List<Finding> findings,
        List<AffectedHost> hosts,
        long hostCount,
        List<String> users,
        Outcome outcome,
        long alerts,
        long firstSeenNs,
        long lastSeenNs,
        Map<String, String> headline,
        Map<String, String> happened,
        Map<String, String> outcomes,
        Map<String, List<String>> recommendations)
        implements JournalEntry {

    /** All of it in a few sentences. */
    public String story(String language) {
        return (happened.getOrDefault(language, "") + " " + outcomes.getOrDefault(language, "")).strip();
    }

    /** Distinct, in the order they fired. */
    public List<Rule> rules() {
        Set<Rule> rules = new LinkedHashSet<>();
        findings.forEach(finding -> rules.add(finding.rule()));
        return List.copyOf(rules);
    }

    /** Distinct, in the order they were seen. */
    public List<Technique> techniques() {
        Set<Technique> techniques = new LinkedHashSet<>();
        rules().forEach(rule -> techniques.addAll(rule.techniques()));
        return List.copyOf(techniques);
    }

    /** A sample of address:port that answered. */
    public List<String> openPorts() {
        Set<String> open = new LinkedHashSet<>();
        findings.forEach(finding -> open.addAll(finding.openPorts()));
        return List.copyOf(open);
    }

    /** Where in the traffic to look, in order. */
    public List<EvidenceRef> evidence() {
        List<EvidenceRef> evidence = new ArrayList<>();
        findings.forEach(finding -> evidence.addAll(finding.evidence()));
        evidence.sort(EvidenceRef.ORDER);
        return evidence;
    }

    /** The finding that matters most: the highest level, then the furthest phase, then the latest. */
    public Finding gravest() {
        Finding gravest = findings.getFirst();
        for (Finding finding : findings) {
            int byLevel = finding.level().compareTo(gravest.level());
            int byPhase = finding.phase().compareTo(gravest.phase());
            if (byLevel > 0 || byLevel == 0 && byPhase >= 0) {
                gravest = finding;
            }
        }
        return gravest;
    }
}
