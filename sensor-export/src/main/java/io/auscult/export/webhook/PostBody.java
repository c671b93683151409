package io.auscult.export.webhook;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.IncidentJson;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import io.auscult.export.Origin;
import io.auscult.export.eve.EveRecord;
import io.auscult.export.share.MarkedEntries;
import java.util.Arrays;

/**
 * The body of a post for a program under construction; the same bytes for the same entries, whenever they are made. One thread.
 * <pre>
 *   one:     {"type": "alert", "id": ..., "sensor": ..., "version": ..., "alert": {EVE}}, or with "incident"
 *   several: {"type": "batch", "sensor": ..., "version": ..., "entries": [each as it would be alone]}
 * </pre>
 */
final class PostBody {
    static final int MAX_TOGETHER = 1 << 19; // bytes; common servers take 1 MiB unless told otherwise

    private final Origin origin;
    private final MarkedEntries marked;
    private final JsonLine entries = new JsonLine(1 << 13);
    private final JsonLine around = new JsonLine(1 << 13);
    private final EveRecord eve;
    private int count;

    /** @param marked how freely each entry may be told */
    PostBody(Origin origin, MarkedEntries marked) {
        this.origin = origin;
        this.marked = marked;
        this.eve = new EveRecord(origin.interfaces());
    }

    /** @return whether there was room; for the first there is */
    boolean add(JournalEntry entry) {
        int before = entries.length();
        entries.element();
        write(entry);
        if (count > 0 && entries.length() > MAX_TOGETHER) {
            entries.length(before);
            return false;
        }
        count++;
        return true;
    }

    private void write(JournalEntry entry) {
        String type = entry instanceof Alert ? "alert" : "incident";
        int root = entries.open();
        entries.key(new Key("type")).text(type);
        entries.key(new Key("id")).text(entry.key());
        origin(entries);
        entries.key(new Key(type));
        switch (entry) {
            case Alert alert -> {
                eve.write(entries, alert, marked.labels(alert));
                entries.length(entries.length() - 1); // its line end
            }
            case Incident incident -> IncidentJson.write(entries, incident, marked.labels(incident));
        }
        entries.closeObject(root);
    }

    private void origin(JsonLine line) {
        line.key(new Key("sensor")).text(origin.sensor());
        line.key(new Key("version")).text(origin.version());
    }

    /** What was added, which is forgotten. */
    byte[] take() {
        byte[] body = count == 1 ? Arrays.copyOfRange(entries.bytes(), 1, entries.length()) : together();
        entries.length(0);
        count = 0;
        return body;
    }

    private byte[] together() {
        around.length(0);
        int root = around.open();
        around.key(new Key("type")).text("batch");
        origin(around);
        int list = around.key(new Key("entries")).open();
        System.arraycopy(
                entries.bytes(), 0, around.room(around.length(), entries.length()), around.length(), entries.length());
        around.length(around.length() + entries.length());
        around.closeArray(list);
        around.closeObject(root);
        return Arrays.copyOf(around.bytes(), around.length());
    }
}
