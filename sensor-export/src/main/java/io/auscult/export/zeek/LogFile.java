package io.auscult.export.zeek;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.JsonLine;
import io.auscult.export.LineOutput;
import io.auscult.export.OutputException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One file of lines, or standard output, with the lines that wait for it. Opened when the first line is due. Of a replay a failure ends the run;
 * live the lines at hand are lost and counted, and the next ones try again. One thread, {@link #trouble} any.
 */
final class LogFile {
    private static final int FLUSH_AT = 1 << 19; // bytes: enough that the system call costs nothing

    private final JsonLine lines = new JsonLine(1 << 13);
    private final @Nullable Path file; // null: standard output
    private final boolean live;
    private final Counters counters;
    private @Nullable LineOutput output;
    private long waiting;
    private long batch;
    private boolean failed;
    private volatile @Nullable String trouble;

    LogFile(@Nullable Path file, boolean live, Counters counters) {
        this.file = file;
        this.live = live;
        this.counters = counters;
    }

    /** Where the next line goes; {@link #added} when it is whole. */
    JsonLine lines() {
        return lines;
    }

    /** Another number after the lines were taken away. */
    long batch() {
        return batch;
    }

    void added() throws OutputException {
        waiting++;
        if (lines.length() >= FLUSH_AT) {
            flush();
        }
    }

    /** Why lines are being lost; null when none are. */
    @Nullable
    String trouble() {
        return trouble;
    }

    void flush() throws OutputException {
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

    private LineOutput opened() throws OutputException {
        LineOutput known = output;
        if (known == null) {
            known = file == null
                    ? LineOutput.standardOutput()
                    : live ? LineOutput.append(file) : LineOutput.create(file);
            output = known;
        }
        return known;
    }

    /** Writes what waits, unless the run has failed already. */
    void close() throws OutputException {
        try {
            if (live || !failed) {
                flush();
            }
        } finally {
            LineOutput opened = output;
            if (opened != null) {
                opened.close();
            }
        }
    }
}
