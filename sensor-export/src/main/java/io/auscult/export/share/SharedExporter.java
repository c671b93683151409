package io.auscult.export.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stands before an exporter that leaves the hospital: hands on what the policy lets out, built anew with pseudonyms; holds back what a person has to approve, until one did; and writes into the
 * log what the receiver acknowledged. What may not leave is passed over. On the exporter's thread. The pseudonyms of at most {@link #MOST_KEYS} keys are at hand.
 */
public final class SharedExporter implements Exporter {
    private static final int MOST_KEYS = 8;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(15); // a file system's clock may be coarse

    private final Exporter exporter;
    private final Sharing sharing;
    private final ShareKeys keys;
    private final Markings markings;
    private final Approvals approvals;
    private final Departures departures;
    private final HeldEntries journal;
    private final InstantSource clock;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> unsaved = new LinkedHashSet<>(); // of those waiting
    private final Map<String, Decision> outgrown = new HashMap<>(); // decisions that do not cover what waits now
    private final Set<String> released = new LinkedHashSet<>(); // delivered; their files go when the receipt is written
    private final Map<String, Pseudonyms> pseudonyms = new HashMap<>(); // by id of the key
    private final Map<String, Optional<Decision>> decisions = new HashMap<>(); // for as long as nobody looks again
    private final Map<String, Marking> marked = new HashMap<>(); // by key of the entry, the same
    private Instant looked = Instant.EPOCH;
    private Instant scanned = Instant.EPOCH;
    private @Nullable Instant decidedLast;
    private @Nullable Receipt lastReceipt;

    /**
     * @param exporter to the receiver; it belongs to this from now on
     * @param journal where held entries are found again
     */
    public SharedExporter(
            Exporter exporter,
            Sharing sharing,
            ShareKeys keys,
            Markings markings,
            Approvals approvals,
            AuditLog log,
            HeldEntries journal,
            InstantSource clock)
            throws IOException {
        this.exporter = exporter;
        this.sharing = sharing;
        this.keys = keys;
        this.markings = markings;
        this.approvals = approvals;
        this.departures = new Departures(exporter.name(), log);
        this.journal = journal;
        this.clock = clock;
        approvals.waiting().forEach(each -> waiting.put(each.incident(), each));
    }

    @Override
    public String name() {
        return exporter.name();
    }

    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        departures.forget();
        released.clear();
        unsaved.clear();
        outgrown.clear();
        waiting.clear();
        approvals.waiting().forEach(each -> waiting.put(each.incident(), each));
        decidedLast = null;
        decisions.clear();
        marked.clear();
        lastReceipt = last;
        exporter.resume(last);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        next(alert);
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        next(incident);
    }

    private void next(JournalEntry entry) throws IOException {
        forget();
        look();
        Decision decision = decision(entry);
        Marking marking = marking(entry);
        switch (ruling(entry, decision, marking)) {
            case LET -> handOver(entry, decision, marking);
            case ASK -> hold(entry, marking);
            case KEEP -> {}
        }
    }

    private @Nullable Decision decision(JournalEntry entry) throws IOException {
        Decision decision = decision(HeldEntries.incidentOf(entry));
        return decision == null && entry instanceof Incident whole ? denied(whole) : decision;
    }

    private @Nullable Decision decision(String incident) throws IOException {
        Optional<Decision> known = decisions.get(incident);
        if (known == null) {
            known = Optional.ofNullable(approvals.decision(incident));
            decisions.put(incident, known);
        }
        return known.orElse(null);
    }

    /** What contains something that was denied is so, too, until a person decides about it as a whole. */
    private @Nullable Decision denied(Incident whole) throws IOException {
        for (String former : whole.formerIds()) {
            Decision part = decision(former);
            if (part != null && !part.isApproved()) {
                approvals.decide(whole.id(), part);
                decisions.put(whole.id(), Optional.of(part));
                departures.tell(
                        "denied", whole.id(), part.marking(), "", "contains " + former + ", denied by " + part.by());
                return part;
            }
        }
        return null;
    }

    private Marking marking(JournalEntry entry) throws IOException {
        Marking known = marked.get(entry.key());
        if (known == null) {
            known = markings.of(entry);
            marked.put(entry.key(), known);
        }
        return known;
    }

    private SharePolicy.Ruling ruling(JournalEntry entry, @Nullable Decision decision, Marking marking) {
        int severity = severity(entry);
        SharePolicy.Ruling ruling = sharing.policy().ruling(severity, marking);
        if (ruling == SharePolicy.Ruling.KEEP || decision != null && !decision.isApproved()) {
            return SharePolicy.Ruling.KEEP;
        }
        if (ruling == SharePolicy.Ruling.LET || decision == null) {
            return ruling;
        }
        boolean isCovered = switch (sharing.policy().updates()) {
            case FOLLOW -> true;
            case GRAVER -> severity <= decision.severity() && !marking.isAbove(decision.marking());
            case ASK -> timeNs(entry) <= decision.untilNs();
        };
        return isCovered ? SharePolicy.Ruling.LET : SharePolicy.Ruling.ASK;
    }

    private static int severity(JournalEntry entry) {
        return switch (entry) {
            case Alert alert -> alert.severity();
            case Incident incident -> incident.severity();
        };
    }

    private static long alerts(JournalEntry entry) {
        return switch (entry) {
            case Alert alert -> alert.update();
            case Incident incident -> incident.alerts();
        };
    }

    private static long timeNs(JournalEntry entry) {
        return switch (entry) {
            case Alert alert -> alert.timeNs();
            case Incident incident -> incident.lastSeenNs();
        };
    }

    private void handOver(JournalEntry entry, @Nullable Decision decision, Marking marking) throws IOException {
        String incident = HeldEntries.incidentOf(entry);
        ShareKey key = key(entry);
        JournalEntry shared;
        try {
            shared = sharing.shared(entry, pseudonyms(key));
        } catch (LeakException e) {
            departures.refused(entry, marking, key.id(), String.valueOf(e.getMessage()));
            throw new RejectedException(name() + ": " + e.getMessage());
        }
        mark(shared, marking);
        switch (shared) {
            case Alert alert -> exporter.deliver(alert);
            case Incident whole -> exporter.deliver(whole);
        }
        departures.handedOver(incident, shared, marking, key.id(), decision);
    }

    private Pseudonyms pseudonyms(ShareKey key) {
        if (pseudonyms.size() > MOST_KEYS) {
            pseudonyms.clear();
        }
        return pseudonyms.computeIfAbsent(key.id(), id -> new Pseudonyms(key));
    }

    private void mark(JournalEntry shared, Marking marking) {
        if (exporter instanceof Marked marked) {
            marked.mark(shared, marking);
        }
    }

    private ShareKey key(JournalEntry entry) throws IOException {
        return keys.of(HeldEntries.incidentOf(entry), entry instanceof Incident whole ? whole.formerIds() : List.of());
    }

    private void hold(JournalEntry entry, Marking marking) throws IOException {
        String incident = HeldEntries.incidentOf(entry);
        Waiting before = waiting.get(incident);
        String headline = entry instanceof Incident whole
                ? whole.headline().getOrDefault("en", "")
                : before != null && !before.headline().isEmpty()
                        ? before.headline()
                        : ((Alert) entry).rule().title();
        waiting.put(
                incident,
                new Waiting(
                        incident,
                        before == null ? clock.instant() : before.since(),
                        before == null ? entry.key() : before.first(),
                        entry.key(),
                        before == null ? 1 : before.entries() + 1,
                        Math.max(before == null ? 0 : before.alerts(), alerts(entry)),
                        Math.max(before == null ? 0 : before.severity(), severity(entry)),
                        Math.max(before == null ? 0 : before.untilNs(), timeNs(entry)),
                        before == null ? marking : before.marking().raisedTo(marking),
                        headline));
        unsaved.add(incident);
        if (before == null) {
            // so that a preview shows the names that will be used
            departures.tell("held", incident, marking, key(entry).id(), "a person has to approve");
        }
        bound();
    }

    private void bound() throws IOException {
        Instant oldest = clock.instant().minus(Approvals.LONGEST);
        while (!waiting.isEmpty()) {
            Waiting first = waiting.values().iterator().next();
            if (waiting.size() <= Approvals.MOST && !first.since().isBefore(oldest)) {
                return;
            }
            waiting.remove(first.incident());
            unsaved.remove(first.incident());
            approvals.release(first.incident());
            departures.tell("given up", first.incident(), first.marking(), "", "nobody decided");
        }
    }

    /** Whether somebody decided about what waits: what was approved is delivered here, in order, before anything newer. */
    private boolean look() throws IOException {
        Instant now = clock.instant();
        if (!now.isBefore(looked) && now.isBefore(looked.plus(LOOK_EVERY))) {
            return false;
        }
        looked = now;
        decisions.clear();
        marked.clear();
        if (waiting.isEmpty()) {
            return false;
        }
        Instant changed = approvals.changed(); // before looking, so that nothing is missed
        if (changed.equals(decidedLast) && now.isBefore(scanned.plus(LOOK_ANYWAY))) {
            return false;
        }
        scanned = now;
        boolean delivers = false;
        for (Waiting each : List.copyOf(waiting.values())) {
            Decision decision = approvals.decision(each.incident());
            if (decision != null && !decision.equals(outgrown.get(each.incident()))) {
                delivers |= decided(each, decision);
            }
        }
        outgrown.keySet().retainAll(waiting.keySet());
        save();
        decidedLast = changed;
        return delivers;
    }

    private boolean decided(Waiting each, Decision decision) throws IOException {
        List<JournalEntry> held =
                decision.isApproved() ? journal.between(each.incident(), each.first(), each.last()) : List.of();
        if (isOutgrown(decision, held)) {
            outgrown.put(each.incident(), decision);
            return false;
        }
        waiting.remove(each.incident());
        unsaved.remove(each.incident());
        boolean delivers = false;
        for (JournalEntry entry : held) {
            Marking marking = markings.of(entry);
            switch (ruling(entry, decision, marking)) {
                case LET -> {
                    delivers = true;
                    try {
                        handOver(entry, decision, marking);
                        lastReceipt = exporter.flush(); // one by one: a refused one must not stop the others
                    } catch (RejectedException e) {
                        departures.refused(entry, marking, "", String.valueOf(e.getMessage()));
                        exporter.resume(lastReceipt);
                    }
                }
                case ASK -> hold(entry, marking);
                case KEEP -> {}
            }
        }
        if (!waiting.containsKey(each.incident())) {
            released.add(each.incident());
        }
        return delivers;
    }

    /** Whether all that waits does so although a person decided before: it goes on waiting for another decision. */
    private boolean isOutgrown(Decision decision, List<JournalEntry> held) throws IOException {
        for (JournalEntry entry : held) {
            if (ruling(entry, decision, markings.of(entry)) != SharePolicy.Ruling.ASK) {
                return false;
            }
        }
        return !held.isEmpty();
    }

    @Override
    public boolean idle() throws IOException {
        forget();
        boolean delivered = look();
        return exporter.idle() || delivered;
    }

    @Override
    public Receipt flush() throws IOException {
        save(); // first: when it fails nothing has left
        Receipt receipt = exporter.flush();
        lastReceipt = receipt;
        departures.received();
        return receipt;
    }

    private void save() throws IOException {
        for (String incident : unsaved) {
            Waiting each = waiting.get(incident);
            if (each != null) {
                approvals.hold(each);
            }
        }
        unsaved.clear();
    }

    /** What was released before the last receipt, which is written by now: it need not be found again. */
    private void forget() throws IOException {
        if (!released.isEmpty() && departures.isEmpty()) {
            for (String incident : released) {
                if (!waiting.containsKey(incident)) {
                    approvals.release(incident);
                }
            }
            released.clear();
        }
    }

    /**
     * What the receiver would get of these entries if they left now: those that the policy lets out, whatever a person decided.
     *
     * @param entries of one incident
     * @throws IOException with the reason when one must not leave
     */
    public List<Previewed.Document> preview(List<JournalEntry> entries) throws IOException {
        if (!(exporter instanceof Previewed previewed)) {
            throw new IOException(name() + ": cannot be previewed");
        }
        List<JournalEntry> shared = new ArrayList<>();
        for (JournalEntry entry : entries) {
            Marking marking = markings.of(entry);
            if (sharing.policy().ruling(severity(entry), marking) != SharePolicy.Ruling.KEEP) {
                try {
                    JournalEntry told = sharing.shared(entry, pseudonyms(key(entry)));
                    mark(told, marking);
                    shared.add(told);
                } catch (LeakException e) {
                    throw new IOException(name() + ": " + e.getMessage(), e);
                }
            }
        }
        return previewed.preview(shared);
    }

    /** What the policy says about this incident as it stands, in a sentence for a person. */
    public String verdict(Incident incident) throws IOException {
        Marking marking = markings.of(incident);
        Decision decision = approvals.decision(incident.id());
        String decided = decision == null
                ? "nobody decided"
                : (decision.isApproved() ? "approved by " : "denied by ") + decision.by() + " at "
                        + decision.at().truncatedTo(ChronoUnit.SECONDS);
        String ruling = switch (ruling(incident, decision, marking)) {
            case LET -> "it leaves";
            case ASK -> "it waits for a person";
            case KEEP -> "it does not leave";
        };
        return ruling + "; " + marking + ", severity " + incident.severity() + ", " + decided;
    }

    @Override
    public void close() throws IOException {
        exporter.close();
    }

    @Override
    public String toString() {
        return "shared " + exporter.name();
    }
}
