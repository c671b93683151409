package io.auscult.rules.knowledge;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Keeps {@link Knowledge} in a folder: read at the start, written every {@link #EVERY_NS} of packet time and at the end. The detect thread makes the bytes; a thread of its own
 * brings them to the disk, the latest only when it cannot keep up. A damaged file is set aside under another name and said ({@link #notes}); a disk that cannot be written is said and
 * tried again the next time. At most {@link #MOST_NOTES} notes.
 */
public final class KnowledgeKeeper implements EventConsumer, AutoCloseable {
    static final long EVERY_NS = 300_000_000_000L;
    private static final int MOST_NOTES = 16;
    private static final long CLOSING_MS = 30_000;

    private final Path folder;
    private final Knowledge knowledge;
    private final AtomicReference<@Nullable ByteBuffer> waiting = new AtomicReference<>();
    private final List<String> notes = new CopyOnWriteArrayList<>();
    private final Thread writer;
    private long savedNs;
    private volatile boolean isClosing;
    private volatile @Nullable String trouble;

    private KnowledgeKeeper(Path folder, Knowledge knowledge) {
        this.folder = folder;
        this.knowledge = knowledge;
        this.writer = Thread.ofPlatform().daemon().name("knowledge").unstarted(this::write);
    }

    /**
     * Reads what is there into new tables.
     *
     * @param folder made when it is not there
     * @throws IOException when the folder cannot be made or its file not be read
     */
    public static KnowledgeKeeper open(Path folder, Knowledge knowledge) throws IOException {
        Files.createDirectories(folder);
        KnowledgeKeeper keeper = new KnowledgeKeeper(folder, knowledge);
        keeper.read();
        keeper.writer.start();
        return keeper;
    }

    /** Reads only. @return what is to be said about it */
    public static List<String> look(Path folder, Knowledge knowledge) throws IOException {
        try {
            KnowledgeFile.read(folder.resolve(KnowledgeFile.NAME), knowledge);
            return List.of();
        } catch (KnowledgeFile.DamagedException e) {
            return List.of(folder.resolve(KnowledgeFile.NAME) + " is damaged: " + e.getMessage());
        }
    }

    private void read() throws IOException {
        Path file = folder.resolve(KnowledgeFile.NAME);
        if (!Files.exists(file)) {
            return;
        }
        try {
            KnowledgeFile.read(file, knowledge);
            savedNs = knowledge.learning().nowNs();
        } catch (KnowledgeFile.DamagedException e) {
            String day = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                    .withZone(ZoneOffset.UTC)
                    .format(Instant.now());
            Path aside = folder.resolve(KnowledgeFile.NAME + ".damaged-" + day);
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            note(file + " was damaged (" + e.getMessage() + ") and set aside as " + aside.getFileName()
                    + "; learning begins anew");
        }
    }

    @Override
    public boolean wants(EventType type) {
        return false;
    }

    @Override
    public void onEvent(Event event) {}

    @Override
    public void onBlockEnd(long nowNs) {
        if (savedNs == 0) {
            savedNs = nowNs;
        } else if (nowNs - savedNs >= EVERY_NS) {
            save(nowNs);
        }
    }

    @Override
    public void onEnd() {
        save(knowledge.learning().nowNs());
    }

    private void save(long nowNs) {
        savedNs = nowNs;
        waiting.set(KnowledgeFile.encode(knowledge, nowNs));
        synchronized (waiting) {
            waiting.notifyAll();
        }
    }

    private void write() {
        while (true) {
            ByteBuffer bytes = waiting.getAndSet(null);
            try {
                if (bytes != null) {
                    KnowledgeFile.write(folder, bytes);
                    trouble = null;
                } else if (isClosing) {
                    return;
                } else {
                    synchronized (waiting) {
                        if (waiting.get() == null && !isClosing) {
                            waiting.wait();
                        }
                    }
                }
            } catch (IOException e) {
                trouble = folder + ": what was learned cannot be written: " + e.getMessage();
                note(String.valueOf(trouble));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void note(String text) {
        if (notes.size() < MOST_NOTES && !notes.contains(text)) {
            notes.add(text);
        }
    }

    /** What a person should know: a damaged file, a disk that cannot be written. Any thread. */
    public List<String> notes() {
        return notes;
    }

    /** Why the latest could not be written; null when it was. Any thread. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** After the last event: what was learned is on the disk, or {@link #trouble} says why not. */
    @Override
    public void close() {
        isClosing = true;
        synchronized (waiting) {
            waiting.notifyAll();
        }
        try {
            writer.join(CLOSING_MS);
            if (writer.isAlive()) {
                trouble = folder + ": what was learned is still being written after " + CLOSING_MS + " ms";
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
