package io.auscult.rules.incident;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Hop;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.role.Role;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Tells what an incident is by now. Detect thread, or whoever holds the incidents' lock. Keeps nothing. */
final class Telltale {
    private static final List<Phrases> LANGUAGES = List.of(new Phrases("en"), new Phrases("nl"), new Phrases("fr"));
    private static final Words WORDS = new Words();
    private static final int AGREEING_PHASES = 3;

    private final LocalNets localNets;

    Telltale(LocalNets localNets) {
        this.localNets = localNets;
    }

    Incident tell(Gathering gathering) {
        List<Finding> findings = findings(gathering);
        List<Hop> hops = hops(gathering);
        List<AffectedHost> hosts = hosts(gathering);
        TreeSet<Phase> phases = new TreeSet<>();
        TreeSet<String> users = new TreeSet<>();
        Level level = Level.INFORMATIONAL;
        for (Finding finding : findings) {
            phases.add(finding.phase());
            level = finding.level().atLeast(level) ? finding.level() : level;
        }
        int severity = gathering.severity();
        Light light = Severity.light(severity, gathering.deeds());
        Names names = new Names(hops, hosts);
        Party actor = hops.getFirst().actor();
        List<String> named = Users.named(findings);
        users.addAll(named);
        users.addAll(Users.used(findings));
        Predicate<Party> isVital = party -> party.ip() != null && Severity.isVital(gathering.roles(party.ip()));
        Map<String, String> headline = new LinkedHashMap<>();
        Map<String, String> happened = new LinkedHashMap<>();
        Map<String, String> outcomes = new LinkedHashMap<>();
        Map<String, List<String>> steps = new LinkedHashMap<>();
        for (Phrases phrases : LANGUAGES) {
            Story story = new Story(phrases, WORDS, names, hops, findings, named);
            headline.put(phrases.language(), story.headline(light == Light.RED, hosts));
            happened.put(phrases.language(), story.happened());
            outcomes.put(phrases.language(), story.outcomes());
            steps.put(
                    phrases.language(),
                    new Steps(phrases, story, names, localNets, hops, findings).all(light, isVital, named));
        }
        return new Incident(
                gathering.id(),
                gathering.former(),
                severity,
                level,
                confidence(findings, level, phases),
                light,
                actor,
                hops,
                List.copyOf(phases),
                findings,
                hosts,
                gathering.hostCount(),
                List.copyOf(users),
                outcome(gathering.deeds()),
                gathering.alerts(),
                gathering.firstNs(),
                gathering.lastNs(),
                headline,
                happened,
                outcomes,
                steps);
    }

    private static List<Finding> findings(Gathering gathering) {
        List<Finding> findings = new ArrayList<>();
        gathering.deeds().forEach(deed -> findings.add(deed.finding()));
        findings.sort(Comparator.comparingLong(Finding::firstSeenNs)
                .thenComparing(Finding::phase)
                .thenComparing(finding -> finding.rule().id())
                .thenComparing(finding -> finding.actor().key())
                .thenComparing(finding -> finding.target().key()));
        return findings;
    }

    /** Who began is first: not reached by any other, else the earliest. */
    private static List<Hop> hops(Gathering gathering) {
        Map<String, Member> members = gathering.members();
        Map<String, Party> from = new TreeMap<>();
        List<Deed> deeds = new ArrayList<>(gathering.deeds());
        deeds.sort(Comparator.comparingLong(Deed::firstNs));
        for (Deed deed : deeds) {
            String key = deed.actor().key();
            Party sender = sender(gathering, deed);
            if (sender == null || sender.key().equals(key)) {
                continue;
            }
            Member sending = members.get(sender.key());
            if (sending != null) {
                from.putIfAbsent(key, sending.actor());
            }
        }
        List<Hop> hops = new ArrayList<>();
        members.forEach(
                (key, member) -> hops.add(new Hop(member.actor(), from.get(key), member.firstNs(), member.lastNs())));
        hops.sort(Comparator.<Hop, Boolean>comparing(hop -> hop.from() != null)
                .thenComparingLong(Hop::firstSeenNs)
                .thenComparing(hop -> hop.actor().key()));
        Hop first = hops.getFirst();
        hops.set(0, new Hop(first.actor(), null, first.firstSeenNs(), first.lastSeenNs()));
        return hops;
    }

    private static @Nullable Party sender(Gathering gathering, Deed deed) {
        IpAddress ip = deed.actor().ip();
        Reach reach = ip == null ? null : gathering.hosts().get(ip);
        String sender = reach == null ? null : reach.sender(deed.rule().id(), deed.firstNs());
        Member member = sender == null ? null : gathering.members().get(sender);
        return member == null ? null : member.actor();
    }

    private static List<AffectedHost> hosts(Gathering gathering) {
        List<AffectedHost> hosts = new ArrayList<>();
        gathering.hosts().forEach((ip, reach) -> {
            hosts.add(reach.host(
                    gathering.roles(ip).stream().map(Role::key).sorted().toList()));
        });
        hosts.sort(Comparator.comparing(AffectedHost::isIntruded)
                .thenComparing(host -> Severity.gravity(host.outcome()))
                .reversed());
        return hosts;
    }

    private static Confidence confidence(List<Finding> findings, Level level, Set<Phase> phases) {
        Confidence best = Confidence.LOW;
        for (Finding finding : findings) {
            boolean counts = finding.level() == level && finding.confidence().compareTo(best) > 0;
            best = counts ? finding.confidence() : best;
        }
        boolean agrees = phases.size() >= AGREEING_PHASES && best != Confidence.HIGH;
        return agrees ? Confidence.values()[best.ordinal() + 1] : best;
    }

    static Outcome outcome(Collection<Deed> deeds) {
        boolean isIntrusive = deeds.stream().anyMatch(deed -> deed.phase().isIntrusive());
        Outcome gravest = Outcome.FAILED;
        for (Deed deed : deeds) {
            boolean counts = deed.phase().isIntrusive() == isIntrusive
                    && Severity.gravity(deed.outcome()) > Severity.gravity(gravest);
            gravest = counts ? deed.outcome() : gravest;
        }
        return gravest;
    }
}
