package io.auscult.export.archive;

import io.auscult.export.OutputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of the files of one output. A writer {@link #put}s a file, which is a rename within the same disk; a thread compresses what it finds
 * and deletes what is too much. What is to be done is what lies there: a crash at any moment is made good by the next look. {@link #isDue} and
 * {@link #put} by the writers, {@link #trouble} by any thread.
 */
public final class Archive implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMinutes(5); // for what became too old, and to try again
    private static final long TRY_AGAIN_NS = 10_000_000_000L; // after a file could not be taken

    private final Path folder;
    private final RotationSettings settings;
    private final Clock clock;
    private final Keeper keeper;
    private final Thread thread;
    private final Object wakeUp = new Object();
    private boolean isAsked = true; // guarded by wakeUp; at first: what an earlier run left
    private boolean stopping; // guarded by wakeUp
    private volatile @Nullable String trouble;
    private volatile @Nullable String refusal; // why the last file was not taken
    private volatile long refusedNs;

    private Archive(Path folder, RotationSettings settings, Clock clock) {
        this.folder = folder;
        this.settings = settings;
        this.clock = clock;
        this.keeper = new Keeper(folder, settings, clock);
        this.thread = Thread.ofPlatform().name("archive-" + folder).daemon().unstarted(this::run);
    }

    /** @param folder the one in which the files are written; the dated folders are made in it */
    public static Archive start(Path folder, RotationSettings settings, Clock clock) {
        Archive archive = new Archive(folder, settings, clock);
        archive.thread.start();
        return archive;
    }

    /** Since when a file is written, ms since 1970: of one that is there, when it was made. */
    public long begun(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size() == 0
                    ? clock.millis()
                    : Math.min(
                            attributes.creationTime().toMillis(),
                            attributes.lastModifiedTime().toMillis());
        } catch (IOException e) {
            return clock.millis(); // there is none yet
        }
    }

    /** Whether a file of so many bytes has what it may have. */
    public boolean isDue(long begunMs, long length) {
        if (refusal != null && System.nanoTime() - refusedNs < TRY_AGAIN_NS) {
            return false;
        }
        if (settings.size() > 0 && length >= settings.size()) {
            return true;
        }
        long every = settings.every().toMillis();
        return every > 0 && Math.floorDiv(clock.millis(), every) > Math.floorDiv(begunMs, every);
    }

    /** Takes a file that nobody writes any more; where that fails it stays where it is, and {@link #trouble} says why. */
    public void put(Path file, long begunMs) {
        try {
            keeper.take(file, begunMs, Math.max(begunMs, clock.millis()));
            refusal = null;
        } catch (IOException e) {
            refusedNs = System.nanoTime();
            refusal = new OutputException(file.toString(), e).getMessage();
            return;
        }
        synchronized (wakeUp) {
            isAsked = true;
            wakeUp.notifyAll();
        }
    }

    private void run() {
        while (awaitWork()) {
            try {
                keeper.tidy(this::isStopping);
                trouble = null;
            } catch (IOException | RuntimeException e) { // a defect here must not end it
                trouble = new OutputException(folder.toString(), e instanceof IOException io ? io : new IOException(e))
                        .getMessage();
            }
        }
    }

    private boolean isStopping() {
        synchronized (wakeUp) {
            return stopping;
        }
    }

    private boolean awaitWork() {
        synchronized (wakeUp) {
            try {
                if (!isAsked && !stopping) {
                    wakeUp.wait(LOOK.toMillis());
                }
            } catch (InterruptedException e) {
                return false;
            }
            isAsked = false;
            return !stopping;
        }
    }

    /** Why files are not taken, compressed or deleted; null when all is well. */
    public @Nullable String trouble() {
        String first = refusal;
        return first != null ? first : trouble;
    }

    /** The file at hand is given up and done at the next start. */
    @Override
    public void close() {
        synchronized (wakeUp) {
            stopping = true;
            wakeUp.notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
