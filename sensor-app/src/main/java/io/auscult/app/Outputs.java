package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.FileKeys;
import io.auscult.app.config.Keys;
import io.auscult.app.config.receiver.ReceiverContext;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.app.metric.Output;
import io.auscult.app.share.Policies;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Incident;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.evidence.Evidence;
import io.auscult.core.evidence.EvidenceSettings;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.export.DirectDelivery;
import io.auscult.export.EventStream;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterRunner;
import io.auscult.export.OutputException;
import io.auscult.export.archive.Archive;
import io.auscult.export.eve.EveExporter;
import io.auscult.export.eve.EveLog;
import io.auscult.export.eve.EveType;
import io.auscult.export.extract.ExtractSettings;
import io.auscult.export.extract.Extraction;
import io.auscult.export.zeek.ZeekLogs;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run writes: Zeek's logs and alerts. A replay writes new files straight from the detect thread and ends with the first failure; a
 * live run keeps alerts in a journal, from which a thread an output delivers, and goes on whatever fails. Opened and closed by
 * the main thread, written by the detect thread.
 */
final class Outputs implements AutoCloseable {
    private static final String STANDARD_OUTPUT = "-";

    private final Counters counters = new Counters();
    private final IntFunction<@Nullable String> interfaces;
    private final List<AlertSink> sinks = new ArrayList<>();
    private final List<ZeekLogs> zeek = new ArrayList<>();
    private final List<EveLog> eveLogs = new ArrayList<>();
    private final List<EventStream> streams = new ArrayList<>();
    private final List<DirectDelivery> direct = new ArrayList<>();
    private final List<ExporterRunner> runners = new ArrayList<>();
    private final List<IndicatorFeed> feeds = new ArrayList<>();
    private final List<Extraction> extraction = new ArrayList<>(); // one or none
    private @Nullable Evidence evidence;
    private final List<Output> watched = new ArrayList<>();
    private final List<Path> places = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private @Nullable AlertJournal journal;
    private @Nullable Archives archives;
    private boolean usesStandardOutput;

    private Outputs(PacketSource source) {
        this.interfaces = index -> {
            List<String> names = source.interfaces();
            return index >= 0 && index < names.size() ? names.get(index) : null;
        };
    }

    /** What happens while outputs are opened; whatever was opened before a failure is closed. */
    private interface Opening {
        void open(Outputs outputs) throws IOException;
    }

    private static Outputs open(PacketSource source, Opening opening) throws OutputException {
        Outputs outputs = new Outputs(source);
        try {
            opening.open(outputs);
            return outputs;
        } catch (OutputException e) {
            outputs.close();
            throw e;
        } catch (IOException e) {
            outputs.close();
            throw new OutputException("output", e);
        }
    }

    /**
     * @param folder for everything, null for none
     * @param eve a path, - or null
     * @param eveTypes of the events among the alerts
     * @param logs a path, - or null
     * @param extract where extracted files go, or null
     * @param evidence where the packets around alerts go, or null
     */
    static Outputs replay(
            PacketSource source,
            @Nullable Path folder,
            @Nullable String eve,
            List<EveType> eveTypes,
            @Nullable String logs,
            @Nullable ExtractSettings extract,
            @Nullable EvidenceSettings evidence)
            throws OutputException {
        return open(source, outputs -> {
            if (folder != null) {
                makeFolder(folder);
                AlertJournal made = outputs.openJournal(folder.resolve("journal"));
                outputs.sinks.add(made);
                outputs.toNewFile(folder.resolve("eve.json").toString(), eveTypes);
                outputs.openZeek(folder.resolve("zeek").toString(), ZeekLogs.Options.REPLAY, null);
                outputs.told.clear();
                outputs.told.add(folder.toString());
            }
            if (eve != null) {
                outputs.toNewFile(eve, eveTypes);
            }
            if (logs != null) {
                outputs.openZeek(logs, ZeekLogs.Options.REPLAY, null);
            }
            if (extract != null) {
                outputs.openExtraction(extract);
            }
            if (evidence != null) {
                outputs.openEvidence(evidence);
            }
        });
    }

    /** As the configuration says; files that are there are continued. */
    static Outputs live(PacketSource source, Configuration configuration) throws OutputException {
        return open(source, outputs -> {
            String eve = configuration.get(Keys.EVE);
            String folder = configuration.get(Keys.JOURNAL);
            Archives archives = new Archives(Mapping.rotation(configuration));
            outputs.archives = archives;
            outputs.watched.add(new WrittenOutput("archive", archives::troubles));
            if (eve.equals(STANDARD_OUTPUT)) {
                outputs.toLiveStandardOutput();
            }
            boolean isFile = !eve.isEmpty() && !eve.equals(STANDARD_OUTPUT);
            if (isFile) {
                folderOf(Path.of(eve)); // before a journal makes folders
            }
            Path place = !folder.isEmpty() || !isFile ? Path.of(folder) : journalBeside(Path.of(eve));
            List<Receivers.Opened> receivers = outputs.receivers(configuration, place);
            if (!receivers.isEmpty() && !isFile && folder.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "output.journal: empty (expected: a folder, in which alerts wait for " + receivers.size()
                                + " receivers)",
                        null);
            }
            if (isFile || !folder.isEmpty()) {
                AlertJournal made = outputs.openJournal(place);
                outputs.sinks.add(made);
                if (isFile) {
                    outputs.places.add(folderOf(Path.of(eve)));
                    outputs.follow(made, outputs.eveFile(Path.of(eve), archives));
                    outputs.wrote(eve);
                }
                Policies policies = ReceiverWiring.policies(configuration, place, receivers);
                for (Receivers.Opened receiver : receivers) {
                    outputs.follow(made, policies.guarded(receiver.exporter()));
                    outputs.told.add(receiver.exporter().name());
                }
                for (EventStream stream : Receivers.events(configuration, outputs.counters)) {
                    outputs.streams.add(stream);
                    outputs.watched.add(new WrittenOutput(stream.name(), stream::trouble));
                }
            }
            List<EveType> types = configuration.get(FileKeys.EVE_TYPES);
            if (!types.isEmpty() && !eve.isEmpty()) {
                outputs.openEveLog(eve, types, archives);
            }
            String logs = configuration.get(Keys.ZEEK);
            if (!logs.isEmpty()) {
                outputs.openZeek(logs, ZeekLogs.Options.LIVE, archives);
            }
            String files = configuration.get(Keys.EXTRACT);
            if (!files.isEmpty()) {
                outputs.openExtraction(Mapping.extract(configuration, Path.of(files), true));
            }
            String packets = configuration.get(Keys.EVIDENCE);
            if (!packets.isEmpty()) {
                outputs.openEvidence(Mapping.evidence(configuration, Path.of(packets), true));
            }
        });
    }

    /** Where the journal is when only a file of alerts is named. */
    static Path journalBeside(Path eve) {
        return eve.resolveSibling("auscult-journal");
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

    private AlertJournal openJournal(Path folder) throws OutputException {
        try {
            AlertJournal made = AlertJournal.open(folder, counters);
            journal = made;
            watched.add(new WrittenOutput("journal", () -> Objects.requireNonNullElse(made.trouble(), "")));
            places.add(folder);
            told.add(folder.toString());
            return made;
        } catch (IOException e) {
            throw new OutputException(folder.toString(), e);
        }
    }

    private void toNewFile(String to, List<EveType> types) throws OutputException {
        boolean isStandard = to.equals(STANDARD_OUTPUT);
        if (!types.isEmpty()) {
            EveLog log = EveLog.toNewFile(isStandard ? null : Path.of(to), Set.copyOf(types), interfaces, counters);
            eveLogs.add(log);
            sinks.add(log);
            wrote(to);
            return;
        }
        DirectDelivery delivery = DirectDelivery.to(
                isStandard ? EveExporter.toStandardOutput(interfaces) : EveExporter.toNewFile(Path.of(to), interfaces));
        direct.add(delivery);
        sinks.add(delivery);
        wrote(to);
    }

    private void toLiveStandardOutput() throws OutputException {
        DirectDelivery delivery = DirectDelivery.to(EveExporter.toStandardOutput(interfaces));
        StandardOutput output = new StandardOutput(delivery);
        direct.add(delivery);
        sinks.add(output);
        watched.add(output);
        wrote(STANDARD_OUTPUT);
    }

    private void follow(AlertJournal from, Exporter exporter) {
        ExporterRunner runner = ExporterRunner.start(exporter, from, ExporterRunner.Patience.DEFAULT);
        runners.add(runner);
        watched.add(new JournaledOutput(runner));
    }

    /** What receivers give back: indicators. */
    List<IndicatorFeed> feeds() {
        return List.copyOf(feeds);
    }

    private List<Receivers.Opened> receivers(Configuration configuration, Path folder) throws IOException {
        try {
            ReceiverContext context = ReceiverWiring.context(configuration, folder, interfaces);
            feeds.addAll(Receivers.feeds(configuration, context));
            return Receivers.open(configuration, context);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    private EveExporter eveFile(Path eve, Archives archives) throws OutputException {
        return EveExporter.toFile(eve, archives.of(folderOf(eve)), interfaces);
    }

    /** Not in the file of the alerts: that one is cut back, at a start after a crash, to what was acknowledged. */
    private void openEveLog(String eve, List<EveType> types, Archives archives) throws OutputException {
        boolean isStandard = eve.equals(STANDARD_OUTPUT);
        Path file = isStandard ? null : besides(Path.of(eve));
        Archive archive = file == null ? null : archives.of(folderOf(file));
        EveLog log = EveLog.toFile(file, archive, Set.copyOf(types), interfaces, counters);
        eveLogs.add(log);
        watched.add(new WrittenOutput("eve-events", () -> Objects.requireNonNullElse(log.trouble(), "")));
        wrote(file == null ? STANDARD_OUTPUT : file.toString());
    }

    /** {@code eve-events.json} of {@code eve.json}. */
    private static Path besides(Path eve) {
        String name = String.valueOf(eve.getFileName());
        int dot = name.lastIndexOf('.');
        return eve.resolveSibling(
                dot < 0 ? name + "-events" : name.substring(0, dot) + "-events" + name.substring(dot));
    }

    private static Path folderOf(Path file) throws OutputException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new OutputException(file.toString(), new IOException("its folder is not there"));
        }
        return folder;
    }

    private void openZeek(String to, ZeekLogs.Options options, @Nullable Archives archives) throws OutputException {
        ZeekLogs logs = to.equals(STANDARD_OUTPUT)
                ? ZeekLogs.toStandardOutput(options, counters)
                : ZeekLogs.toDirectory(
                        Path.of(to), archives == null ? null : archives.of(Path.of(to)), options, counters);
        zeek.add(logs);
        sinks.add(logs);
        watched.add(new WrittenOutput("zeek", () -> String.join("; ", logs.troubles())));
        if (!to.equals(STANDARD_OUTPUT)) {
            places.add(Path.of(to));
        }
        wrote(to);
    }

    private void openExtraction(ExtractSettings settings) throws OutputException {
        Extraction opened = Extraction.into(settings, counters);
        extraction.add(opened);
        watched.add(new WrittenOutput("extract", () -> Objects.requireNonNullElse(opened.trouble(), "")));
        places.add(settings.folder());
        wrote(settings.folder().toString());
    }

    private void openEvidence(EvidenceSettings settings) throws OutputException {
        try {
            Evidence opened = Evidence.into(settings, "Auscult " + Version.number(), counters, interfaces);
            evidence = opened;
            watched.add(new WrittenOutput("evidence", () -> Objects.requireNonNullElse(opened.trouble(), "")));
        } catch (IOException e) {
            throw new OutputException(settings.folder().toString(), e);
        }
        places.add(settings.folder());
        wrote(settings.folder().toString());
    }

    private void wrote(String to) {
        if (to.equals(STANDARD_OUTPUT)) {
            usesStandardOutput = true;
        } else {
            told.add(to);
        }
    }

    /** Of the detect thread. */
    Counters counters() {
        return counters;
    }

    List<? extends EventConsumer> logs() {
        List<EventConsumer> all = new ArrayList<>(zeek);
        all.addAll(eveLogs);
        all.addAll(streams);
        if (journal != null) {
            all.add(journal);
        }
        return all;
    }

    /** What takes the content of files, on the detect thread; empty: nothing. */
    List<? extends EventJoiner> extraction() {
        return extraction;
    }

    /** What writes the packets around alerts, on the detect thread; null: nothing. */
    @Nullable
    Evidence evidence() {
        return evidence;
    }

    /** What was found wrong when outputs were opened, and what was done about it. */
    List<String> notes() {
        String note = journal == null ? null : journal.note();
        return note == null ? List.of() : List.of(note);
    }

    boolean hasJournal() {
        return journal != null;
    }

    /** An incident as it stands now. Detect thread. */
    void tell(Incident incident) {
        AlertJournal kept = journal;
        if (kept != null) {
            kept.tell(incident);
        }
    }

    /** Who is told about alerts, on the detect thread. */
    List<AlertSink> sinks() {
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
        return watched;
    }

    /** Bytes free where something is written; Long.MAX_VALUE when nothing is. Any thread. */
    long diskFree() {
        long free = Long.MAX_VALUE;
        for (Path place : places) {
            try {
                free = Math.min(free, Files.getFileStore(place).getUsableSpace());
            } catch (IOException e) {
                return 0; // the folder is gone, or not ours any more
            }
        }
        return free;
    }

    /** Folder of the journal; null when none is kept. */
    @Nullable
    Path journal() {
        AlertJournal kept = journal;
        return kept == null ? null : kept.directory();
    }

    /** Deletes what the journal holds of days before. @throws IOException when a file cannot be deleted */
    void cutJournal(int days) throws IOException {
        AlertJournal kept = journal;
        if (kept != null) {
            kept.cut(LocalDate.now(ZoneOffset.UTC).minusDays(days));
        }
    }

    /** After the last event: everything is with its receiver. */
    void finish() throws OutputException {
        for (ZeekLogs logs : zeek) {
            logs.close();
        }
        for (EveLog log : eveLogs) {
            log.close();
        }
        for (DirectDelivery delivery : direct) {
            delivery.finish();
        }
        for (Extraction each : extraction) {
            each.finish();
        }
        Evidence packets = evidence;
        if (packets != null) {
            try {
                packets.finish();
            } catch (IOException e) {
                throw new OutputException("evidence", e);
            }
        }
        AlertJournal kept = journal;
        if (kept != null && kept.trouble() != null) {
            throw new OutputException("alerts", new IOException(kept.trouble()));
        }
    }

    /** What is left in the journal is delivered at the next start. A failure here comes after one that was told. */
    @Override
    public void close() {
        List<AutoCloseable> all = new ArrayList<>(zeek);
        all.addAll(eveLogs);
        all.addAll(streams);
        all.addAll(direct);
        all.addAll(extraction);
        all.addAll(runners);
        if (archives != null) {
            all.add(archives);
        }
        if (evidence != null) {
            all.add(evidence);
        }
        if (journal != null) {
            all.add(journal);
        }
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) {
                continue; // the others are still to be closed
            }
        }
    }
}
