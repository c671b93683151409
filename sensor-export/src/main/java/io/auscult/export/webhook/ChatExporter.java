package io.auscult.export.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.notice.Notices;
import io.auscult.export.notice.Notices.Told;
import io.auscult.export.notice.Notices.Waiting;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marked;
import io.auscult.export.share.MarkedEntries;
import io.auscult.export.share.Marking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people in a chat of incidents, a message each, when they begin and when they get worse. Beyond so many messages an hour, and what merely grew, waits for a summary. Alerts are parts
 * of incidents and not told alone. One thread.
 */
public final class ChatExporter implements Exporter, Marked, Previewed {
    private static final Logger LOG = LoggerFactory.getLogger(ChatExporter.class);

    private final ChatSettings settings;
    private final Notices notices;
    private final MarkedEntries marked = new MarkedEntries();
    private final Voice voice;
    private final CardWriter cards;
    private final InstantSource clock;
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Incident> batch = new LinkedHashMap<>(); // the latest of each
    private @Nullable WebhookClient client;
    private long posted;

    /**
     * @param file for what was told; its folder is there
     * @param voice of the readers
     * @param sensor its name
     * @param clock wall clock
     */
    public ChatExporter(ChatSettings settings, Path file, Voice voice, String sensor, InstantSource clock) {
        this.settings = settings;
        this.notices = new Notices(file);
        this.voice = voice;
        this.cards = new CardWriter(voice, sensor);
        this.clock = clock;
    }

    @Override
    public String name() {
        return settings.access().name();
    }

    /** Reads secrets and certificates anew; asks nobody. */
    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        close();
        notices.read();
        client = new WebhookClient(settings.access(), clock);
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        if (entry instanceof Incident) {
            marked.mark(entry, marking);
        }
    }

    @Override
    public void deliver(Alert alert) {}

    @Override
    public void deliver(Incident incident) {
        if (incident.level().atLeast(settings.minimum())) {
            incident.formerIds().forEach(batch::remove); // nobody has seen it yet
            batch.remove(incident.id());
            batch.put(incident.id(), incident);
        }
    }

    /** The message about each; a summary tells the same in fewer words. */
    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        Map<String, Document> messages = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            if (entry instanceof Incident incident && incident.level().atLeast(settings.minimum())) {
                messages.put(
                        incident.id(),
                        new Document(
                                "POST to " + settings.access().place(),
                                new String(message(cards.of(incident, marked.of(incident))), StandardCharsets.UTF_8)));
            }
        }
        return List.copyOf(messages.values());
    }

    @Override
    public Receipt flush() throws IOException {
        try {
            for (Iterator<Incident> each = batch.values().iterator(); each.hasNext(); each.remove()) {
                take(each.next());
            }
        } finally {
            notices.write();
        }
        return new Receipt(client().host(), posted);
    }

    private void take(Incident incident) throws IOException {
        incident.formerIds().forEach(notices::forget);
        Told before = notices.told(incident);
        if (before != null && before.covers(incident)) {
            return; // delivered once more
        }
        Marking marking = marked.of(incident);
        boolean isWorth = before == null || before.isExceededBy(incident);
        if (isWorth && notices.hasRoom(settings.mostPerHour(), clock.millis())) {
            post(incident.key(), cards.of(incident, marking));
            notices.tell(new Told(
                    incident.id(),
                    "",
                    List.of(),
                    incident.light(),
                    incident.severity(),
                    incident.alerts(),
                    clock.millis()));
        } else {
            notices.hold(Waiting.of(incident, voice, clock.millis(), marking));
        }
    }

    /** The summary, when it is due. */
    @Override
    public boolean idle() throws IOException {
        List<Waiting> waiting = notices.waiting();
        if (notices.isDigestDue(waiting, settings.digestEvery(), clock.millis())) {
            try {
                post("summary-" + notices.digestMs(), cards.summary(waiting, notices.more()));
            } catch (RejectedException e) {
                LOG.warn("{}; the summary of {} incidents is left out", e.getMessage(), waiting.size());
            }
            notices.digestTold(waiting, clock.millis());
            notices.write();
        }
        return false;
    }

    private byte[] message(Card card) {
        ObjectNode message = switch (settings.access().template()) {
            case TEAMS -> ChatForms.teams(card);
            case SLACK -> ChatForms.slack(card);
            case MATTERMOST -> ChatForms.mattermost(card);
            case JSON -> throw new IllegalStateException("no chat");
        };
        try {
            return json.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree that cannot be written", e);
        }
    }

    private void post(String id, Card card) throws IOException {
        client().post(id, message(card));
        posted++;
    }

    private WebhookClient client() throws IOException {
        if (client == null) {
            throw new IOException(name() + ": not open");
        }
        return client;
    }

    @Override
    public void close() {
        batch.clear(); // comes again
        WebhookClient open = client;
        client = null;
        if (open != null) {
            open.close();
        }
    }
}
