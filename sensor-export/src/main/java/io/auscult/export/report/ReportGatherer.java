package io.auscult.export.report;

import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalReader;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Technique;
import io.auscult.core.counter.Counter;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.export.page.IncidentFacts;
import io.auscult.export.report.IncidentNotes.Said;
import io.auscult.export.report.ReportData.Identity;
import io.auscult.export.report.ReportData.Line;
import io.auscult.export.report.ReportData.Losses;
import io.auscult.export.report.ReportData.Slot;
import io.auscult.export.report.ReportData.Tally;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers a report from the journal and the hours beside it. One thread, one report. Attempts of an incident count for the period by what its snapshots before the
 * period had counted; incidents that are open are looked for {@link #OPEN_DAYS} days back.
 */
public final class ReportGatherer {
    private static final int OPEN_DAYS = 90;
    private static final int MOST_IDENTITIES = 20;
    private static final int NAMED = 5;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long DAY_NS = 24 * HOUR_NS;
    private static final Set<Phase> OF_IDENTITIES =
            Set.of(Phase.EXPOSURE, Phase.GUESSING, Phase.LOGON, Phase.CREDENTIAL_THEFT);

    private final ReportPeriod period;
    private final List<Network> segments;
    private final Map<String, long[]> techniques = new LinkedHashMap<>(); // in incidents, below
    private final Map<String, long[]> places = new LinkedHashMap<>();
    private final Map<String, Identity> identities = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>(); // of techniques

    private ReportGatherer(ReportPeriod period, List<Network> segments) {
        this.period = period;
        this.segments = segments;
    }

    /**
     * @param folder of the journal
     * @param segments that were configured; elsewhere a segment is a /24 or /64
     */
    public static ReportData gather(Path folder, ReportPeriod period, List<Network> segments) throws IOException {
        JournalIncidents known = new JournalIncidents(period.fromNs(), period.toNs());
        if (JournalReader.isJournal(folder)) { // nothing was told yet
            try (JournalReader journal = JournalReader.open(folder)) {
                known = JournalIncidents.of(journal, period.fromNs(), period.toNs());
            }
        }
        Said notes = new IncidentNotes(folder).saidBefore((period.toNs() + DAY_NS) / 1_000_000);
        List<ReportHour> hours =
                new HourLog(folder).list(period.fromNs() / HOUR_NS, (period.toNs() + HOUR_NS - 1) / HOUR_NS);
        return new ReportGatherer(period, segments).data(known, notes, hours);
    }

    private ReportData data(JournalIncidents known, Said notes, List<ReportHour> hours) {
        List<Line> incidents = new ArrayList<>();
        List<Line> open = new ArrayList<>();
        for (KnownIncident each : known.list()) {
            Incident incident = each.latest();
            boolean isOpen = notes.isOpen(each);
            Line line = new Line(incident, incident.firstSeenNs() >= period.fromNs(), isOpen);
            if (incident.lastSeenNs() >= period.fromNs()) {
                incidents.add(line);
                count(each);
            }
            if (isOpen
                    && incident.light() == Light.RED
                    && incident.lastSeenNs() >= period.toNs() - OPEN_DAYS * DAY_NS) {
                open.add(line);
            }
        }
        for (ReportHour hour : hours) {
            for (ReportHour.Attempts attempts : hour.attempts()) {
                String id = attempts.technique().replaceFirst(" .*", "");
                names.putIfAbsent(id, attempts.technique());
                add(techniques, id, 1, attempts.count());
                add(places, segment(attempts.network()), 1, attempts.count());
            }
        }
        Comparator<Line> worst = Comparator.comparing(
                        (Line line) -> line.incident().light())
                .thenComparing(line -> line.incident().severity())
                .thenComparing(line -> line.incident().lastSeenNs())
                .reversed();
        incidents.sort(worst);
        open.sort(worst);
        return new ReportData(
                period,
                incidents,
                open,
                slots(incidents, hours),
                tallies(techniques),
                tallies(places),
                identities.values().stream()
                        .sorted(Comparator.comparing(Identity::light)
                                .thenComparingLong(Identity::count)
                                .reversed())
                        .limit(MOST_IDENTITIES)
                        .toList(),
                losses(hours, known.leftOut()));
    }

    private static void add(Map<String, long[]> tallies, String key, int column, long count) {
        tallies.computeIfAbsent(key, each -> new long[2])[column] += count;
    }

    private List<Tally> tallies(Map<String, long[]> counted) {
        return counted.entrySet().stream()
                .map(each -> new Tally(
                        names.getOrDefault(each.getKey(), each.getKey()), each.getValue()[0], each.getValue()[1]))
                .filter(tally -> tally.all() > 0)
                .sorted(Comparator.comparingLong(Tally::all).reversed().thenComparing(Tally::name))
                .toList();
    }

    private void count(KnownIncident known) {
        Map<String, Long> before = new LinkedHashMap<>();
        for (Incident each : known.before()) {
            each.findings().forEach(finding -> before.merge(key(finding), finding.count(), Long::sum));
        }
        for (Finding finding : known.latest().findings()) {
            long count = Math.max(0, finding.count() - before.getOrDefault(key(finding), 0L));
            if (finding.lastSeenNs() < period.fromNs() || count == 0) {
                continue;
            }
            List<Technique> of = finding.rule().techniques();
            String technique = of.isEmpty() ? "" : of.getFirst().id();
            names.put(
                    technique,
                    of.isEmpty() ? "" : technique + " " + of.getFirst().name());
            add(techniques, technique, 0, count);
            add(places, segment(finding), 0, count);
            identity(known.latest(), finding, count);
        }
    }

    private static String key(Finding finding) {
        return finding.rule().id() + "/" + finding.actor().key() + "/"
                + (finding.targetCount() > 1 ? "*" : finding.target().key());
    }

    private void identity(Incident incident, Finding finding, long count) {
        boolean isAbout = finding.rule().area().equals("identity") || OF_IDENTITIES.contains(finding.phase());
        for (String user : isAbout ? finding.users() : List.<String>of()) {
            if (!user.equals("not readable")) {
                Identity one = new Identity(
                        user,
                        List.of(finding.rule().title()),
                        List.of(IncidentFacts.brief(finding.actor())),
                        List.of(IncidentFacts.brief(finding.target())),
                        count,
                        finding.outcome(),
                        incident.light());
                identities.merge(user, one, ReportGatherer::both);
            }
        }
    }

    private static Identity both(Identity a, Identity b) {
        return new Identity(
                a.user(),
                joined(a.what(), b.what()),
                joined(a.by(), b.by()),
                joined(a.at(), b.at()),
                a.count() + b.count(),
                a.outcome() == Outcome.SUCCEEDED ? a.outcome() : b.outcome(),
                a.light().worse(b.light()));
    }

    private static List<String> joined(List<String> a, List<String> b) {
        Set<String> both = new LinkedHashSet<>(a);
        both.addAll(b);
        return both.stream().limit(NAMED).toList();
    }

    private String segment(Finding finding) {
        IpAddress ip = finding.target().ip();
        return ip == null ? "" : segment(ip);
    }

    private String segment(String network) {
        try {
            return network.isEmpty() ? "" : segment(IpAddress.parse(network.replaceFirst("/.*", "")));
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private String segment(IpAddress ip) {
        for (Network each : segments) {
            if (each.contains(ip.high(), ip.low())) {
                return each.toString();
            }
        }
        boolean isIpv4 = IpAddress.isIpv4(ip.high(), ip.low());
        return new Network(ip.high(), isIpv4 ? ip.low() & ~0xFFL : 0, isIpv4 ? 120 : 64).toString();
    }

    private List<Slot> slots(List<Line> incidents, List<ReportHour> hours) {
        List<Slot> slots = new ArrayList<>();
        boolean isDay = period.kind() == ReportPeriod.Kind.DAILY;
        LocalDate end = period.end();
        for (ZonedDateTime at = period.first().atStartOfDay(period.zone());
                at.toLocalDate().isBefore(end);
                at = isDay ? at.plusHours(1) : at.plusDays(1)) {
            long from = at.toEpochSecond() * 1_000_000_000L;
            long to = (isDay ? at.plusHours(1) : at.plusDays(1)).toEpochSecond() * 1_000_000_000L;
            List<ReportHour> within = hours.stream()
                    .filter(hour -> hour.hour() * HOUR_NS >= from && hour.hour() * HOUR_NS < to)
                    .toList();
            int[] begun = new int[Light.values().length];
            for (Line line : incidents) {
                long first = line.incident().firstSeenNs();
                if (first >= from && first < to) {
                    begun[line.incident().light().ordinal()]++;
                }
            }
            slots.add(new Slot(
                    from,
                    within.stream()
                            .flatMap(hour -> hour.attempts().stream())
                            .mapToLong(ReportHour.Attempts::count)
                            .sum(),
                    begun[Light.RED.ordinal()],
                    begun[Light.BLUE.ordinal()],
                    !within.isEmpty() || begun[Light.RED.ordinal()] + begun[Light.BLUE.ordinal()] > 0));
        }
        return slots;
    }

    private Losses losses(List<ReportHour> hours, long leftOut) {
        Map<String, Long> sums = new LinkedHashMap<>();
        hours.forEach(hour -> hour.counts().forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return new Losses(
                sum(sums, Counter.PACKETS_RECEIVED),
                sum(
                        sums,
                        Counter.PACKETS_DROPPED_KERNEL,
                        Counter.PACKETS_DROPPED_INTERFACE,
                        Counter.PACKETS_DROPPED_LANE),
                sum(sums, Counter.PACKETS_CUT),
                sum(sums, Counter.STREAM_BYTES_MISSING),
                sum(sums, Counter.FLOWS_EVICTED, Counter.PARSERS_DROPPED),
                sum(sums, Counter.EVENTS_DROPPED, Counter.ALERTS_LOST, Counter.LOG_LINES_LOST),
                sum(sums, Counter.PARSER_CRASHES, Counter.DETECTOR_CRASHES),
                leftOut,
                hours.stream().mapToLong(ReportHour::watchedMs).sum(),
                (period.toNs() - period.fromNs()) / 1_000_000);
    }

    private static long sum(Map<String, Long> sums, Counter... counters) {
        long sum = 0;
        for (Counter counter : counters) {
            sum += sums.getOrDefault(counter.metric(), 0L);
        }
        return sum;
    }

    /** What of the sensor's counters a report wants to know by the hour. */
    public static List<Counter> wanted() {
        return List.of(
                Counter.PACKETS_RECEIVED,
                Counter.PACKETS_DROPPED_KERNEL,
                Counter.PACKETS_DROPPED_INTERFACE,
                Counter.PACKETS_DROPPED_LANE,
                Counter.PACKETS_CUT,
                Counter.STREAM_BYTES_MISSING,
                Counter.FLOWS_EVICTED,
                Counter.PARSERS_DROPPED,
                Counter.EVENTS_DROPPED,
                Counter.ALERTS_LOST,
                Counter.LOG_LINES_LOST,
                Counter.PARSER_CRASHES,
                Counter.DETECTOR_CRASHES);
    }
}
