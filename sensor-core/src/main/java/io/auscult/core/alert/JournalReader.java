package io.auscult.core.alert;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal without changing anything, while a sensor may be writing it: for commands and reports. One thread. What cannot be read is left out and counted.
 */
public final class JournalReader implements AutoCloseable {
    /** An entry and where it stands; later entries have higher indices. */
    public record Indexed(long index, JournalEntry entry) {}

    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final Path directory;
    private long unreadable;

    private JournalReader(Path directory, SingleChronicleQueue queue) {
        this.directory = directory;
        this.queue = queue;
        this.tailer = queue.createTailer();
    }

    /** Whether there is anything to read. */
    public static boolean isJournal(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.toString().endsWith(SingleChronicleQueue.SUFFIX));
        } catch (IOException e) {
            return false;
        }
    }

    /** From the first entry on. @throws IOException when the folder holds no journal */
    public static JournalReader open(Path directory) throws IOException {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        if (!isJournal(directory)) {
            throw new IOException(directory + ": no journal (expected: the folder that output.journal names)");
        }
        try {
            return new JournalReader(
                    directory,
                    SingleChronicleQueueBuilder.single(directory.toFile())
                            .rollCycle(LegacyRollCycles.DAILY)
                            .readOnly(true)
                            .build());
        } catch (RuntimeException e) {
            throw new IOException("journal " + directory + ": " + e.getMessage(), e);
        }
    }

    /** Begins with the newest entry and goes back. */
    public JournalReader backwards() {
        tailer.direction(TailerDirection.BACKWARD).toEnd();
        return this;
    }

    /** The next one, null when all have been read. */
    public @Nullable Indexed next() {
        while (true) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return null;
                }
                return new Indexed(document.index(), EntryCodec.decode(AlertJournal.bytes(document)));
            } catch (CorruptAlertException e) {
                unreadable++;
            }
        }
    }

    /** Up to which entry a receiver has everything; -1 when that is not known. */
    public long acknowledged(String receiver) throws IOException {
        Checkpoint found = Checkpoint.read(directory.resolve(receiver + ".checkpoint"));
        return found == null ? -1 : found.index();
    }

    /** Entries that could not be decoded so far. */
    public long unreadable() {
        return unreadable;
    }

    @Override
    public void close() {
        tailer.close();
        queue.close();
    }
}
