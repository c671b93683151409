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
    private static final int MOST_REMEMBERED = 1_024;
    private static final int MOST_IDS = 16; // of alerts in a line of the log

    private final Exporter exporter;
    private final Sharing sharing;
    private final ShareKeys keys;
    private final Markings markings;
    private final Approvals approvals;
    private final AuditLog log;
    private final HeldEntries journal;
    private final InstantSource clock;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> unsaved = new LinkedHashSet<>(); // of those waiting
    private final Set<String> released = new LinkedHashSet<>(); // delivered; their files go when the receipt is written
    private final Map<String, Leaving> leaving = new LinkedHashMap<>(); // since the last flush, by incident
    private final Map<String, Pseudonyms> pseudonyms = new HashMap<>(); // by id of the key
    private final Map<String, Optional<Decision>> decisions = new HashMap<>(); // for as long as nobody looks again
    private final Map<String, Marking> marked = new HashMap<>(); // by key of the entry, the same
    private final Set<String> refused = new LinkedHashSet<>(); // keys of entries of which the log tells already
    private Instant looked = Instant.EPOCH;
    private Instant scanned = Instant.EPOCH;
    private @Nullable Instant decidedLast;
    private @Nullable Receipt lastReceipt;

    /** What was handed over of one incident since the last receipt. */
    private static final class Leaving {
        private final Marking marking;
        private final String key;
        private final @Nullable Decision decision;
        private final List<String> ids = new ArrayList<>();
        private String sharedId = "";
        private long alerts;
        private long snapshots;
        private String digest = "";

        Leaving(Marking marking, String key, @Nullable Decision decision) {
            this.marking = marking;
            this.key = key;
            this.decision = decision;
        }
    }

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
        this.log = log;
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
        leaving.clear();
        released.clear();
        unsaved.clear();
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
        Decision decision = decision(HeldEntries.incidentOf(entry));
        Marking marking = marking(entry);
        switch (ruling(entry, decision, marking)) {
            case LET -> handOver(entry, decision, marking);
            case ASK -> hold(entry, marking);
            case KEEP -> {}
        }
    }

    private @Nullable Decision decision(String incident) throws IOException {
        if (sharing.policy().approval() == Approval.NEVER) {
            return null;
        }
        Optional<Decision> known = decisions.get(incident);
        if (known == null) {
            known = Optional.ofNullable(approvals.decision(incident));
            decisions.put(incident, known);
        }
        return known.orElse(null);
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
            case ASK -> alerts(entry) <= decision.alerts();
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

    private void handOver(JournalEntry entry, @Nullable Decision decision, Marking marking) throws IOException {
        String incident = HeldEntries.incidentOf(entry);
        List<String> former = entry instanceof Incident whole ? whole.formerIds() : List.of();
        ShareKey key = keys.of(incident, former);
        if (pseudonyms.size() > MOST_KEYS) {
            pseudonyms.clear();
        }
        Pseudonyms names = pseudonyms.computeIfAbsent(key.id(), id -> new Pseudonyms(key));
        if (exporter instanceof Marked marked) {
            marked.mark(marking);
        }
        JournalEntry shared;
        try {
            switch (entry) {
                case Alert alert -> {
                    Alert told = sharing.shared(alert, names);
                    exporter.deliver(told);
                    shared = told;
                }
                case Incident whole -> {
                    Incident told = sharing.shared(whole, names);
                    exporter.deliver(told);
                    shared = told;
                }
            }
        } catch (LeakException e) {
            tellRefused(entry, values(incident, marking, key.id(), "reason", String.valueOf(e.getMessage())));
            throw new RejectedException(name() + ": " + e.getMessage());
        }
        note(incident, shared, new Leaving(marking, key.id(), decision));
    }

    private void tellRefused(JournalEntry entry, Map<String, Object> values) throws IOException {
        if (refused.add(entry.key())) { // it is tried again for a while
            log.add("refused", values);
        }
        if (refused.size() > MOST_REMEMBERED) {
            refused.remove(refused.iterator().next());
        }
    }

    private void note(String incident, JournalEntry shared, Leaving first) {
        Leaving line = leaving.computeIfAbsent(incident, id -> first);
        line.sharedId = HeldEntries.incidentOf(shared);
        if (shared instanceof Alert) {
            line.alerts++;
            if (line.ids.size() < MOST_IDS) {
                line.ids.add(shared.id());
            }
        } else {
            line.snapshots++;
        }
        line.digest = AuditLog.sha256(line.digest + shared);
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
                        before == null ? marking : before.marking().raisedTo(marking),
                        headline));
        unsaved.add(incident);
        if (before == null) {
            // so that a preview shows the names that will be used
            ShareKey key = keys.of(incident, entry instanceof Incident whole ? whole.formerIds() : List.of());
            log.add("held", values(incident, marking, key.id(), "reason", "a person has to approve"));
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
            log.add("given up", values(first.incident(), first.marking(), "", "reason", "nobody decided"));
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
            if (decision != null) {
                delivers |= decided(each, decision);
            }
        }
        save();
        decidedLast = changed;
        return delivers;
    }

    private boolean decided(Waiting each, Decision decision) throws IOException {
        List<JournalEntry> held =
                decision.isApproved() ? journal.between(each.incident(), each.first(), each.last()) : List.of();
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
                        tellRefused(
                                entry, values(each.incident(), marking, "", "reason", String.valueOf(e.getMessage())));
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

    @Override
    public boolean idle() throws IOException {
        forget();
        boolean delivered = look();
        return exporter.idle() || delivered;
    }

    @Override
    public Receipt flush() throws IOException {
        Receipt receipt = exporter.flush();
        lastReceipt = receipt;
        save();
        List<AuditLog.Line> lines = new ArrayList<>();
        leaving.forEach((incident, line) -> lines.add(new AuditLog.Line("left", values(incident, line))));
        log.add(lines);
        leaving.clear();
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
        if (!released.isEmpty() && leaving.isEmpty()) {
            for (String incident : released) {
                if (!waiting.containsKey(incident)) {
                    approvals.release(incident);
                }
            }
            released.clear();
        }
    }

    private Map<String, Object> values(String incident, Leaving line) {
        Map<String, Object> values = values(incident, line.marking, line.key, "shared_as", line.sharedId);
        values.put("alerts", line.alerts);
        values.put("snapshots", line.snapshots);
        values.put("ids", String.join(" ", line.ids));
        values.put("content_sha256", line.digest);
        values.put("approved_by", line.decision == null ? "" : line.decision.by());
        return values;
    }

    private Map<String, Object> values(String incident, Marking marking, String key, String name, String value) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("to", name());
        values.put("incident", incident);
        values.put("tlp", marking.tlp().tag());
        values.put("pap", marking.pap().key());
        values.put("key", key);
        values.put(name, value);
        return values;
    }

    /** What the receiver would get of this incident if it left now. @throws IOException with the reason when it must not */
    public String preview(Incident incident) throws IOException {
        Marking marking = markings.of(incident);
        Incident shared;
        try {
            shared = sharing.shared(incident, new Pseudonyms(keys.of(incident.id(), incident.formerIds())));
        } catch (LeakException e) {
            throw new IOException(name() + ": " + e.getMessage(), e);
        }
        if (exporter instanceof Marked labelled) {
            labelled.mark(marking);
        }
        return exporter instanceof Previewed previewed ? previewed.preview(shared) : Rendering.of(shared);
    }

    /** What the policy says about this incident as it stands, in a sentence for a person. */
    public String verdict(Incident incident) throws IOException {
        Marking marking = markings.of(incident);
        Decision decision = approvals.decision(incident.id());
        String decided = decision == null
                ? "nobody decided"
                : (decision.isApproved() ? "approved by " : "denied by ") + decision.by() + " at " + decision.at();
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
