package io.auscult.export.mail;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.auscult.core.alert.Light;
import io.auscult.core.disk.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the readers were told and what waits to be told, in a small file, so that neither a restart nor a crash makes a second thread of an incident or
 * loses a digest. One thread. {@link #MAX_TOLD} incidents are remembered, the one told longest ago is forgotten first; of the gravest
 * {@link #MAX_WAITING} that wait the words are kept, of more the number; of mails that readers are still owed the latest {@link #MAX_OWED}.
 */
final class MailState {
    static final int MAX_TOLD = 5_000;
    static final int MAX_WAITING = 1_000;
    static final int MAX_OWED = 50;

    private static final int MAX_MORE = 100_000; // ids of those that are only counted, so that none counts twice
    private static final int MAX_FILE = 1 << 25; // bytes
    private static final long HOUR_MS = 3_600_000;
    private static final Logger LOG = LoggerFactory.getLogger(MailState.class);

    /** The first is the one to do without. */
    private static final Comparator<Waiting> GRAVITY = Comparator.comparing(Waiting::light)
            .thenComparing(Waiting::severity)
            .thenComparing(Waiting::heldMs, Comparator.reverseOrder());

    /**
     * An incident the readers know.
     *
     * @param subject of its thread
     * @param thread ids of the incidents whose mails the thread consists of, the first of it first
     * @param alerts its version
     * @param atMs when they were told last
     */
    record Told(String id, String subject, List<String> thread, Light light, int severity, long alerts, long atMs) {}

    /**
     * An incident they do not know yet, or not how it grew.
     *
     * @param heldMs since when it waits
     */
    record Waiting(
            String id,
            Light light,
            int severity,
            long alerts,
            String headline,
            String actor,
            String todo,
            long firstNs,
            long heldMs) {
        private Waiting since(long earlierMs) {
            return new Waiting(id, light, severity, alerts, headline, actor, todo, firstNs, earlierMs);
        }
    }

    /**
     * A mail that was not taken for some of its readers, for now.
     *
     * @param sinceMs when that was
     */
    record Owed(Letter letter, List<String> readers, long sinceMs) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Saved(
            List<Told> told,
            List<Waiting> waiting,
            long more,
            List<Long> sentMs,
            long digestMs,
            String report,
            @Nullable List<Owed> owed) {}

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private final Set<String> counted = new LinkedHashSet<>(); // ids of those in more, as far as known
    private long more;
    private final List<Owed> owed = new ArrayList<>();
    private final Deque<Long> sentMs = new ArrayDeque<>();
    private long digestMs;
    private String report = "";
    private boolean isChanged;

    MailState(Path file) {
        this.file = file;
    }

    /** What the file says; nothing when there is none, or when it is damaged. */
    void read() throws IOException {
        clear();
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE) {
            return;
        }
        try {
            Saved saved = JSON.readValue(Files.readAllBytes(file), Saved.class);
            saved.told().forEach(each -> told.put(each.id(), each));
            saved.waiting().forEach(each -> waiting.put(each.id(), each));
            sentMs.addAll(saved.sentMs());
            more = saved.more();
            digestMs = saved.digestMs();
            report = saved.report();
            owed.addAll(saved.owed() == null ? List.of() : saved.owed());
        } catch (JacksonException | NullPointerException e) {
            clear();
            LOG.warn("{}: damaged; what was told may be told again, in the same threads", file);
        }
    }

    private void clear() {
        told.clear();
        waiting.clear();
        counted.clear();
        sentMs.clear();
        owed.clear();
        more = 0;
        digestMs = 0;
        report = "";
        isChanged = false;
    }

    /** On the disk, the old one or the new one, unless nothing has changed. */
    void write() throws IOException {
        if (!isChanged) {
            return;
        }
        byte[] bytes = JSON.writeValueAsBytes(new Saved(
                List.copyOf(told.values()),
                List.copyOf(waiting.values()),
                more,
                List.copyOf(sentMs),
                digestMs,
                report,
                List.copyOf(owed)));
        WholeFile.replace(file, bytes);
        isChanged = false;
    }

    @Nullable
    Told told(String id) {
        return told.get(id);
    }

    void tell(Told now) {
        told.remove(now.id());
        told.put(now.id(), now);
        while (told.size() > MAX_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
        forget(now.id());
        isChanged = true;
    }

    /** Waits no more: it was told, or became part of another. */
    void forget(String id) {
        if (waiting.remove(id) != null) {
            isChanged = true;
        }
        if (counted.remove(id)) {
            more--;
            isChanged = true;
        }
    }

    /** When there are too many, the mildest is only counted. */
    void hold(Waiting incident) {
        Waiting before = waiting.get(incident.id());
        waiting.put(incident.id(), before == null ? incident : incident.since(before.heldMs()));
        if (counted.remove(incident.id())) {
            more--;
        }
        if (waiting.size() > MAX_WAITING) {
            String mildest = Collections.min(waiting.values(), GRAVITY).id();
            waiting.remove(mildest);
            more++;
            if (counted.size() < MAX_MORE) {
                counted.add(mildest);
            }
        }
        isChanged = true;
    }

    List<Waiting> waiting() {
        return new ArrayList<>(waiting.values());
    }

    /** How many wait beyond those listed. */
    long more() {
        return more;
    }

    /** Mails about single incidents in the hour before. */
    int sent(long nowMs) {
        while (!sentMs.isEmpty() && (sentMs.peekFirst() <= nowMs - HOUR_MS || sentMs.peekFirst() > nowMs)) {
            sentMs.removeFirst(); // a clock that was set back must not silence it
        }
        return sentMs.size();
    }

    void sentOne(long nowMs) {
        sentMs.addLast(nowMs);
        isChanged = true;
    }

    long digestMs() {
        return digestMs;
    }

    void digestSent(long nowMs) {
        digestMs = nowMs;
        more = 0;
        counted.clear();
        isChanged = true;
    }

    /** The last scheduled report that was sent; empty when none was. */
    String report() {
        return report;
    }

    void reportSent(String key) {
        report = key;
        isChanged = true;
    }

    /** Of more than {@link #MAX_OWED} the first is given back, to be given up. */
    @Nullable
    Owed owe(Owed mail) {
        owed.add(mail);
        isChanged = true;
        return owed.size() > MAX_OWED ? owed.removeFirst() : null;
    }

    /** In the order they were written. */
    List<Owed> owed() {
        return List.copyOf(owed);
    }

    /** @param rest what is still owed of it; null when nothing is */
    void paid(Owed mail, @Nullable Owed rest) {
        int at = owed.indexOf(mail);
        if (at >= 0 && rest != null) {
            owed.set(at, rest);
        } else if (at >= 0) {
            owed.remove(at);
        }
        isChanged = true;
    }
}
