package io.auscult.export.zeek;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventType;
import io.auscult.export.LogFile;
import io.auscult.export.OutputException;
import io.auscult.export.archive.Archive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Zeek-style logs: one {@code <log>.log} of JSON lines for every type of event that is a log, {@code notice.log} for alerts, or all
 * of them in one file or on standard output with {@code _path} first. Runs on the detect thread and allocates nothing per event. A replay writes new files and ends with
 * {@link OutputException} when one cannot be written; live, files are continued, lines that find no room are counted and
 * {@link #troubles} says why.
 */
public final class ZeekLogs implements EventConsumer, AlertSink, AutoCloseable {
    /**
     * @param isoTime times as ISO 8601 in UTC instead of seconds since 1970
     * @param live write at the end of every packet block, go on after failures, append to logs that are there
     */
    public record Options(boolean isoTime, boolean live) {
        public static final Options REPLAY = new Options(false, false);
        public static final Options LIVE = new Options(false, true);
    }

    private final @Nullable Path directory; // null: all logs in one
    private final @Nullable Archive archive; // null: files grow
    private final Options options;
    private final Counters counters;
    private final CommonKeys common = new CommonKeys();
    private final IdentityHashMap<EventType, Log> logs = new IdentityHashMap<>();
    private final List<LogFile> files = new CopyOnWriteArrayList<>();
    private @Nullable Log last;
    private @Nullable NoticeLog notices;
    private @Nullable OutputException failure;

    /** How lines of a type are written, and where they go. */
    private record Log(EventType type, ZeekLog format, LogFile file) {}

    /** @param single for all logs, null for one file a log in the directory */
    private ZeekLogs(
            @Nullable Path directory,
            @Nullable LogFile single,
            @Nullable Archive archive,
            Options options,
            Counters counters) {
        this.directory = directory;
        this.archive = archive;
        this.options = options;
        this.counters = counters;
        if (single != null) {
            files.add(single);
        }
    }

    /** Makes the directory where it is missing. @param counters of the thread that will call */
    public static ZeekLogs toDirectory(Path directory, Options options, Counters counters) throws OutputException {
        return toDirectory(directory, null, options, counters);
    }

    /** Files that have their size or their time go to the archive. */
    public static ZeekLogs toDirectory(Path directory, @Nullable Archive archive, Options options, Counters counters)
            throws OutputException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new OutputException(directory.toString(), e);
        }
        if (!Files.isWritable(directory)) {
            throw new OutputException(directory.toString(), new IOException("Permission denied"));
        }
        return new ZeekLogs(directory, null, archive, options, counters);
    }

    public static ZeekLogs toStandardOutput(Options options, Counters counters) {
        return new ZeekLogs(null, new LogFile(null, options.live(), null, counters), null, options, counters);
    }

    /** All logs in one file, in the order of their events. */
    public static ZeekLogs toFile(Path file, Options options, Counters counters) {
        return new ZeekLogs(null, new LogFile(file, options.live(), null, counters), null, options, counters);
    }

    @Override
    public boolean wants(EventType type) {
        return type.isLog();
    }

    @Override
    public void onEvent(Event event) throws OutputException {
        Log log = last;
        if (log == null || log.type != event.type()) {
            if (!wants(event.type())) {
                return;
            }
            log = log(event.type());
            last = log;
        }
        log.format.write(event, log.file.lines(), log.file.batch());
        log.file.added();
    }

    private Log log(EventType type) {
        Log known = logs.get(type);
        if (known == null) {
            known = new Log(type, new ZeekLog(type, common, directory == null, options.isoTime()), file(type.name()));
            logs.put(type, known);
        }
        return known;
    }

    private LogFile file(String name) {
        if (directory == null) {
            return files.get(0);
        }
        LogFile file = new LogFile(directory.resolve(name + ".log"), options.live(), archive, counters);
        files.add(file);
        return file;
    }

    /** Writes the alert into {@code notice.log}. A failure is told by the next call that may. */
    @Override
    public void raise(Alert alert) {
        NoticeLog log = notices;
        if (log == null) {
            log = new NoticeLog(directory == null, options.isoTime(), file("notice"));
            notices = log;
        }
        try {
            log.write(alert);
        } catch (OutputException e) {
            failure = e;
        }
    }

    @Override
    public void onBlockEnd(long nowNs) throws OutputException {
        if (options.live() || failure != null) {
            flush();
        }
    }

    @Override
    public void onEnd() throws OutputException {
        flush();
    }

    private void flush() throws OutputException {
        if (failure != null) {
            throw failure;
        }
        for (int i = 0; i < files.size(); i++) {
            files.get(i).flush();
        }
    }

    /** Why lines are being lost, one reason a log that is in trouble; empty when all is well. Any thread. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        for (LogFile file : files) {
            String trouble = file.trouble();
            if (trouble != null) {
                troubles.add(trouble);
            }
        }
        return troubles;
    }

    /** Writes what waits and closes all files; those left when one fails too. */
    @Override
    public void close() throws OutputException {
        OutputException first = null;
        for (LogFile file : files) {
            try {
                file.close();
            } catch (OutputException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
