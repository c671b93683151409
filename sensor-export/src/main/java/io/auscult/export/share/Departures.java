package io.auscult.export.share;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.JournalEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was handed over to one receiver since its last receipt, and what the log is told about it. One thread. */
final class Departures {
    private static final int MOST_IDS = 16; // of alerts in a line of the log
    private static final int MOST_REFUSED = 1_024; // keys of entries of which the log tells already, the newest

    private final String receiver;
    private final AuditLog log;
    private final Map<String, Leaving> leaving = new LinkedHashMap<>(); // by incident
    private final Set<String> refused = new LinkedHashSet<>();
    private final List<AuditLog.Line> untold = new ArrayList<>(); // what the receiver has and the log does not say yet

    /** What was handed over of one incident. */
    private static final class Leaving {
        private final Marking marking;
        private final String key;
        private final String approvedBy;
        private final List<String> ids = new ArrayList<>();
        private String sharedId = "";
        private long alerts;
        private long snapshots;
        private String digest = "";

        Leaving(Marking marking, String key, String approvedBy) {
            this.marking = marking;
            this.key = key;
            this.approvedBy = approvedBy;
        }
    }

    Departures(String receiver, AuditLog log) {
        this.receiver = receiver;
        this.log = log;
    }

    boolean isEmpty() {
        return leaving.isEmpty() && untold.isEmpty();
    }

    /** What was handed over comes again. What the receiver has is told first. */
    void forget() throws IOException {
        leaving.clear();
        log.add(untold);
        untold.clear();
    }

    /** @param key id of the key under which it was handed over */
    void handedOver(String incident, JournalEntry shared, Marking marking, String key, @Nullable Decision decision) {
        Leaving line = leaving.computeIfAbsent(
                incident, id -> new Leaving(marking, key, decision == null ? "" : decision.by()));
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

    /** The receiver has it all. */
    void received() throws IOException {
        leaving.forEach((incident, line) -> {
            Map<String, Object> values = values(incident, line.marking, line.key);
            values.put("shared_as", line.sharedId);
            values.put("alerts", line.alerts);
            values.put("snapshots", line.snapshots);
            values.put("ids", String.join(" ", line.ids));
            values.put("content_sha256", line.digest);
            values.put("approved_by", line.approvedBy);
            untold.add(new AuditLog.Line("left", values));
        });
        leaving.clear();
        log.add(untold);
        untold.clear();
    }

    /** It must not leave, or nobody took it: told once, though it is tried for a while. */
    void refused(JournalEntry entry, Marking marking, String key, String reason) throws IOException {
        if (refused.add(entry.key())) {
            tell("refused", HeldEntries.incidentOf(entry), marking, key, reason);
        }
        if (refused.size() > MOST_REFUSED) {
            refused.remove(refused.iterator().next());
        }
    }

    void tell(String action, String incident, Marking marking, String key, String reason) throws IOException {
        Map<String, Object> values = values(incident, marking, key);
        values.put("reason", reason);
        log.add(action, values);
    }

    private Map<String, Object> values(String incident, Marking marking, String key) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("to", receiver);
        values.put("incident", incident);
        values.put("tlp", marking.tlp().tag());
        values.put("pap", marking.pap().key());
        values.put("key", key);
        return values;
    }
}
