package io.auscult.export.mail;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.auscult.core.alert.Light;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the readers were told and what waits to be told, in a small file, so that neither a restart nor a crash makes a second thread of an incident or
 * loses a digest. One thread. {@link #MAX_TOLD} incidents are remembered, the one told longest ago is forgotten first; of
 * {@link #MAX_WAITING} that wait the words are kept, of more the number.
 */
final class MailState {
    static final int MAX_TOLD = 5_000;
    static final int MAX_WAITING = 500;

    private static final int MAX_FILE = 1 << 24; // bytes
    private static final long HOUR_MS = 3_600_000;

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

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Saved(
            List<Told> told, List<Waiting> waiting, long more, List<Long> sentMs, long digestMs, String report) {}

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final Map<String, Told> told = new LinkedHashMap<>();
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();
    private long more;
    private final Deque<Long> sentMs = new ArrayDeque<>();
    private long digestMs;
    private String report = "";
    private boolean isChanged;

    MailState(Path file) {
        this.file = file;
    }

    /** What the file says; nothing when there is none, or when it is damaged. */
    void read() throws IOException {
        told.clear();
        waiting.clear();
        sentMs.clear();
        more = 0;
        digestMs = 0;
        report = "";
        isChanged = false;
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
        } catch (JacksonException | NullPointerException e) {
            told.clear(); // then some are told twice, with the same Message-ID
            waiting.clear();
            sentMs.clear();
        }
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
                report));
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
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
        waiting.remove(now.id());
        isChanged = true;
    }

    /** An incident that became part of another. */
    void forget(String id) {
        if (waiting.remove(id) != null) {
            isChanged = true;
        }
    }

    void hold(Waiting incident) {
        if (waiting.size() >= MAX_WAITING && !waiting.containsKey(incident.id())) {
            more++;
        } else {
            Waiting before = waiting.get(incident.id());
            waiting.put(incident.id(), before == null ? incident : incident.since(before.heldMs()));
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
}
