package io.auscult.export.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.IncidentJson;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import io.auscult.export.Origin;
import io.auscult.export.eve.EveRecord;
import io.auscult.export.page.Voice;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.util.Arrays;
import java.util.List;

/** The bytes of a post; the same ones for the same entry, whenever they are made. One thread. */
final class PostBody {
    private final Template template;
    private final Origin origin;
    private final CardWriter cards;
    private final ObjectMapper json = new ObjectMapper();
    private final JsonLine line = new JsonLine(1 << 13);
    private final EveRecord eve;

    PostBody(Template template, Origin origin, Voice voice) {
        this.template = template;
        this.origin = origin;
        this.cards = new CardWriter(voice, origin.sensor());
        this.eve = new EveRecord(origin.interfaces());
    }

    byte[] of(JournalEntry entry) {
        if (template == Template.JSON) {
            return plain(entry);
        }
        Card card = switch (entry) {
            case Alert alert -> cards.of(alert);
            case Incident incident -> cards.of(incident);
        };
        ObjectNode message = switch (template) {
            case TEAMS -> ChatForms.teams(card);
            case SLACK -> ChatForms.slack(card);
            case MATTERMOST -> ChatForms.mattermost(card);
            case JSON -> throw new IllegalStateException("written above");
        };
        try {
            return json.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    /** Several in one: {@code {"type": "batch", "sensor": ..., "version": ..., "entries": [...]}}, each entry as it would be alone. */
    byte[] of(List<JournalEntry> entries) {
        if (entries.size() == 1) {
            return of(entries.getFirst());
        }
        line.length(0);
        int root = line.open();
        line.key(new Key("type")).text("batch");
        origin();
        int list = line.key(new Key("entries")).open();
        for (JournalEntry entry : entries) {
            line.element();
            append(entry);
        }
        line.closeArray(list);
        line.closeObject(root);
        return Arrays.copyOf(line.bytes(), line.length());
    }

    private byte[] plain(JournalEntry entry) {
        line.length(0);
        append(entry);
        return Arrays.copyOf(line.bytes(), line.length());
    }

    /** {@code {"type": "alert", "id": ..., "sensor": ..., "version": ..., "alert": {EVE}}}, or with {@code incident}. */
    private void append(JournalEntry entry) {
        String type = entry instanceof Alert ? "alert" : "incident";
        int root = line.open();
        line.key(new Key("type")).text(type);
        line.key(new Key("id")).text(entry.key());
        origin();
        line.key(new Key(type));
        switch (entry) {
            case Alert alert -> {
                eve.write(line, alert);
                line.length(line.length() - 1); // its line end
            }
            case Incident incident -> IncidentJson.write(line, incident);
        }
        line.closeObject(root);
    }

    private void origin() {
        line.key(new Key("sensor")).text(origin.sensor());
        line.key(new Key("version")).text(origin.version());
    }
}
