package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Checkpoint;
import io.auscult.core.alert.DeadLetters;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.JournalTailer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Brings the entries of a journal to one exporter, on a thread of its own: reads a batch, delivers it, waits for the receiver's
 * receipt, writes the checkpoint. After a failure of the receiver it begins again behind the last receipt, later each time. An entry that is refused is
 * tried alone, and put aside as a dead letter when that has not helped for a while. What it tells about itself may be asked by any thread.
 */
public final class ExporterRunner implements AutoCloseable {
    /**
     * @param first wait after a failure, doubled each time
     * @param most longest wait
     * @param drain how long a stop waits for what is left to be delivered
     * @param refusal how long an entry that is refused is tried again before it is put aside
     */
    public record Patience(Duration first, Duration most, Duration drain, Duration refusal) {
        public static final Patience DEFAULT = new Patience(
                Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    /** Since when, and why: told together, so that nobody hears of one without the other. */
    private record Trouble(Instant since, String why) {}

    private static final int MAX_BATCH = 256; // entries before a receipt is asked for
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration LONGEST_LATER = Duration.ofHours(1); // whatever a receiver asks for

    private final Exporter exporter;
    private final AlertJournal journal;
    private final JournalTailer tailer;
    private final Patience patience;
    private final Outbox outbox;
    private final Latencies latencies = new Latencies();
    private final Thread thread;
    private final Object wakeUp = new Object();
    private final List<JournalEntry> batch = new ArrayList<>(); // of the thread, as what follows
    private int size =
            MAX_BATCH; // of a batch: smaller after failures, else a receiver that often fails would get nothing
    private @Nullable String refused; // key of the entry that is being refused
    private long refusedAtNs;
    private @Nullable String condemned; // key of the entry to be put aside
    private String reason = "";
    private @Nullable String taken; // key of the dead letter that the receiver took, and that could not be removed
    private String unwritten = ""; // why its checkpoint is not on the disk; empty when it is
    private volatile boolean stopping;
    private volatile boolean giveUp;
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong dead = new AtomicLong();
    private volatile @Nullable Trouble trouble;

    private ExporterRunner(Exporter exporter, AlertJournal journal, Patience patience) {
        this.exporter = exporter;
        this.journal = journal;
        this.patience = patience;
        this.tailer = journal.tail(exporter.name());
        this.outbox = new Outbox(journal.directory(), exporter.name());
        this.thread =
                Thread.ofPlatform().name("export-" + exporter.name()).daemon().unstarted(this::run);
    }

    /** Begins to deliver. The exporter belongs to the runner from here on, and is closed with it. */
    public static ExporterRunner start(Exporter exporter, AlertJournal journal, Patience patience) {
        ExporterRunner runner = new ExporterRunner(exporter, journal, patience);
        runner.thread.start();
        return runner;
    }

    private void run() {
        Duration wait = patience.first();
        while (!giveUp) {
            try {
                resume();
                deliverUntilStopped();
                tell();
                return;
            } catch (RejectedException e) {
                wait = trouble == null ? patience.first() : wait;
                if (!narrowed(e)) {
                    failed(e);
                    pause(jittered(wait));
                    wait = doubled(wait);
                }
            } catch (LaterException e) {
                failed(e);
                Duration asked = e.delay().compareTo(LONGEST_LATER) < 0 ? e.delay() : LONGEST_LATER;
                pause(asked.compareTo(patience.first()) < 0 ? patience.first() : asked);
            } catch (IOException e) {
                wait = trouble == null ? patience.first() : wait;
                failed(e);
                pause(jittered(wait));
                wait = doubled(wait);
            } catch (
                    RuntimeException e) { // a defect in one exporter, or in what it makes of one entry, must not end it
                wait = trouble == null ? patience.first() : wait;
                narrowed(new RejectedException("a defect of the sensor: " + e));
                failed(e);
                pause(jittered(wait));
                wait = doubled(wait);
            }
        }
        tell();
    }

    private void resume() throws IOException {
        batch.clear();
        dead.set(outbox.deadLetters().list().size());
        Checkpoint last = tailer.rewind();
        exporter.resume(last == null ? null : new Receipt(last.receiver(), last.position()));
    }

    private void deliverUntilStopped() throws IOException {
        while (!giveUp) {
            long seen = journal.appended();
            boolean last = stopping; // before the batch: what was raised before the stop is read below
            if (!deliverBatch()) {
                recovered();
                if (last) {
                    return;
                }
                if (exporter.idle()) {
                    acknowledge(exporter.flush());
                }
                outbox.takeRequests();
                retryDeadLetters();
                idle(seen);
            }
            tellNowAndThen();
        }
    }

    /** A disk that does not take how far the receiver is keeps nothing from it: what it costs is that after a restart it gets entries again. */
    private void acknowledge(Receipt receipt) {
        try {
            tailer.acknowledge(receipt.receiver(), receipt.position());
            unwritten = "";
        } catch (IOException e) {
            unwritten(e);
        }
    }

    private void writeCheckpoint() {
        try {
            tailer.write();
            unwritten = "";
        } catch (IOException e) {
            unwritten(e);
        }
    }

    private void unwritten(IOException e) {
        unwritten = text(e) + "; what " + name() + " gets now it gets again after a restart";
    }

    /** @return whether there was anything */
    private boolean deliverBatch() throws IOException {
        batch.clear();
        JournalEntry entry = tailer.next();
        while (entry != null) {
            batch.add(entry);
            deliverOrPutAside(entry);
            entry = batch.size() < size ? tailer.next() : null;
        }
        if (batch.isEmpty()) {
            return false;
        }
        Receipt receipt = exporter.flush();
        if (condemned == null) {
            batch.forEach(latencies::delivered);
        }
        acknowledge(receipt);
        if (condemned == null) {
            delivered.addAndGet(batch.size()); // last: what counts as delivered waits no longer
        }
        size = Math.min(MAX_BATCH, 2 * size);
        refused = null;
        condemned = null;
        recovered();
        return true;
    }

    private void deliverOrPutAside(JournalEntry entry) throws IOException {
        if (entry.key().equals(condemned)) {
            outbox.deadLetters().add(new DeadLetters.Letter(Instant.now(), reason, entry));
            dead.incrementAndGet();
            return;
        }
        deliver(entry);
    }

    private void deliver(JournalEntry entry) throws IOException {
        switch (entry) {
            case Alert alert -> exporter.deliver(alert);
            case Incident incident -> exporter.deliver(incident);
        }
    }

    /**
     * One entry of a batch was refused: the next ones go alone, until it is clear which it is.
     *
     * @return whether to go on at once: the batch had several entries, or its only one is to be put aside
     */
    private boolean narrowed(RejectedException e) {
        if (batch.size() != 1) {
            size = 1;
            return batch.size() > 1;
        }
        String key = batch.getFirst().key();
        if (!key.equals(refused)) {
            refused = key;
            refusedAtNs = System.nanoTime();
        }
        if (System.nanoTime() - refusedAtNs >= patience.refusal().toNanos()) {
            condemned = key;
            reason = text(e);
        }
        return key.equals(condemned);
    }

    private void retryDeadLetters() throws IOException {
        for (String key : outbox.requested()) {
            for (DeadLetters.Letter letter : outbox.deadLetters().list()) {
                if (!stopping && (key.equals(Outbox.ALL) || letter.entry().key().equals(key))) {
                    retry(letter);
                }
            }
            outbox.done(key);
        }
    }

    private void retry(DeadLetters.Letter letter) throws IOException {
        try {
            String key = letter.entry().key();
            if (!key.equals(taken)) {
                deliver(letter.entry());
                acknowledge(exporter.flush());
                taken = key;
            }
            outbox.deadLetters().remove(key);
            taken = null;
            delivered.incrementAndGet();
            dead.decrementAndGet();
        } catch (RejectedException | RuntimeException e) {
            outbox.deadLetters().add(new DeadLetters.Letter(Instant.now(), text(e), letter.entry()));
            resume();
        }
    }

    private void idle(long seen) {
        try {
            journal.await(seen, IDLE);
        } catch (InterruptedException e) {
            giveUp = true;
        }
    }

    private void failed(Exception e) {
        fails(text(e));
        size = Math.max(1, size / 2);
        tell();
    }

    private static String text(Exception e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void recovered() {
        if (unwritten.isEmpty()) {
            trouble = null;
        } else {
            fails(unwritten);
        }
    }

    private void fails(String why) {
        Instant since = failingSince();
        trouble = new Trouble(since == null ? Instant.now() : since, why);
    }

    private void tellNowAndThen() {
        if (outbox.isDue()) {
            tell();
        }
    }

    private void tell() {
        writeCheckpoint();
        outbox.tell(new Outbox.State(
                Instant.now(),
                delivered.get(),
                lag(),
                dead.get(),
                failingSince(),
                failure(),
                latencies.lastDelivered()));
    }

    /** Between half of it and all: so that many sensors do not knock at the same moment. */
    private static Duration jittered(Duration wait) {
        long ms = wait.toMillis();
        return Duration.ofMillis(ms / 2 + ThreadLocalRandom.current().nextLong(ms / 2 + 1));
    }

    private Duration doubled(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(patience.most()) < 0 ? twice : patience.most();
    }

    /** Until it is over, or until a stop lets no more than a short one pass. */
    private void pause(Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        synchronized (wakeUp) {
            try {
                long restMs = wait.toMillis();
                while (restMs > 0 && !giveUp) {
                    wakeUp.wait(stopping ? Math.min(restMs, patience.first().toMillis()) : restMs);
                    restMs = stopping ? 0 : (deadline - System.nanoTime()) / 1_000_000;
                }
            } catch (InterruptedException e) {
                giveUp = true;
            }
        }
    }

    public String name() {
        return exporter.name();
    }

    /** Entries of the journal that are still to be delivered. */
    public long lag() {
        return tailer.lag();
    }

    /** Entries delivered and acknowledged since it began. */
    public long delivered() {
        return delivered.get();
    }

    /** Entries that were put aside because the receiver refuses them. */
    public long dead() {
        return dead.get();
    }

    /** Entries of the journal that could not be read. */
    public long unreadable() {
        return tailer.unreadable();
    }

    /** From an alert's packet to the receiver's receipt. */
    public Latencies latencies() {
        return latencies;
    }

    /** Since when every try fails, or how far it is cannot be written down; null when it works. */
    public @Nullable Instant failingSince() {
        Trouble now = trouble;
        return now == null ? null : now.since();
    }

    /** Why it fails; empty when it works. */
    public String failure() {
        Trouble now = trouble;
        return now == null ? "" : now.why();
    }

    /**
     * Delivers what is in the journal, for as long as the patience lasts, and stops. What is left then is delivered at the next start.
     *
     * @throws IOException when the exporter could not be closed
     */
    @Override
    public void close() throws IOException {
        synchronized (wakeUp) {
            stopping = true;
            wakeUp.notifyAll();
        }
        join(patience.drain());
        synchronized (wakeUp) {
            giveUp = true;
            wakeUp.notifyAll();
        }
        if (!join(patience.drain())) {
            thread.interrupt(); // it hangs in its receiver
            join(Duration.ofSeconds(1));
        }
        if (!thread.isAlive()) {
            tailer.close();
            exporter.close();
        }
    }

    private boolean join(Duration atMost) {
        try {
            return thread.join(atMost);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !thread.isAlive();
        }
    }
}
