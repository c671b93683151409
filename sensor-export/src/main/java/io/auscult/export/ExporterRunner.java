package io.auscult.export;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Checkpoint;
import io.auscult.core.alert.JournalTailer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Brings the alerts of a journal to one exporter, on a thread of its own: reads a batch, delivers it, waits for the receiver's
 * receipt, writes the checkpoint. After a failure it begins again behind the last checkpoint, later each time. What it tells about itself may be
 * asked by any thread.
 */
public final class ExporterRunner implements AutoCloseable {
    /**
     * @param first wait after a failure, doubled each time
     * @param most longest wait
     * @param drain how long a stop waits for what is left to be delivered
     */
    public record Patience(Duration first, Duration most, Duration drain) {
        public static final Patience DEFAULT =
                new Patience(Duration.ofMillis(200), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    private static final int MAX_BATCH = 256; // alerts before a receipt is asked for
    private static final Duration IDLE = Duration.ofMillis(200);

    private final Exporter exporter;
    private final AlertJournal journal;
    private final JournalTailer tailer;
    private final Patience patience;
    private final Thread thread;
    private final Object wakeUp = new Object();
    private volatile boolean stopping;
    private volatile boolean giveUp;
    private volatile long delivered;
    private volatile @Nullable Instant failingSince;
    private volatile String failure = "";

    private ExporterRunner(Exporter exporter, AlertJournal journal, Patience patience) {
        this.exporter = exporter;
        this.journal = journal;
        this.patience = patience;
        this.tailer = journal.tail(exporter.name());
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
                return;
            } catch (IOException | RuntimeException e) { // a defect in one exporter must not end it
                wait = failingSince == null ? patience.first() : wait;
                failed(e);
                pause(wait);
                wait = wait.multipliedBy(2).compareTo(patience.most()) < 0 ? wait.multipliedBy(2) : patience.most();
            }
        }
    }

    private void resume() throws IOException {
        Checkpoint last = tailer.rewind();
        exporter.resume(last == null ? null : new Receipt(last.receiver(), last.position()));
    }

    private void deliverUntilStopped() throws IOException {
        while (!giveUp) {
            long seen = journal.appended();
            boolean last = stopping; // before the batch: what was raised before the stop is read below
            int count = batch();
            if (count == 0) {
                recovered();
                if (last) {
                    return;
                }
                idle(seen);
            } else {
                Receipt receipt = exporter.flush();
                tailer.acknowledge(receipt.receiver(), receipt.position());
                count(count);
                recovered();
            }
        }
    }

    private int batch() throws IOException {
        int count = 0;
        Alert alert = tailer.next();
        while (alert != null) {
            exporter.deliver(alert);
            count++;
            alert = count < MAX_BATCH ? tailer.next() : null;
        }
        return count;
    }

    private synchronized void count(int more) {
        delivered += more;
    }

    private void idle(long seen) {
        try {
            journal.await(seen, IDLE);
        } catch (InterruptedException e) {
            giveUp = true;
        }
    }

    private void failed(Exception e) {
        if (failingSince == null) {
            failingSince = Instant.now();
        }
        failure = e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private void recovered() {
        failingSince = null;
        failure = "";
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

    /** Alerts in the journal that are still to be delivered. */
    public long lag() {
        return tailer.lag();
    }

    /** Alerts delivered and acknowledged since it began. */
    public long delivered() {
        return delivered;
    }

    /** Since when every try fails, null when it works. */
    public @Nullable Instant failingSince() {
        return failingSince;
    }

    /** Why it fails; empty when it works. */
    public String failure() {
        return failure;
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
