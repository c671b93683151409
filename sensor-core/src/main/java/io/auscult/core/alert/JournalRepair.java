package io.auscult.core.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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

    /** What is in a file, as far as it can be read, and whether more could be appended. */
    private record Look(List<byte[]> entries, boolean isSound) {}

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
        Path trial = Files.createTempDirectory(directory, "check");
        try {
            Files.copy(newest, trial.resolve(newest.getFileName()));
            Look look = look(trial, timeMs);
            return look.isSound() ? null : repair(directory, newest, timeMs, look.entries());
        } finally {
            delete(trial);
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
        List<byte[]> entries = new ArrayList<>();
        byte[] probe = {0};
        try (SingleChronicleQueue queue = AlertJournal.queue(trial, () -> timeMs);
                ExcerptTailer tailer = queue.createTailer()) {
            read(tailer, entries);
            try (ExcerptAppender appender = queue.createAppender();
                    DocumentContext document = appender.writingDocument()) {
                document.wire().bytes().write(probe);
            }
            List<byte[]> behind = new ArrayList<>();
            read(tailer, behind);
            return new Look(entries, behind.size() == 1 && behind.getFirst().length == 1);
        } catch (RuntimeException | InternalError | AssertionError e) { // a fault in mapped memory; a check of its own
            return new Look(entries, false);
        }
    }

    private static void read(ExcerptTailer tailer, List<byte[]> into) {
        while (true) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    return;
                }
                into.add(AlertJournal.bytes(document).array());
            }
        }
    }

    private static String repair(Path directory, Path newest, long timeMs, List<byte[]> entries) throws IOException {
        while (!entries.isEmpty() && !isWhole(entries.getLast())) {
            entries.removeLast();
        }
        Path kept = newest.resolveSibling(newest.getFileName() + DAMAGED);
        Files.move(newest, kept, StandardCopyOption.REPLACE_EXISTING);
        try (SingleChronicleQueue queue = AlertJournal.queue(directory, () -> timeMs)) {
            queue.refreshDirectoryListing();
            try (ExcerptAppender appender = queue.createAppender()) {
                for (byte[] entry : entries) {
                    try (DocumentContext document = appender.writingDocument()) {
                        document.wire().bytes().write(entry);
                    }
                }
            }
        } catch (RuntimeException e) {
            throw new IOException("journal " + directory + ": " + e.getMessage(), e);
        }
        return "journal: " + newest.getFileName() + " was damaged at its end, as after a power cut; " + entries.size()
                + " entries could be read and are safe; the damaged file is kept as " + kept.getFileName();
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
