package io.auscult.export.webhook;

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
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a chat was told and what waits for its summary, in a small file, so that a restart neither repeats a message nor loses what waits. One thread. {@link #MAX_TOLD} incidents are
 * remembered, the one told longest ago is forgotten first; of {@link #MAX_WAITING} that wait the words are kept, of {@link #MAX_BEYOND} more the ids, to count them.
 */
final class ChatState {
    static final int MAX_TOLD = 5_000;
    static final int MAX_WAITING = 500;
    static final int MAX_BEYOND = 20_000;

    private static final int MAX_FILE = 1 << 24; // bytes
    private static final long HOUR_MS = 3_600_000;
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * An incident, as it was told or is to be.
     *
     * @param alerts its version
     * @param words headline and actor
     * @param atMs when it was told, or since when it waits
     */
    record Known(String id, Light light, int severity, long alerts, String words, long firstNs, long atMs) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    private record Saved(
            List<Known> told, List<Known> waiting, List<String> beyond, List<Long> sentMs, long summaryMs) {}

    private final Path file;
    private final Map<String, Known> told = new LinkedHashMap<>();
    private final Map<String, Known> waiting = new LinkedHashMap<>();
    private final Set<String> beyond = new LinkedHashSet<>();
    private final Deque<Long> sentMs = new ArrayDeque<>();
    private long summaryMs;
    private boolean isRead;
    private boolean isChanged;

    ChatState(Path file) {
        this.file = file;
    }

    /** The first time: what the file says; nothing when there is none, or when it is damaged. Then what is known here is newer, also when it could not be written. */
    void read() throws IOException {
        if (isRead) {
            return;
        }
        if (Files.isRegularFile(file) && Files.size(file) <= MAX_FILE) {
            try {
                Saved saved = JSON.readValue(Files.readAllBytes(file), Saved.class);
                saved.told().forEach(each -> told.put(each.id(), each));
                saved.waiting().forEach(each -> waiting.put(each.id(), each));
                beyond.addAll(saved.beyond());
                sentMs.addAll(saved.sentMs());
                summaryMs = saved.summaryMs();
            } catch (JacksonException | NullPointerException e) {
                told.clear(); // then some are told twice
                waiting.clear();
                beyond.clear();
                sentMs.clear();
            }
        }
        isRead = true;
    }

    /** On the disk, the old one or the new one, unless nothing has changed. */
    void write() throws IOException {
        if (!isChanged) {
            return;
        }
        byte[] bytes = JSON.writeValueAsBytes(new Saved(
                List.copyOf(told.values()),
                List.copyOf(waiting.values()),
                List.copyOf(beyond),
                List.copyOf(sentMs),
                summaryMs));
        WholeFile.replace(file, bytes);
        isChanged = false;
    }

    @Nullable
    Known told(String id) {
        return told.get(id);
    }

    /** In a message of its own. */
    void tell(Known now) {
        remember(now);
        sentMs.addLast(now.atMs());
    }

    private void remember(Known now) {
        told.remove(now.id());
        told.put(now.id(), now);
        if (told.size() > MAX_TOLD) {
            told.remove(told.keySet().iterator().next());
        }
        forget(now.id());
        isChanged = true;
    }

    /** Waits no more. */
    void forget(String id) {
        isChanged |= waiting.remove(id) != null | beyond.remove(id);
    }

    void hold(Known now) {
        Known before = waiting.get(now.id());
        if (before != null || waiting.size() < MAX_WAITING) {
            long sinceMs = before == null ? now.atMs() : before.atMs();
            waiting.put(
                    now.id(),
                    new Known(
                            now.id(), now.light(), now.severity(), now.alerts(), now.words(), now.firstNs(), sinceMs));
        } else if (beyond.size() < MAX_BEYOND) {
            beyond.add(now.id());
        }
        isChanged = true;
    }

    List<Known> waiting() {
        return List.copyOf(waiting.values());
    }

    /** How many wait besides those. */
    int beyond() {
        return beyond.size();
    }

    /** Messages about one incident in the hour before. */
    int sent(long nowMs) {
        while (!sentMs.isEmpty() && (sentMs.peekFirst() <= nowMs - HOUR_MS || sentMs.peekFirst() > nowMs)) {
            sentMs.removeFirst(); // a clock that was set back must not silence it
        }
        return sentMs.size();
    }

    long summaryMs() {
        return summaryMs;
    }

    void summarised(long nowMs) {
        for (Known each : waiting()) {
            remember(new Known(
                    each.id(), each.light(), each.severity(), each.alerts(), each.words(), each.firstNs(), nowMs));
        }
        beyond.clear();
        summaryMs = nowMs;
        isChanged = true;
    }
}
