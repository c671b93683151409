package io.auscult.core.alert;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import net.openhft.chronicle.core.io.SingleThreadedChecked;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for one receiver and remembers, in a file, what that has acknowledged. One thread, {@link #lag} any. Chronicle's own index
 * moves on before anything was delivered, so it is not used.
 */
public final class JournalTailer implements AutoCloseable {
    private static final long NOTHING = -1;

    private final AlertJournal journal;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final Path file;
    private long lastRead = NOTHING;
    private long read; // since the last acknowledgement
    private volatile long waiting; // to be acknowledged, of those appended before the count below was taken
    private volatile long counted; // the journal's count at that time
    private final AtomicLong unreadable = new AtomicLong();
    private @Nullable Checkpoint unwritten; // acknowledged, and newer than the file

    JournalTailer(AlertJournal journal, SingleChronicleQueue queue, Path file) {
        this.journal = journal;
        this.queue = queue;
        this.file = file;
        this.tailer = queue.createTailer();
        ((SingleThreadedChecked) tailer).singleThreadedCheckDisabled(true); // made by one thread, used by another
    }

    /**
     * Goes to the first entry that was not acknowledged; at the beginning and after a failure. Without a checkpoint that fits the journal
     * this is the first entry there is. What was acknowledged and could not be written down counts all the same.
     *
     * @return what was acknowledged, null when that is not known
     */
    public @Nullable Checkpoint rewind() throws IOException {
        Checkpoint found = unwritten == null ? Checkpoint.read(file) : unwritten;
        long before = journal.appended();
        lastRead = NOTHING;
        if (found != null && tailer.moveToIndex(found.index())) {
            skip();
            lastRead = found.index();
        } else {
            boolean isCut = found != null && queue.lastIndex() >= 0 && found.index() < queue.firstIndex();
            found = isCut ? found : null; // else of another journal
            tailer.toStart();
        }
        read = 0;
        waiting = backlog();
        counted = before;
        return found;
    }

    private void skip() {
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                throw new IllegalStateException("journal: an index that can be moved to has nothing to read");
            }
        }
    }

    private long backlog() {
        long last = queue.lastIndex();
        if (last < 0) {
            return 0;
        }
        return lastRead == NOTHING
                ? queue.countExcerpts(queue.firstIndex(), last) + 1
                : queue.countExcerpts(lastRead, last);
    }

    /** The next entry, null when all have been read. One that cannot be read is left out and counted. */
    public @Nullable JournalEntry next() {
        long before = journal.appended();
        while (true) {
            try (DocumentContext document = tailer.readingDocument()) {
                if (!document.isPresent()) {
                    waiting = read;
                    counted = before;
                    return null;
                }
                lastRead = document.index();
                read++;
                return EntryCodec.decode(AlertJournal.bytes(document));
            } catch (CorruptAlertException e) {
                unreadable.incrementAndGet();
            }
        }
    }

    /**
     * The receiver has everything that was read. Where the disk does not take that, it is kept in mind, and told by the exception: after a restart the receiver gets it again, unless a
     * later acknowledgement or {@link #write} got there.
     *
     * @param position how far in its own terms
     */
    public void acknowledge(String receiver, long position) throws IOException {
        if (lastRead != NOTHING) {
            unwritten = new Checkpoint(lastRead, receiver, position);
            try {
                write();
            } finally { // after it: what waits no longer is written down, where the disk takes it
                long before = waiting;
                waiting = before - read;
                read = 0;
            }
        }
    }

    /** Writes down what was acknowledged, when that failed before. */
    public void write() throws IOException {
        Checkpoint acknowledged = unwritten;
        if (acknowledged != null) {
            acknowledged.write(file);
            unwritten = null;
        }
    }

    /** How many entries are still to be acknowledged. Any thread. */
    public long lag() {
        return Math.max(0, waiting + journal.appended() - counted);
    }

    /** Entries that could not be decoded. Any thread. */
    public long unreadable() {
        return unreadable.get();
    }

    @Override
    public void close() {
        tailer.close();
    }
}
