package io.auscult.export.page;

import io.auscult.core.alert.AffectedHost;
import io.auscult.core.alert.EvidenceRef;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Namesakes;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Technique;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a page says of an incident, in the reader's words and in the order a reader needs it. Immutable. Nothing is escaped here.
 *
 * @param id as the journal has it
 * @param light colour
 * @param lightWord the colour's name
 * @param call what the colour asks of the reader
 * @param severity 0 to 10
 * @param severityWord such as critical
 * @param headline a few words
 * @param todo what to do, in order
 * @param happened who did what
 * @param outcome what became of it
 * @param actor who began
 * @param when how long and since when
 * @param phases what it consisted of
 * @param hosts on whom more than looking around was tried, the first {@link #MAX_HOSTS}
 * @param looked at whom it only looked, in words; empty for nobody
 * @param users whose accounts it concerned
 * @param steps what was noticed, the first {@link #MAX_STEPS}
 * @param moreSteps how many are not listed
 * @param techniques id and name
 * @param places where in the traffic to look, the first {@link #MAX_EVIDENCE} packets and connections
 */
public record IncidentFacts(
        String id,
        Light light,
        String lightWord,
        String call,
        int severity,
        String severityWord,
        String headline,
        List<String> todo,
        String happened,
        String outcome,
        String actor,
        String when,
        String phases,
        List<Host> hosts,
        String looked,
        List<String> users,
        List<Step> steps,
        long moreSteps,
        List<String> techniques,
        List<String> places) {
    public static final int MAX_HOSTS = 12;
    public static final int MAX_STEPS = 16;
    private static final int MAX_LOOKED = 6;
    private static final String UNREADABLE = "not readable"; // what detectors call a user whose name was encrypted
    static final int MAX_EVIDENCE = 8;

    /**
     * A host concerned.
     *
     * @param name as people call it, else its address
     * @param about its address where that is not the name, and what it does
     * @param outcome the gravest of all that was tried there
     * @param became the outcome in words
     */
    public record Host(String name, String about, Outcome outcome, String became) {}

    /**
     * One thing that was noticed.
     *
     * @param day by the reader's calendar
     * @param time of day
     * @param by who did it
     * @param what the rule's title
     * @param whom to whom
     * @param often how many times
     * @param outcome the gravest
     * @param became the outcome in words
     */
    public record Step(
            String day,
            String time,
            String by,
            String what,
            String whom,
            String often,
            Outcome outcome,
            String became) {}

    public static IncidentFacts of(Incident incident, Voice voice) {
        Map<String, List<Finding>> steps = steps(incident);
        Set<String> techniques = new LinkedHashSet<>();
        for (Technique technique : incident.techniques()) {
            techniques.add(technique.id() + " " + technique.name());
        }
        List<AffectedHost> intruded =
                incident.hosts().stream().filter(AffectedHost::isIntruded).toList();
        Namesakes namesakes = Namesakes.of(incident);
        return new IncidentFacts(
                incident.id(),
                incident.light(),
                voice.get("light." + incident.light().key()),
                voice.get("call." + incident.light().key()),
                incident.severity(),
                severityWord(incident.severity(), voice),
                incident.headline().getOrDefault(voice.language(), ""),
                incident.recommendations().getOrDefault(voice.language(), List.of()).stream()
                        .map(voice::localTimes)
                        .toList(),
                voice.localTimes(incident.happened().getOrDefault(voice.language(), "")),
                outcome(incident, voice),
                incident.actor().toString(),
                when(incident, voice),
                incident.phases().stream().map(phase -> phase(phase, voice)).collect(Collectors.joining(" → ")),
                intruded.stream()
                        .limit(MAX_HOSTS)
                        .map(host -> host(host, voice))
                        .toList(),
                looked(incident, intruded, namesakes, voice),
                incident.users().stream()
                        .filter(user -> !user.equals(UNREADABLE))
                        .toList(),
                steps.values().stream()
                        .limit(MAX_STEPS)
                        .map(step -> step(step, namesakes, voice))
                        .toList(),
                Math.max(0, steps.size() - MAX_STEPS),
                List.copyOf(techniques),
                places(incident, voice));
    }

    /** Whether all steps were on the same day, by the reader's calendar. */
    public boolean isOneDay() {
        return steps.stream().map(Step::day).distinct().count() <= 1;
    }

    /** What an alert's level would be called that says as much as this severity. */
    public static String severityWord(int severity, Voice voice) {
        Level level = Level.values()[Math.clamp(severity / 2, 0, Level.CRITICAL.ordinal())];
        return voice.get("level." + level.name().toLowerCase(Locale.ROOT));
    }

    public static String phase(Phase phase, Voice voice) {
        return voice.get("phase." + phase.key());
    }

    public static String became(Outcome outcome, Voice voice) {
        return voice.get("outcome." + outcome.name().toLowerCase(Locale.ROOT));
    }

    private static String outcome(Incident incident, Voice voice) {
        String told = incident.outcomes().getOrDefault(voice.language(), "");
        return told.isEmpty() ? became(incident.outcome(), voice) : voice.localTimes(told);
    }

    private static String when(Incident incident, Voice voice) {
        long lasted = incident.lastSeenNs() - incident.firstSeenNs();
        String first = voice.time(incident.firstSeenNs());
        return lasted < 1_000_000_000L
                ? voice.get("when.at", first)
                : voice.get("when.span", first, voice.duration(lasted));
    }

    private static Host host(AffectedHost host, Voice voice) {
        Party party = host.host();
        List<String> about = new ArrayList<>();
        if (party.host() != null && party.ip() != null) {
            about.add(party.ip().toString());
        }
        host.roles().forEach(role -> about.add(role(role, voice)));
        return new Host(
                party.host() != null ? party.host() : party.toString(),
                String.join(", ", about),
                host.outcome(),
                voice.get("host." + host.outcome().name().toLowerCase(Locale.ROOT)));
    }

    /** Those at whom it only looked, and intruded ones that are too many to list. */
    private static String looked(Incident incident, List<AffectedHost> intruded, Namesakes namesakes, Voice voice) {
        List<String> names = incident.hosts().stream()
                .filter(host -> !host.isIntruded())
                .limit(MAX_LOOKED)
                .map(host -> namesakes.brief(host.host()))
                .toList();
        long all = Math.max(incident.hostCount(), incident.hosts().size());
        long rest = all - Math.min(MAX_HOSTS, intruded.size()) - names.size();
        if (names.isEmpty()) {
            return rest > 0 ? voice.count("more.hosts", rest) : "";
        }
        String listed = String.join(", ", names);
        return voice.get(
                intruded.isEmpty() ? "looked.all" : "looked.besides",
                rest > 0 ? listed + " " + voice.count("more.hosts", rest) : listed);
    }

    private static String role(String role, Voice voice) {
        return voice.has("role." + role) ? voice.get("role." + role) : role;
    }

    /** What one did to several by one rule is one step. */
    private static Map<String, List<Finding>> steps(Incident incident) {
        Map<String, List<Finding>> steps = new LinkedHashMap<>();
        for (Finding finding : incident.findings()) {
            steps.computeIfAbsent(finding.rule().id() + "/" + finding.actor().key(), key -> new ArrayList<>())
                    .add(finding);
        }
        return steps;
    }

    private static Step step(List<Finding> findings, Namesakes namesakes, Voice voice) {
        Finding first = findings.getFirst();
        Finding gravest = first;
        long count = 0;
        for (Finding finding : findings) {
            gravest = gravity(finding.outcome()) > gravity(gravest.outcome()) ? finding : gravest;
            count += finding.count();
        }
        long hosts = findings.size() > 1 ? findings.size() : Math.max(1, first.targetCount());
        return new Step(
                voice.day(voice.dayOf(first.firstSeenNs())),
                voice.clock(first.firstSeenNs()),
                namesakes.brief(first.actor()),
                voice.said(first.rule().title()),
                hosts > 1 ? voice.count("hosts", hosts) : namesakes.brief(first.target()),
                voice.count("times", count),
                gravest.outcome(),
                became(gravest.outcome(), voice));
    }

    /** Name, else address. */
    public static String brief(Party party) {
        return party.host() != null ? party.host() : party.toString();
    }

    private static int gravity(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> 3;
            case UNKNOWN -> 2;
            case ATTEMPTED -> 1;
            case FAILED -> 0;
        };
    }

    private static List<String> places(Incident incident, Voice voice) {
        Set<String> packets = new LinkedHashSet<>();
        Set<String> uids = new LinkedHashSet<>();
        for (EvidenceRef evidence : incident.evidence()) {
            if (evidence.connection().packetNumber() > 0 && packets.size() < MAX_EVIDENCE) {
                packets.add(voice.number(evidence.connection().packetNumber()));
            }
            if (!evidence.uid().isEmpty() && uids.size() < MAX_EVIDENCE) {
                uids.add(evidence.uid());
            }
        }
        List<String> places = new ArrayList<>();
        if (!uids.isEmpty()) {
            places.add(voice.get("evidence.connections", String.join(", ", uids)));
        }
        if (!packets.isEmpty()) {
            places.add(voice.get("evidence.packets", String.join(", ", packets)));
        }
        return places;
    }
}
