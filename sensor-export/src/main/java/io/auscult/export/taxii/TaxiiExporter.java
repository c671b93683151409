package io.auscult.export.taxii;

import com.fasterxml.jackson.databind.JsonNode;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Previewed;
import io.auscult.export.Receipt;
import io.auscult.export.RejectedException;
import io.auscult.export.share.Marked;
import io.auscult.export.share.Marking;
import io.auscult.export.stix.StixJson;
import io.auscult.export.stix.StixObject;
import io.auscult.export.stix.Teller;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Incidents as STIX 2.1 objects to a collection of a TAXII 2.1 server. Objects that the server has already in this form are not sent again; alerts travel inside their incident. A
 * request that is too long is halved. While one is on its way the next is filled. One thread, and one for the request on its way.
 */
public final class TaxiiExporter implements Exporter, Marked, Previewed {
    private static final int MOST_SENT =
            65_536; // objects whose form is remembered; the longest unused is forgotten and may be sent again
    private static final int MOST_STATUSES = 64; // requests that the server is still working on
    private static final int MOST_NAMED = 3; // refused objects in a message
    private static final int MOST_REASON = 200; // characters
    private static final byte[] HEAD = "{\"objects\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);
    private static final long FIRST_WAIT_MS = 20;
    private static final long MOST_WAIT_MS = 1_000;
    private static final long NS_A_MS = 1_000_000;

    private final TaxiiSettings settings;
    private final Clock clock;
    private final List<byte[]> envelope = new ArrayList<>();
    private final Deque<String> statuses = new ArrayDeque<>(); // ids of those that are not complete
    private final Map<String, Long> unsent = new LinkedHashMap<>(); // id -> form, since the last flush
    private final Map<String, Long> sent = new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST_SENT;
        }
    };
    private int envelopeBytes;
    private int mostBytes;
    private long delivered;
    private final Map<Tlp, Teller> tellers = new EnumMap<>(Tlp.class);
    private Teller teller; // as the next entries are marked
    private @Nullable TaxiiClient client;
    private @Nullable FutureTask<List<String>> posting;

    public TaxiiExporter(TaxiiSettings settings) {
        this(settings, Clock.systemUTC());
    }

    TaxiiExporter(TaxiiSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.teller = teller(settings.stix().tlp());
        this.mostBytes = settings.envelopeBytes();
    }

    @Override
    public String name() {
        return settings.access().name();
    }

    @Override
    public void mark(JournalEntry entry, Marking marking) {
        teller = teller(marking.tlp());
    }

    private Teller teller(Tlp tlp) {
        return tellers.computeIfAbsent(
                tlp, marking -> new Teller(settings.stix().marked(marking)));
    }

    @Override
    public void resume(@Nullable Receipt last) throws IOException {
        close();
        envelope.clear();
        envelopeBytes = 0;
        statuses.clear();
        unsent.clear();
        sent.clear();
        delivered = last == null || !last.receiver().equals(receiver()) ? 0 : last.position();
        TaxiiClient opened = new TaxiiClient(settings.access(), clock);
        client = opened;
        long most =
                opened.get(opened.root("")).json().path("max_content_length").asLong(settings.envelopeBytes());
        mostBytes = (int) Math.clamp(most, 1_024, settings.envelopeBytes());
        if (!opened.get(opened.collection("")).json().path("can_write").asBoolean(false)) {
            throw new IOException(name() + ": the collection may not be written to (see which rights the token has)");
        }
    }

    private String receiver() {
        return settings.access().apiRoot() + "collections/" + settings.access().collection() + "/";
    }

    private TaxiiClient client() throws IOException {
        TaxiiClient opened = client;
        if (opened == null) {
            throw new IOException(name() + ": not resumed");
        }
        return opened;
    }

    /** Its incident tells of it; by itself it says which indicators of the server's were met. */
    @Override
    public void deliver(Alert alert) throws IOException {
        delivered++;
        send(teller.of(alert));
    }

    @Override
    public void deliver(Incident incident) throws IOException {
        delivered++;
        send(teller.of(incident));
    }

    private void send(List<StixObject> objects) throws IOException {
        for (StixObject object : objects) {
            Long before = unsent.getOrDefault(object.id(), sent.get(object.id()));
            boolean isUnchanging = before != null && object.version().isEmpty();
            if (!isUnchanging && (before == null || before != object.form())) {
                add(object.bytes());
                unsent.put(object.id(), object.form());
            }
        }
    }

    private void add(byte[] object) throws IOException {
        if (!envelope.isEmpty()
                && (envelope.size() == settings.envelopeObjects() || envelopeBytes + object.length > mostBytes)) {
            post();
        }
        if (envelope.isEmpty()) {
            envelopeBytes = HEAD.length + TAIL.length;
        }
        envelope.add(object);
        envelopeBytes += object.length + 1;
    }

    /** In one envelope, which the server's bounds may divide. */
    @Override
    public List<Document> preview(List<JournalEntry> entries) {
        Map<String, Long> forms = new LinkedHashMap<>();
        List<byte[]> objects = new ArrayList<>();
        for (JournalEntry entry : entries) {
            List<StixObject> told = switch (entry) {
                case Alert alert -> teller.of(alert);
                case Incident incident -> teller.of(incident);
            };
            for (StixObject object : told) {
                Long form = object.form();
                if (!form.equals(forms.put(object.id(), form))) {
                    objects.add(object.bytes());
                }
            }
        }
        return objects.isEmpty()
                ? List.of()
                : List.of(new Document(
                        "POST " + receiver() + "objects/", new String(body(objects), StandardCharsets.UTF_8)));
    }

    /** Sends the envelope while the next one is filled; one at a time, so that they arrive in order. */
    private void post() throws IOException {
        await();
        List<byte[]> objects = List.copyOf(envelope);
        envelope.clear();
        if (!objects.isEmpty()) {
            TaxiiClient by = client();
            FutureTask<List<String>> task = new FutureTask<>(() -> {
                List<String> pending = new ArrayList<>(1);
                post(by, objects, pending);
                return pending;
            });
            Thread.ofVirtual().name("taxii-" + name()).start(task);
            posting = task;
        }
    }

    /** For what is on its way. */
    private void await() throws IOException {
        FutureTask<List<String>> task = posting;
        posting = null;
        if (task == null) {
            return;
        }
        try {
            statuses.addAll(task.get()); // every request has its time-out
            while (statuses.size() > MOST_STATUSES) {
                await(client(), statuses.removeFirst());
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case RuntimeException defect -> throw defect;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } catch (InterruptedException e) {
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new IOException(name() + ": interrupted", e);
        }
    }

    /**
     * On a thread of its own: it may outlive the exporter for a moment, so it touches nothing of the exporter's.
     *
     * @param pending gets the ids of statuses that are not complete
     */
    private void post(TaxiiClient by, List<byte[]> objects, List<String> pending) throws IOException {
        JsonNode status;
        try {
            status = by.post(by.collection("objects/"), body(objects)).json();
        } catch (TaxiiClient.RefusedException e) {
            if (e.status() != 413) {
                throw new RejectedException(String.valueOf(e.getMessage()));
            }
            if (objects.size() == 1) {
                throw new RejectedException(
                        name() + ": an object of " + objects.getFirst().length + " bytes is too long for the server");
            }
            post(by, objects.subList(0, objects.size() / 2), pending);
            post(by, objects.subList(objects.size() / 2, objects.size()), pending);
            return;
        }
        if (!isComplete(status)) {
            pending.add(id(status));
        }
    }

    private static byte[] body(List<byte[]> objects) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(HEAD);
        for (int i = 0; i < objects.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(objects.get(i));
        }
        body.writeBytes(TAIL);
        return body.toByteArray();
    }

    /** TAXII 2.1 section 4.3.1. @throws RejectedException when an object was refused */
    private boolean isComplete(JsonNode status) throws IOException {
        JsonNode failures = status.path("failures");
        if (status.path("failure_count").asLong(0) > 0 || !failures.isEmpty()) {
            throw new RejectedException(refusal(status, failures));
        }
        return switch (status.path("status").asText("")) {
            case "complete" -> true;
            case "pending" -> false;
            default ->
                throw new IOException(name() + ": neither complete nor pending (expected: the status of TAXII 2.1)");
        };
    }

    private String refusal(JsonNode status, JsonNode failures) {
        StringBuilder text = new StringBuilder(name())
                .append(": the server refused ")
                .append(Math.max(failures.size(), status.path("failure_count").asLong(0)))
                .append(" objects");
        for (int i = 0; i < Math.min(MOST_NAMED, failures.size()); i++) {
            text.append(i == 0 ? ": " : "; ")
                    .append(StixJson.clean(failures.path(i).path("id").asText(""), MOST_REASON))
                    .append(' ')
                    .append(StixJson.clean(failures.path(i).path("message").asText("no reason given"), MOST_REASON));
        }
        return text.toString().replace('\n', ' ');
    }

    private String id(JsonNode status) throws IOException {
        String id = status.path("id").asText("");
        if (!id.matches("[A-Za-z0-9._~-]{1,128}")) {
            throw new IOException(name() + ": a pending status without id (expected: the status of TAXII 2.1)");
        }
        return id;
    }

    private void await(TaxiiClient by, String id) throws IOException {
        long deadlineNs = System.nanoTime() + settings.access().timeout().toNanos();
        long waitMs = FIRST_WAIT_MS;
        while (!isComplete(by.get(by.root("status/" + id + "/")).json())) {
            if (System.nanoTime() - deadlineNs + waitMs * NS_A_MS > 0) {
                throw new IOException(name() + ": the server has not taken all objects within "
                        + settings.access().timeout().toSeconds() + " s (status " + id + ")");
            }
            try {
                Thread.sleep(waitMs);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(name() + ": interrupted", e);
            }
            waitMs = Math.min(MOST_WAIT_MS, 2 * waitMs);
        }
    }

    @Override
    public Receipt flush() throws IOException {
        post();
        await();
        while (!statuses.isEmpty()) {
            await(client(), statuses.removeFirst());
        }
        sent.putAll(unsent);
        unsent.clear();
        return new Receipt(receiver(), delivered);
    }

    @Override
    public void close() {
        FutureTask<List<String>> task = posting;
        posting = null;
        if (task != null) {
            task.cancel(true);
        }
        TaxiiClient opened = client;
        client = null;
        if (opened != null) {
            opened.close();
        }
    }
}
