package io.auscult.core.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Looks, before a journal is used, whether what is appended to its newest file can be read behind what is there: after a power cut that may not be so. Then
 * what can be read is written anew, and the damaged file is kept beside it. Tries it on a copy. Stateless; one thread.
 */
final class JournalRepair {
    private static final String DAMAGED = ".damaged";
    private static final long DAY_MS = 86_400_000;

    /** How many entries of a file can be read, and whether more could be appended. */
    private record Look(long entries, boolean isSound) {}

    private JournalRepair() {}

    /** @return what was found wrong and done about it; null when all is well */
    static @Nullable String check(Path directory) throws IOException {
        Path newest = newest(directory);
        if (newest == null || Files.getFileStore(directory).getUsableSpace() < Files.size(newest) * 2) {
            return null; // without room for a copy nothing can be tried
        }
        LocalDate day = AlertJournal.day(newest);
        if (day == null) {
            return null;
        }
        long timeMs = day.toEpochDay() * DAY_MS;
        Look look = onCopy(directory, newest, trial -> look(trial, timeMs));
        if (look.isSound()) {
            return null;
        }
        Path kept = newest.resolveSibling(newest.getFileName() + DAMAGED);
        long entries = onCopy(directory, newest, copy -> {
            Files.move(newest, kept, StandardCopyOption.REPLACE_EXISTING);
            return rewrite(copy, look.entries(), directory, timeMs);
        });
        return "journal: " + newest.getFileName() + " was damaged at its end, as after a power cut; " + entries
                + " entries could be read and are safe; the damaged file is kept as " + kept.getFileName();
    }

    /** What is done with a folder that holds a copy. */
    private interface Use<T> {
        T of(Path copy) throws IOException;
    }

    private static <T> T onCopy(Path directory, Path file, Use<T> use) throws IOException {
        Path copy = Files.createTempDirectory(directory, "check");
        try {
            Files.copy(file, copy.resolve(file.getFileName()));
            return use.of(copy);
        } finally {
            delete(copy);
        }
    }

    private static @Nullable Path newest(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(SingleChronicleQueue.SUFFIX))
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static Look look(Path trial, long timeMs) {
        long entries = 0;
        byte[] probe = {0};
        try (SingleChronicleQueue queue = AlertJournal.queue(trial, () -> timeMs);
                ExcerptTailer tailer = queue.createTailer()) {
            while (read(tailer) != null) {
                entries++;
            }
            try (ExcerptAppender appender = queue.createAppender();
                    DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().write(probe);
            }
            byte[] behind = read(tailer);
            return new Look(entries, behind != null && behind.length == 1 && read(tailer) == null);
        } catch (RuntimeException | InternalError | AssertionError e) { // a fault in mapped memory; a check of its own
            return new Look(entries, false);
        }
    }

    /** The next entry; null behind the last. */
    private static byte @Nullable [] read(ExcerptTailer tailer) {
        try (DocumentContext document = tailer.readingDocument()) {
            return document.isPresent() ? AlertJournal.bytes(document).array() : null;
        }
    }

    /** Writes what can be read, up to the last entry that is whole, into a new file. @return how many entries */
    private static long rewrite(Path copy, long readable, Path directory, long timeMs) throws IOException {
        try (SingleChronicleQueue from = AlertJournal.queue(copy, () -> timeMs);
                SingleChronicleQueue to = AlertJournal.queue(directory, () -> timeMs)) {
            to.refreshDirectoryListing();
            long whole = whole(from, readable);
            try (ExcerptTailer tailer = from.createTailer();
                    ExcerptAppender appender = to.createAppender()) {
                for (long i = 0; i < whole; i++) {
                    byte[] entry = Objects.requireNonNull(read(tailer));
                    try (DocumentContext document = appender.writingDocument()) {
                        document.wire().bytes().write(entry);
                    }
                }
            }
            return whole;
        } catch (RuntimeException e) {
            throw new IOException("journal " + directory + ": " + e.getMessage(), e);
        }
    }

    private static long whole(SingleChronicleQueue queue, long readable) {
        long whole = 0;
        try (ExcerptTailer tailer = queue.createTailer()) {
            for (long i = 1; i <= readable; i++) {
                whole = isWhole(Objects.requireNonNull(read(tailer))) ? i : whole;
            }
        }
        return whole;
    }

    private static boolean isWhole(byte[] entry) {
        try {
            EntryCodec.decode(ByteBuffer.wrap(entry));
            return true;
        } catch (CorruptAlertException e) {
            return false;
        }
    }

    private static void delete(Path trial) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(trial)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
