package io.auscult.export.webhook;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.export.Exporter;
import io.auscult.export.LaterException;
import io.auscult.export.Origin;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.page.Voice;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Posts incidents and alerts to one address, each in a request of its own or several in one. What was delivered is posted at {@link #flush}, up to {@link #AT_ONCE} at
 * the same time, those of one incident one after the other. Of several snapshots of an incident that wait, the last is posted. What the receiver took is
 * not posted again when others of its batch failed. One thread; requests run on virtual ones.
 */
public final class WebhookExporter implements Exporter {
    static final int AT_ONCE = 8;
    private static final int MAX_WAITING = 512; // entries; then they are posted
    private static final int MAX_TAKEN = 4096; // alerts and incidents remembered, the newest
    private static final int MAX_BODY = 4 << 20; // bytes

    private final WebhookSettings settings;
    private final PostBody bodies;
    private final InstantSource clock;
    private final Growth growth;
    private final Map<String, JournalEntry> waiting = new LinkedHashMap<>(); // by key; an incident under its id
    private final Map<String, Long> taken = new LinkedHashMap<>(); // by id; of an incident up to which alert
    private @Nullable WebhookClient client;
    private long posted;

    public WebhookExporter(WebhookSettings settings, Origin origin, Voice voice, InstantSource clock) {
        this.settings = settings;
        this.bodies = new PostBody(settings.template(), origin, voice);
        this.clock = clock;
        this.growth = new Growth(settings.repeat(), clock);
    }

    @Override
    public String name() {
        return settings.name();
    }

    /** Reads secrets and certificates anew; asks nobody. */
    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        close();
        client();
    }

    private WebhookClient client() throws IOException {
        WebhookClient open = client;
        if (open == null) {
            try {
                open = new WebhookClient(settings, clock);
            } catch (IOException e) {
                throw new IOException(settings.name() + ": " + e.getMessage(), e);
            }
            client = open;
        }
        return open;
    }

    @Override
    public void deliver(Alert alert) throws IOException {
        if (settings.alerts() && alert.level().atLeast(settings.minimum())) {
            put(alert.key(), alert);
        }
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        if (settings.incidents() && incident.level().atLeast(settings.minimum()) && growth.isDue(incident)) {
            put(incident.id(), incident);
        }
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
    public boolean idle() throws IOException {
        List<Incident> overdue = growth.overdue();
        for (Incident incident : overdue) {
            put(incident.id(), incident);
        }
        return !overdue.isEmpty();
    }

    @Override
    public Receipt flush() throws IOException {
        post();
        return new Receipt(client().host(), posted);
    }

    private void post() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        Round round = new Round(client());
        List<JournalEntry> done = round.run(settings.batch() == 1 ? singly() : inBatches());
        for (JournalEntry entry : done) {
            waiting.remove(entry instanceof Incident ? entry.id() : entry.key());
            remember(entry);
        }
        posted += done.size();
        IOException failure = round.failure();
        if (failure != null) {
            throw named(failure);
        }
    }

    /** Those of one incident stay in order, whichever comes first among others. */
    private Collection<List<Round.Post>> singly() {
        Map<String, List<Round.Post>> byIncident = new LinkedHashMap<>();
        for (JournalEntry entry : waiting.values()) {
            String incident = entry instanceof Alert alert ? alert.incidentId() : entry.id();
            byIncident
                    .computeIfAbsent(incident, id -> new ArrayList<>())
                    .add(new Round.Post(entry.key(), List.of(entry), bodies.of(entry)));
        }
        return byIncident.values();
    }

    /** One after the other. */
    private Collection<List<Round.Post>> inBatches() {
        List<JournalEntry> all = List.copyOf(waiting.values());
        List<Round.Post> posts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += settings.batch()) {
            List<JournalEntry> some = all.subList(from, Math.min(all.size(), from + settings.batch()));
            posts.add(new Round.Post(Signature.idOf(some), some, bodies.of(some)));
        }
        return List.of(posts);
    }

    private void remember(JournalEntry entry) {
        taken.remove(entry.id()); // to the end
        taken.put(entry.id(), version(entry));
        if (taken.size() > MAX_TAKEN) {
            taken.remove(taken.keySet().iterator().next());
        }
        if (entry instanceof Incident incident) {
            growth.told(incident);
        }
    }

    private IOException named(IOException e) {
        String message = settings.name() + ": " + (client == null ? "" : client.host() + ": ") + e.getMessage();
        return switch (e) {
            case RejectedException rejected -> new RejectedException(message);
            case LaterException later -> new LaterException(message, later.delay());
            default -> new IOException(message, e);
        };
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

    /** One round of posts: a virtual thread an incident, so many requests at once. Ends early when the receiver is in trouble, not when it refuses one. */
    private static final class Round {
        /** @param id stable: the same for the same entries */
        record Post(String id, List<JournalEntry> entries, byte[] body) {}

        private final WebhookClient client;
        private final Semaphore atOnce = new Semaphore(AT_ONCE);
        private final List<JournalEntry> done = new ArrayList<>();
        private @Nullable RejectedException refusal;
        private @Nullable IOException trouble;
        private boolean isSplit;

        Round(WebhookClient client) {
            this.client = client;
        }

        List<JournalEntry> run(Iterable<List<Post>> queues) throws IOException {
            List<Thread> threads = new ArrayList<>();
            for (List<Post> queue : queues) {
                threads.add(Thread.ofVirtual().start(() -> queue.forEach(this::send)));
            }
            try {
                for (Thread thread : threads) {
                    thread.join();
                }
            } catch (InterruptedException e) {
                threads.forEach(Thread::interrupt);
                Thread.currentThread().interrupt();
                throw new IOException("interrupted");
            }
            synchronized (this) {
                return List.copyOf(done);
            }
        }

        private void send(Post post) {
            if (isOver()) {
                return;
            }
            atOnce.acquireUninterruptibly();
            try {
                if (isOver()) {
                    return;
                }
                if (post.body().length > MAX_BODY) {
                    throw new RejectedException("longer than " + MAX_BODY + " bytes");
                }
                client.post(post.id(), post.body());
                synchronized (this) {
                    done.addAll(post.entries());
                }
            } catch (RejectedException e) {
                synchronized (this) {
                    refusal = refusal == null ? e : refusal;
                    isSplit |= post.entries().size()
                            > 1; // the others of it come again one by one, and before those behind it
                }
            } catch (IOException e) {
                synchronized (this) {
                    trouble = trouble == null ? e : trouble;
                }
            } catch (RuntimeException e) {
                synchronized (this) {
                    trouble = trouble == null ? new IOException("a defect of the sensor: " + e, e) : trouble;
                }
            } finally {
                atOnce.release();
            }
        }

        private synchronized boolean isOver() {
            return trouble != null || isSplit;
        }

        synchronized @Nullable IOException failure() {
            return trouble != null ? trouble : refusal;
        }
    }
}
