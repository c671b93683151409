package io.auscult.export.webhook;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.share.Marked;
import io.auscult.export.share.MarkedEntries;
import io.auscult.export.share.Marking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Posts alerts and incidents to a program, what waits together in one post, one post after the other. Of several snapshots of an incident that wait, the last is posted. A post that is
 * refused is halved until it is clear which entry is meant; what was taken of it is not posted again. One thread.
 */
public final class WebhookExporter implements Exporter, Marked, Previewed {
    private static final int MAX_WAITING = 512; // entries; then they are posted
    private static final int MAX_TAKEN = 4096; // alerts and incidents remembered, the newest
    private static final int MAX_BODY = 4 << 20; // bytes

    private final WebhookSettings settings;
    private final InstantSource clock;
    private final Origin origin;
    private final MarkedEntries marked = new MarkedEntries();
    private final PostBody post;
    private final Map<String, JournalEntry> waiting = new LinkedHashMap<>(); // by key; an incident under its id
    private final Map<String, Long> taken = new LinkedHashMap<>(); // by id; of an incident up to which alert
    private @Nullable WebhookClient client;
    private long posted;

    /** @param clock wall clock, for signatures */
    public WebhookExporter(WebhookSettings settings, Origin origin, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
        this.origin = origin;
        this.post = new PostBody(origin, marked);
    }

    @Override
    public String name() {
        return settings.access().name();
    }

    /** Reads secrets and certificates anew; asks nobody. */
    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        close();
        client = new WebhookClient(settings.access(), clock);
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        marked.mark(entry, marking);
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        if (isTold(alert)) {
            put(alert.key(), alert);
        }
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        if (isTold(incident)) {
            put(incident.id(), incident);
        }
    }

    private boolean isTold(JournalEntry entry) {
        return switch (entry) {
            case Alert alert -> settings.alerts() && alert.level().atLeast(settings.minimum());
            case Incident incident -> settings.incidents() && incident.level().atLeast(settings.minimum());
        };
    }

    /** In posts as full as they may be. */
    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        Map<String, JournalEntry> told = new LinkedHashMap<>();
        for (JournalEntry entry : entries) {
            if (isTold(entry)) {
                String place = entry instanceof Incident ? entry.id() : entry.key();
                told.remove(place);
                told.put(place, entry);
            }
        }
        PostBody bodies = new PostBody(origin, marked);
        List<Document> posts = new ArrayList<>();
        int count = 0;
        for (JournalEntry entry : told.values()) {
            if (count == settings.batch() || !bodies.add(entry)) {
                posts.add(document(bodies));
                bodies.add(entry);
                count = 0;
            }
            count++;
        }
        if (count > 0) {
            posts.add(document(bodies));
        }
        return posts;
    }

    private Document document(PostBody bodies) {
        return new Document("POST to " + settings.access().place(), new String(bodies.take(), StandardCharsets.UTF_8));
    }

    private void put(String place, JournalEntry entry) throws IOException {
        if (taken.getOrDefault(entry.id(), -1L) >= version(entry)) {
            return;
        }
        waiting.remove(place); // its place is now at the end: after the alerts that made it grow
        waiting.put(place, entry);
        if (waiting.size() >= MAX_WAITING) {
            post();
        }
    }

    private static long version(JournalEntry entry) {
        return entry instanceof Incident incident ? incident.alerts() : 0;
    }

    @Override
    public Receipt flush() throws IOException {
        post();
        return new Receipt(client().host(), posted);
    }

    private void post() throws IOException {
        List<JournalEntry> all = List.copyOf(waiting.values());
        int from = 0;
        while (from < all.size()) {
            int to = from;
            while (to < all.size() && to - from < settings.batch() && post.add(all.get(to))) {
                to++;
            }
            post(all.subList(from, to));
            from = to;
        }
        waiting.clear();
    }

    /** What was added to the post just now. */
    private void post(List<JournalEntry> entries) throws IOException {
        byte[] body = post.take();
        try {
            if (entries.size() == 1 && body.length > MAX_BODY) {
                throw new RejectedException(name() + ": longer than " + MAX_BODY + " bytes");
            }
            client().post(Signature.idOf(entries), body);
        } catch (RejectedException e) {
            if (entries.size() == 1) {
                throw e;
            }
            for (List<JournalEntry> half : List.of(
                    entries.subList(0, entries.size() / 2), entries.subList(entries.size() / 2, entries.size()))) {
                half.forEach(post::add); // fits, since all of it did
                post(half);
            }
            return;
        }
        entries.forEach(this::remember);
        posted += entries.size();
    }

    private void remember(JournalEntry entry) {
        taken.remove(entry.id()); // to the end
        taken.put(entry.id(), version(entry));
        if (taken.size() > MAX_TAKEN) {
            taken.remove(taken.keySet().iterator().next());
        }
    }

    private WebhookClient client() throws IOException {
        if (client == null) {
            throw new IOException(name() + ": not open");
        }
        return client;
    }

    @Override
    public void close() {
        waiting.clear(); // comes again
        WebhookClient open = client;
        client = null;
        if (open != null) {
            open.close();
        }
    }
}
