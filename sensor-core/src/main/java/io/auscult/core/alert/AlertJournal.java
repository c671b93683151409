package io.auscult.core.alert;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import net.openhft.chronicle.core.io.SingleThreadedChecked;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.TailerDirection;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps alerts, and incidents as they grow, safe until every receiver has them: a Chronicle Queue in a folder of its own, one file a day (UTC). Appended to by one thread, the
 * detect stage; tailed by one thread an exporter. What was appended survives the death of the process at any moment; nothing is
 * forced to the disk, so a power cut may cost what the operating system had not written yet.
 *
 * <p>An entry whose key is among the last {@link #MAX_IDS} is left out: packets seen twice are told once. When the disk has less than
 * {@link #RESERVE} left, entries wait in memory, up to {@link #MOST_HELD}; beyond that, and at a crash, they are lost, which is counted, as are those of more than {@link #MOST_ENTRY}.
 * {@link #trouble} says why. What waits is written as soon as there is room. {@link #cut} bounds the age.
 */
public final class AlertJournal implements AlertSink, EventConsumer, AutoCloseable {
    static final int MAX_IDS = 1 << 16;
    static final long RESERVE =
            8L << 20; // bytes; a memory-mapped file must not meet a full disk: that is a signal, no exception
    static final long MOST_HELD = 16L << 20; // bytes of entries that wait for room on the disk
    private static final long TRY_AGAIN_NS = 1_000_000_000L;
    static final int MOST_ENTRY = 1 << 20; // bytes; an incident of many findings has some 100 KiB
    private static final int BLOCK =
            16 * MOST_ENTRY; // bytes mapped at a time; Chronicle takes entries up to a quarter of it
    private static final long DAY_MS = 86_400_000;
    private static final long LOCK_TIMEOUT_MS = 2000; // how long to wait for a lock that a dead process left

    private final Path directory;
    private final Counters counters;
    private final SingleChronicleQueue queue;
    private final @Nullable String note;
    private final ExcerptAppender appender;
    private final FileStore store;
    private final EntryCodec codec = new EntryCodec();
    private final Object appendedLock = new Object();
    private final Deque<Held> held = new ArrayDeque<>(); // oldest first
    private long heldBytes;
    private long triedAtNs;
    private @Nullable SequencedSet<String> ids; // oldest first
    private volatile long appended;
    private volatile @Nullable String trouble;

    /** An entry that waits for room. */
    private record Held(String key, byte[] bytes) {}

    private AlertJournal(
            Path directory, Counters counters, SingleChronicleQueue queue, FileStore store, @Nullable String note) {
        this.note = note;
        this.directory = directory;
        this.counters = counters;
        this.queue = queue;
        this.store = store;
        this.appender = queue.createAppender();
        ((SingleThreadedChecked) appender).singleThreadedCheckDisabled(true); // made here, used by the detect thread
    }

    /**
     * Opens or makes the journal.
     *
     * @param counters of the thread that appends
     * @throws IOException when the folder cannot be used
     */
    public static AlertJournal open(Path directory, Counters counters) throws IOException {
        return open(directory, counters, System::currentTimeMillis);
    }

    static AlertJournal open(Path directory, Counters counters, LongSupplier clockMs) throws IOException {
        System.setProperty("chronicle.analytics.disable", "true");
        System.setProperty("chronicle.announcer.disable", "true");
        Files.createDirectories(directory);
        FileStore store = Files.getFileStore(directory);
        if (store.getUsableSpace() < RESERVE) {
            throw new IOException(full(directory));
        }
        String note = JournalRepair.check(directory);
        try {
            return new AlertJournal(directory, counters, queue(directory, forwards(directory, clockMs)), store, note);
        } catch (RuntimeException e) {
            throw new IOException("journal " + directory + ": " + e.getMessage(), e);
        }
    }

    /** @param clockMs never goes back */
    static SingleChronicleQueue queue(Path directory, LongSupplier clockMs) {
        return SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(LegacyRollCycles.DAILY)
                .blockSize(BLOCK)
                .timeoutMS(LOCK_TIMEOUT_MS)
                .timeProvider(clockMs::getAsLong)
                .build();
    }

    /** A clock that was set back must not have entries written into the file of a day before: nobody would read them. */
    private static LongSupplier forwards(Path directory, LongSupplier clockMs) throws IOException {
        long newest = 0;
        for (Path file : files(directory)) {
            LocalDate day = day(file);
            newest = Math.max(newest, day == null ? 0 : day.toEpochDay() * DAY_MS);
        }
        AtomicLong latest = new AtomicLong(newest);
        return () -> latest.accumulateAndGet(clockMs.getAsLong(), Math::max);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(SingleChronicleQueue.SUFFIX))
                    .toList();
        }
    }

    private static String full(Path directory) {
        return "journal " + directory + ": less than " + (RESERVE >> 20) + " MiB free (expected: room for alerts)";
    }

    @Override
    public void raise(Alert alert) {
        keep(alert);
    }

    /** An incident as it stands now. By the thread that raises alerts. */
    public void tell(Incident incident) {
        keep(incident);
    }

    private void keep(JournalEntry entry) {
        SequencedSet<String> known = ids;
        if (known == null) {
            known = lastIds();
            ids = known;
        }
        if (!known.add(entry.key())) {
            return;
        }
        ByteBuffer encoded = codec.encode(entry);
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        if (heldBytes + bytes.length > MOST_HELD) {
            writeHeld();
        }
        hold(new Held(entry.key(), bytes));
        writeHeld();
        if (known.size() > MAX_IDS) {
            known.removeFirst();
        }
    }

    private void hold(Held entry) {
        if (entry.bytes().length > MOST_ENTRY || heldBytes + entry.bytes().length > MOST_HELD) {
            lost(entry);
            return;
        }
        held.add(entry);
        heldBytes += entry.bytes().length;
    }

    private void lost(Held entry) {
        counters.increment(Counter.ALERTS_LOST);
        if (ids != null) {
            ids.remove(entry.key());
        }
    }

    /** In their order, as far as the disk has room. */
    private void writeHeld() {
        triedAtNs = System.nanoTime();
        String failure = null;
        while (!held.isEmpty()) {
            if (!hasRoom()) {
                failure = full(directory) + "; " + held.size() + " wait in memory";
                break;
            }
            Held entry = held.removeFirst();
            heldBytes -= entry.bytes().length;
            try {
                append(entry.bytes());
            } catch (RuntimeException | InternalError e) { // InternalError: a fault in mapped memory
                lost(entry);
                failure = "journal " + directory + ": " + e.getMessage();
            }
        }
        trouble = failure;
    }

    private boolean hasRoom() {
        try {
            return store.getUsableSpace() >= RESERVE;
        } catch (IOException e) {
            return false; // the disk is gone
        }
    }

    private void append(byte[] bytes) {
        try (DocumentContext document = appender.writingDocument()) {
            document.wire().bytes().write(bytes);
        }
        synchronized (appendedLock) {
            appended = appended + 1;
            appendedLock.notifyAll();
        }
    }

    @Override
    public boolean wants(EventType type) {
        return false;
    }

    @Override
    public void onEvent(Event event) {}

    /** Tries again to write what waits for room on the disk. */
    @Override
    public void onBlockEnd(long nowNs) {
        if (!held.isEmpty() && System.nanoTime() - triedAtNs > TRY_AGAIN_NS) {
            writeHeld();
        }
    }

    private SequencedSet<String> lastIds() {
        SequencedSet<String> newestFirst = new LinkedHashSet<>();
        try (ExcerptTailer tailer = queue.createTailer()) {
            tailer.direction(TailerDirection.BACKWARD).toEnd();
            while (newestFirst.size() < MAX_IDS) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (!document.isPresent()) {
                        break;
                    }
                    newestFirst.add(EntryCodec.key(bytes(document)));
                } catch (CorruptAlertException e) {
                    // one that cannot be read has no id to be recognised by
                }
            }
        }
        return new LinkedHashSet<>(newestFirst.reversed());
    }

    static ByteBuffer bytes(DocumentContext document) {
        byte[] bytes = new byte[(int) document.wire().bytes().readRemaining()];
        document.wire().bytes().read(bytes);
        return ByteBuffer.wrap(bytes);
    }

    /** A reader with a checkpoint of its own. @param name of the receiver, such as {@code eve} */
    public JournalTailer tail(String name) {
        return new JournalTailer(this, queue, directory.resolve(name + ".checkpoint"));
    }

    /** Where what concerns its receivers is kept too. */
    public Path directory() {
        return directory;
    }

    /** How many entries were appended since it was opened. Any thread. */
    public long appended() {
        return appended;
    }

    /** What was wrong with it when it was opened, and what was done about it; null when all was well. */
    public @Nullable String note() {
        return note;
    }

    /** Why alerts wait or are lost; null when neither. Any thread. */
    public @Nullable String trouble() {
        return trouble;
    }

    /** Waits until more than {@code seen} entries were appended, or so long. Any thread. */
    public void await(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        synchronized (appendedLock) {
            long rest = deadline - System.nanoTime();
            while (appended <= seen && rest > 0) {
                appendedLock.wait(Math.max(1, rest / 1_000_000));
                rest = deadline - System.nanoTime();
            }
        }
    }

    /**
     * Deletes the files of days before {@code day}, delivered or not; today's stays. Any thread.
     *
     * @return how many
     */
    public int cut(LocalDate day) throws IOException {
        LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(queue.time().currentTimeMillis(), DAY_MS));
        int count = 0;
        for (Path file : files(directory)) {
            LocalDate written = day(file);
            if (written != null && written.isBefore(day) && written.isBefore(today)) {
                Files.delete(file);
                count++;
            }
        }
        if (count > 0) {
            queue.refreshDirectoryListing();
        }
        return count;
    }

    static @Nullable LocalDate day(Path file) {
        String name = file.getFileName().toString();
        try {
            return LocalDate.parse(
                    name.substring(0, name.length() - SingleChronicleQueue.SUFFIX.length()),
                    DateTimeFormatter.BASIC_ISO_DATE.withZone(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            return null; // not ours
        }
    }

    /** What could not be written by now is lost. */
    @Override
    public void close() {
        if (!held.isEmpty()) {
            writeHeld();
            held.forEach(this::lost);
            held.clear();
        }
        queue.close();
    }
}
