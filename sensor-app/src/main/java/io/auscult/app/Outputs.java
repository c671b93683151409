package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Language;
import io.auscult.app.metric.Output;
import io.auscult.app.summary.RunReport;
import io.auscult.app.summary.Summary;
import io.auscult.app.summary.Terminal;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventConsumer;
import io.auscult.export.OutputException;
import io.auscult.export.eve.EveExporter;
import io.auscult.export.zeek.ZeekLogs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** What a run writes. Opened and closed by the main thread, written by the detect thread. */
final class Outputs implements AutoCloseable {
    private static final String STANDARD_OUTPUT = "-";

    private final Counters counters = new Counters();
    private final List<ZeekLogs> zeek = new ArrayList<>();
    private final List<Path> places = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final @Nullable Path folder;
    private final ZeekLogs.Options zeekOptions;
    private final boolean isLive;
    private @Nullable AlertOutputs alerts;
    private boolean usesStandardOutput;

    private Outputs(@Nullable Path folder, boolean isLive) {
        this.folder = folder;
        this.isLive = isLive;
        this.zeekOptions = isLive ? ZeekLogs.Options.LIVE : ZeekLogs.Options.REPLAY;
    }

    /**
     * @param folder for everything, null for none
     * @param isLive continues files that are there and goes on when one fails
     */
    static Outputs open(Configuration configuration, @Nullable Path folder, boolean isLive, PacketSource source)
            throws OutputException {
        Outputs outputs = new Outputs(folder, isLive);
        try {
            if (folder != null) {
                makeFolder(folder);
                outputs.openZeek(folder.resolve("zeek").toString());
                outputs.told.add(folder.toString());
            }
            String logs = configuration.get(Keys.ZEEK);
            if (!logs.isEmpty()) {
                outputs.openZeek(logs);
            }
            outputs.openAlerts(configuration, source);
            return outputs;
        } catch (OutputException e) {
            outputs.close();
            throw e;
        }
    }

    private void openAlerts(Configuration configuration, PacketSource source) throws OutputException {
        IntFunction<@Nullable String> interfaces =
                i -> i < source.interfaces().size() ? source.interfaces().get(i) : null;
        String eve = configuration.get(Keys.EVE);
        boolean toFile = !eve.isEmpty() && !eve.equals(STANDARD_OUTPUT);
        String journal = configuration.get(Keys.JOURNAL);
        Path journalFolder = folder != null
                ? folder.resolve("journal")
                : !journal.isEmpty()
                        ? Path.of(journal)
                        : isLive && toFile ? Path.of(eve).toAbsolutePath().resolveSibling("auscult-journal") : null;
        alerts = new AlertOutputs(journalFolder, counters);
        if (folder != null) {
            alerts.add(EveExporter.toFile(folder.resolve("eve.json"), interfaces));
        }
        if (toFile) {
            Path file = Path.of(eve);
            alerts.add(isLive ? EveExporter.toFile(file, interfaces) : EveExporter.toNewFile(file, interfaces));
            told.add(eve);
            places.add(file.toAbsolutePath().getParent());
        } else if (!eve.isEmpty()) {
            usesStandardOutput = true;
            alerts.add(EveExporter.toStandardOutput(interfaces));
        }
    }

    private static void makeFolder(Path folder) throws OutputException {
        try {
            Files.createDirectories(folder);
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
                if (entries.iterator().hasNext()) {
                    throw new FileSystemException(
                            folder.toString(), null, "is not empty (expected: a new or an empty folder)");
                }
            }
        } catch (IOException e) {
            throw new OutputException(folder.toString(), e);
        }
    }

    private void openZeek(String to) throws OutputException {
        if (to.equals(STANDARD_OUTPUT)) {
            usesStandardOutput = true;
            zeek.add(ZeekLogs.toStandardOutput(zeekOptions, counters));
        } else {
            zeek.add(ZeekLogs.toDirectory(Path.of(to), zeekOptions, counters));
            told.add(to);
            places.add(Path.of(to));
        }
    }

    /** Of the detect thread. */
    Counters counters() {
        return counters;
    }

    List<? extends EventConsumer> logs() {
        return zeek;
    }

    /** Who is told about alerts, on the detect thread. */
    List<? extends AlertSink> sinks() {
        List<AlertSink> sinks = new ArrayList<>(zeek);
        if (alerts != null) {
            sinks.addAll(alerts.sinks());
        }
        return sinks;
    }

    boolean usesStandardOutput() {
        return usesStandardOutput;
    }

    /** What was written where. */
    List<String> told() {
        return told;
    }

    /** What health and metrics look at. */
    List<Output> watched() {
        return alerts == null ? List.of() : alerts.watched();
    }

    /** Bytes free where something is written; Long.MAX_VALUE when nothing is. */
    long diskFree() {
        long free = Long.MAX_VALUE;
        for (Path place : places) {
            try {
                free = Math.min(free, Files.getFileStore(place).getUsableSpace());
            } catch (IOException e) {
                return 0;
            }
        }
        return free;
    }

    /** Writes what waits. */
    void finish() throws OutputException {
        if (alerts != null) {
            alerts.finish();
            alerts = null;
        }
        for (ZeekLogs logs : zeek) {
            logs.close();
        }
        zeek.clear();
    }

    void writeSummary(RunReport report, Language language) throws OutputException {
        if (folder == null) {
            return;
        }
        Path file = folder.resolve("summary.txt");
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            new Summary(out, new Terminal(false, false), language, ZoneId.systemDefault()).print(report);
            if (out.checkError()) {
                throw new IOException("cannot be written");
            }
        } catch (IOException e) {
            throw new OutputException(file.toString(), e);
        }
    }

    /** After a failure; what can still be written is. */
    @Override
    public void close() {
        if (alerts != null) {
            alerts.close();
            alerts = null;
        }
        for (ZeekLogs logs : zeek) {
            try {
                logs.close();
            } catch (OutputException e) {
                continue; // the first failure was told already
            }
        }
        zeek.clear();
    }
}
