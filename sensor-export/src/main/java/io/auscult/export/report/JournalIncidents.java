package io.auscult.export.report;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Finding;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalReader;
import io.auscult.core.alert.Light;
import io.auscult.core.alert.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The incidents of a journal: of each the last snapshot, with those that turned out to be part of it folded in. One thread. They are kept without what fills memory and
 * no list of them needs: evidence, machines, all but the first recommendation, and all but one alert of a rule; {@link #whole} has it all. Of more than {@link #MOST}
 * incidents, or {@link #MOST_FINDINGS} findings, the oldest are left out.
 */
public final class JournalIncidents {
    static final int MOST = 20_000;
    static final int MOST_FINDINGS = 200_000;

    private final long fromNs;
    private final long toNs;
    private final LinkedHashMap<String, KnownIncident> incidents = new LinkedHashMap<>();
    private final Map<Rule, Rule> rules = new HashMap<>(); // as many as there are
    private final Map<Rule, Alert> alerts = new HashMap<>();
    private long findings;
    private long leftOut;

    /** @param fromNs tells {@link KnownIncident#before} @param toNs snapshots from then on are left out */
    JournalIncidents(long fromNs, long toNs) {
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    /** All there are, the latest first. */
    public static List<KnownIncident> of(JournalReader journal) {
        return of(journal, Long.MIN_VALUE, Long.MAX_VALUE).list();
    }

    static JournalIncidents of(JournalReader journal, long fromNs, long toNs) {
        JournalIncidents all = new JournalIncidents(fromNs, toNs);
        for (JournalReader.Indexed each = journal.next(); each != null; each = journal.next()) {
            if (each.entry() instanceof Incident incident) {
                all.add(incident);
            }
        }
        return all;
    }

    /** One of them with all that its last snapshot tells. @param journal from its beginning */
    public static KnownIncident whole(JournalReader journal, KnownIncident one) {
        Incident latest = one.latest();
        for (JournalReader.Indexed each = journal.next(); each != null; each = journal.next()) {
            if (each.entry() instanceof Incident incident && incident.id().equals(latest.id())) {
                latest = incident;
            }
        }
        return new KnownIncident(latest, one.before(), one.noticedNs(), one.redNs());
    }

    void add(Incident incident) {
        if (incident.lastSeenNs() >= toNs) {
            return;
        }
        long noticed = incident.lastSeenNs();
        long red = incident.light() == Light.RED ? incident.lastSeenNs() : 0;
        List<Incident> before = new ArrayList<>();
        List<String> parts = new ArrayList<>(incident.formerIds());
        parts.add(incident.id());
        for (String id : parts) {
            KnownIncident part = incidents.remove(id);
            if (part != null) {
                findings -= weight(part);
                noticed = Math.min(noticed, part.noticedNs());
                red = part.redNs() == 0 ? red : red == 0 ? part.redNs() : Math.min(red, part.redNs());
                before.addAll(part.before());
            }
        }
        Incident slim = slim(incident);
        if (incident.lastSeenNs() < fromNs) {
            before.clear();
            before.add(slim);
        }
        KnownIncident known = new KnownIncident(slim, List.copyOf(before), noticed, red);
        incidents.put(incident.id(), known);
        findings += weight(known);
        while (incidents.size() > MOST || findings > MOST_FINDINGS) {
            findings -= weight(incidents.pollFirstEntry().getValue());
            leftOut++;
        }
    }

    private static long weight(KnownIncident known) {
        long before = known.before().stream()
                .mapToLong(each -> each.findings().size())
                .sum();
        return known.latest().findings().size() + before;
    }

    private Incident slim(Incident of) {
        return new Incident(
                of.id(),
                of.formerIds(),
                of.severity(),
                of.level(),
                of.confidence(),
                of.light(),
                of.actor(),
                List.of(),
                of.phases(),
                of.findings().stream().map(this::slim).toList(),
                List.of(),
                of.hostCount(),
                of.users(),
                of.outcome(),
                of.alerts(),
                of.firstSeenNs(),
                of.lastSeenNs(),
                of.headline(),
                Map.of(),
                of.outcomes(),
                of.recommendations().entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                Map.Entry::getKey,
                                each -> each.getValue().stream().limit(1).toList())));
    }

    private Finding slim(Finding of) {
        Rule rule = rules.computeIfAbsent(of.rule(), each -> each);
        return new Finding(
                rule,
                of.phase(),
                of.actor(),
                of.target(),
                of.level(),
                of.confidence(),
                of.outcome(),
                List.of(),
                of.count(),
                of.alerts(),
                of.firstSeenNs(),
                of.lastSeenNs(),
                List.of(),
                of.targetCount(),
                List.of(),
                of.portCount(),
                List.of(),
                of.users(),
                List.of(),
                alerts.computeIfAbsent(rule, each -> of.latest()));
    }

    /** How many did not find room. */
    long leftOut() {
        return leftOut;
    }

    List<KnownIncident> list() {
        List<KnownIncident> list = new ArrayList<>(incidents.values());
        list.sort(Comparator.comparingLong((KnownIncident each) -> each.latest().lastSeenNs())
                .reversed());
        return list;
    }
}
