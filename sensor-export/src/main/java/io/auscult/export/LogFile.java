package io.auscult.export;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.archive.Archive;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of lines, or standard output, with the lines that wait for it. Opened when the first line is due. Of a replay a failure ends the run;
 * live the lines at hand are lost and counted, and the next ones try again, and a file that has its size or its time goes to the archive. One
 * thread, {@link #trouble} any.
 */
public final class LogFile {
    private static final int FLUSH_AT =
            1 << 16; // bytes: enough that the system call costs nothing, few enough to stay in the cache

    private final JsonLine lines = new JsonLine(1 << 13);
    private final @Nullable Path file; // null: standard output
    private final boolean live;
    private final @Nullable Archive archive;
    private final Counters counters;
    private @Nullable LineOutput output;
    private long begunMs; // of the file, on the clock of people
    private long waiting;
    private long batch;
    private boolean failed;
    private volatile @Nullable String trouble;

    /**
     * @param file null: standard output
     * @param live goes on after failures, and behind what is in the file
     * @param archive where it goes in the end; null: it grows
     */
    public LogFile(@Nullable Path file, boolean live, @Nullable Archive archive, Counters counters) {
        this.file = file;
        this.live = live;
        this.archive = archive;
        this.counters = counters;
    }

    /** Where the next line goes; {@link #added} when it is whole. */
    public JsonLine lines() {
        return lines;
    }

    /** Another number after the lines were taken away. */
    public long batch() {
        return batch;
    }

    public void added() throws OutputException {
        waiting++;
        if (lines.length() >= FLUSH_AT) {
            flush();
        }
    }

    /** Why lines are being lost; null when none are. Any thread. */
    public @Nullable String trouble() {
        return trouble;
    }

    public void flush() throws OutputException {
        if (archive != null && output != null) {
            rotate(archive, output);
        }
        if (waiting == 0) {
            return;
        }
        try {
            opened().write(lines.bytes(), lines.length());
            counters.add(Counter.LOG_LINES_WRITTEN, waiting);
            trouble = null;
        } catch (OutputException e) {
            counters.add(Counter.LOG_LINES_LOST, waiting);
            trouble = e.getMessage();
            failed = true;
            if (!live) {
                throw e;
            }
        } finally {
            lines.length(0);
            waiting = 0;
            batch++;
        }
    }

    /** Before lines are written: those of the next hour go into its own file. */
    private void rotate(Archive to, LineOutput opened) {
        if (file == null || opened.length() == 0 || !to.isDue(begunMs, opened.length())) {
            return;
        }
        output = null;
        try {
            opened.close();
        } catch (OutputException e) {
            trouble = e.getMessage();
        }
        to.put(file, begunMs); // else it is opened again, and grows
    }

    private LineOutput opened() throws OutputException {
        LineOutput known = output;
        if (known != null) {
            return known;
        }
        known = open();
        if (archive != null) { // left by an earlier run
            rotate(archive, known);
            known = output == null ? open() : known;
        }
        return known;
    }

    private LineOutput open() throws OutputException {
        LineOutput opened;
        if (file == null) {
            opened = LineOutput.standardOutput();
        } else {
            begunMs = archive == null ? 0 : archive.begun(file);
            opened = live ? LineOutput.append(file) : LineOutput.create(file);
        }
        output = opened;
        return opened;
    }

    /** Writes what waits, unless the run has failed already. */
    public void close() throws OutputException {
        try {
            if (live || !failed) {
                flush();
            }
        } finally {
            LineOutput opened = output;
            output = null;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
