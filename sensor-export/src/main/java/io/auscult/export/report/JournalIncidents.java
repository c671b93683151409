package io.auscult.export.report;

import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalReader;
import io.auscult.core.alert.Light;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The incidents of a journal: of each the last snapshot, with those that turned out to be part of it folded in. One thread. Of more than {@link #MOST} the oldest
 * are left out.
 */
public final class JournalIncidents {
    static final int MOST = 50_000;

    private final long fromNs;
    private final long toNs;
    private final Map<String, KnownIncident> incidents = new LinkedHashMap<>();

    /** @param fromNs tells {@link KnownIncident#before} @param toNs snapshots from then on are left out */
    JournalIncidents(long fromNs, long toNs) {
        this.fromNs = fromNs;
        this.toNs = toNs;
    }

    /** All there are, the latest first. */
    public static List<KnownIncident> of(JournalReader journal) {
        return of(journal, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    static List<KnownIncident> of(JournalReader journal, long fromNs, long toNs) {
        JournalIncidents all = new JournalIncidents(fromNs, toNs);
        for (JournalReader.Indexed each = journal.next(); each != null; each = journal.next()) {
            if (each.entry() instanceof Incident incident) {
                all.add(incident);
            }
        }
        return all.list();
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
                noticed = Math.min(noticed, part.noticedNs());
                red = part.redNs() == 0 ? red : red == 0 ? part.redNs() : Math.min(red, part.redNs());
                before.addAll(part.before());
            }
        }
        if (incident.lastSeenNs() < fromNs) {
            before.clear();
            before.add(incident);
        }
        incidents.put(incident.id(), new KnownIncident(incident, List.copyOf(before), noticed, red));
        if (incidents.size() > MOST) {
            incidents.remove(incidents.keySet().iterator().next());
        }
    }

    List<KnownIncident> list() {
        List<KnownIncident> list = new ArrayList<>(incidents.values());
        list.sort(Comparator.comparingLong((KnownIncident each) -> each.latest().lastSeenNs())
                .reversed());
        return list;
    }
}
