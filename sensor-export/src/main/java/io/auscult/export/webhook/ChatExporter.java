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
import io.auscult.export.page.Voice;
import io.auscult.export.webhook.ChatState.Known;
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
public final class ChatExporter implements Exporter, Previewed {
    private static final int WORSE = 2; // points of severity
    private static final long GATHER_MS = 60_000; // before a summary, what comes in a flood
    private static final Logger LOG = LoggerFactory.getLogger(ChatExporter.class);

    private final ChatSettings settings;
    private final ChatState state;
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
        this.state = new ChatState(file);
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
        state.read();
        client = new WebhookClient(settings.access(), clock);
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
                                new String(message(cards.of(incident)), StandardCharsets.UTF_8)));
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
            state.write();
        }
        return new Receipt(client().host(), posted);
    }

    private void take(Incident incident) throws IOException {
        incident.formerIds().forEach(state::forget);
        Known before = told(incident);
        if (before != null && before.id().equals(incident.id()) && incident.alerts() <= before.alerts()) {
            return; // delivered once more
        }
        Known now = new Known(
                incident.id(),
                incident.light(),
                incident.severity(),
                incident.alerts(),
                cards.words(incident),
                incident.firstSeenNs(),
                clock.millis());
        boolean isWorth = before == null || isWorse(incident, before);
        if (isWorth && state.sent(clock.millis()) < settings.mostPerHour()) {
            post(incident.key(), cards.of(incident));
            state.tell(now);
        } else {
            state.hold(now);
        }
    }

    /** What the readers know of it, or of a part of it. */
    private @Nullable Known told(Incident incident) {
        Known told = state.told(incident.id());
        for (String formerId : incident.formerIds()) {
            told = told == null ? state.told(formerId) : told;
        }
        return told;
    }

    private static boolean isWorse(Incident incident, Known before) {
        return incident.light().compareTo(before.light()) > 0 || incident.severity() >= before.severity() + WORSE;
    }

    /** The summary, when it is due. */
    @Override
    public boolean idle() throws IOException {
        List<Known> waiting = state.waiting();
        if (!waiting.isEmpty() && isDue(waiting.getFirst().atMs())) {
            try {
                post("summary-" + state.summaryMs(), cards.summary(waiting, state.beyond()));
            } catch (RejectedException e) {
                LOG.warn("{}; the summary of {} incidents is left out", e.getMessage(), waiting.size());
            }
            state.summarised(clock.millis());
            state.write();
        }
        return false;
    }

    private boolean isDue(long waitingSinceMs) {
        long nowMs = clock.millis();
        long every = settings.digestEvery().toMillis();
        long sinceLast = nowMs - state.summaryMs();
        long gathered = nowMs - waitingSinceMs;
        return (sinceLast < 0 || sinceLast >= every) && (gathered < 0 || gathered >= Math.min(every, GATHER_MS));
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
