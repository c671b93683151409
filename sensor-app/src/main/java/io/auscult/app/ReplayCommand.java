package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.FileKeys;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Language;
import io.auscult.app.summary.Progress;
import io.auscult.app.summary.RunReport;
import io.auscult.app.summary.StatusLine;
import io.auscult.app.summary.Summary;
import io.auscult.app.summary.Terminal;
import io.auscult.core.alert.Level;
import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.FilteredSource;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import io.auscult.core.evidence.EvidenceSettings;
import io.auscult.export.OutputException;
import io.auscult.export.eve.EveType;
import io.auscult.export.extract.ExtractSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult replay}: looks at recordings and tells what was in them. */
@Command(
        name = "replay",
        description = "Look at capture files and tell what is in them.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult replay monday.pcap tuesday.pcap.gz   two files, one timeline",
            "  zcat *.gz | auscult replay -                 from standard input",
            "  auscult replay night/ --out result           everything into one folder",
            "  auscult replay x.pcap --eve - | jq .alert    records out, summary on stderr",
            "  auscult replay x.pcap --eve e --eve-types all  alerts and events as EVE",
            "  auscult replay x.pcap --zeek z --extract f   logs into z, files seen into f",
            "  auscult replay x.pcap --evidence e           packets around alerts (pcapng)",
            "  auscult replay x.pcap -q --fail-on high      1 when something high was found",
            "",
            "Exit codes: 0 finished, 1 findings (only with --fail-on), 2 wrong usage or",
            "configuration, 3 input cannot be read, 4 input is cut or damaged (what came",
            "before is told and written), 5 an output cannot be written."
        })
final class ReplayCommand implements Callable<Integer> {
    private static final long PROGRESS_AFTER_MS = 1000;
    private static final long PROGRESS_EVERY_MS = 250;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE|DIR|-",
            arity = "1..*",
            description = {
                "pcap or pcapng, as it is or in gzip or zstd; a folder stands for all captures in it;",
                "- is standard input."
            })
    List<Path> inputs = new ArrayList<>();

    @Mixin
    SensorOptions options = new SensorOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write all of it into this new folder: eve.json, zeek/, summary.txt and the journal.")
    @Nullable
    Path out;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description = "Exit with 1 when something of this level or above is found: ${COMPLETION-CANDIDATES}.")
    @Nullable
    Level failOn;

    @Override
    public Integer call() {
        Map<String, String> environment = System.getenv();
        Configuration configuration = options.configuration(spec, environment)
                .with(Keys.STATE_FOLDER, options.state == null ? "" : options.state);
        try (PacketSource source = open(configuration.get(Keys.FILTER));
                Outputs outputs = Outputs.replay(
                        source,
                        out,
                        options.eve,
                        eveTypes(configuration),
                        options.zeek,
                        extraction(configuration),
                        evidence(configuration))) {
            return replay(source, outputs, configuration, environment);
        } catch (OutputException e) {
            throw new CommandFailure(ExitCode.OUTPUT, e);
        }
    }

    private List<EveType> eveTypes(Configuration configuration) {
        if (options.eveTypes == null) {
            return List.of();
        }
        if (options.eve == null && out == null) {
            throw new ParameterException(
                    spec.commandLine(), "--eve-types: nowhere to write (expected: --eve or --out)");
        }
        return configuration.get(FileKeys.EVE_TYPES);
    }

    private @Nullable ExtractSettings extraction(Configuration configuration) {
        return options.extract == null ? null : Mapping.extract(configuration, Path.of(options.extract), false);
    }

    private @Nullable EvidenceSettings evidence(Configuration configuration) {
        return options.evidence == null ? null : Mapping.evidence(configuration, Path.of(options.evidence), false);
    }

    private PacketSource open(String filter) {
        PacketSource source;
        try {
            source = CaptureFiles.open(inputs);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
        try {
            return filter.isEmpty() ? source : FilteredSource.of(source, filter);
        } catch (IOException e) {
            source.close();
            throw new CommandFailure(ExitCode.USAGE, e);
        }
    }

    private int replay(
            PacketSource source, Outputs outputs, Configuration configuration, Map<String, String> environment)
            throws OutputException {
        Language language = configuration.get(Keys.LANGUAGE).resolve(environment);
        Sensor sensor = new Sensor(source, configuration, Lanes.of(configuration, source.size()), outputs);
        sensor.notes().forEach(note -> System.err.println("auscult: " + note));
        OrderlyStop stop = ((Main) spec.root().userObject()).stop();
        stop.onSignal(source::stop);
        List<String> endings = new ArrayList<>();
        boolean isReadable = true;
        try (StatusLine progress = progress(source, sensor, language, environment)) {
            sensor.run();
        } catch (OutputException e) {
            throw e;
        } catch (IOException e) {
            isReadable = false;
            endings.add(String.valueOf(e.getMessage()));
        }
        outputs.finish();
        boolean isDamaged = source.end() == SourceEnd.TRUNCATED || source.end() == SourceEnd.DAMAGED;
        if (isDamaged) {
            endings.add(source.endDetail());
        }
        endings.forEach(ending -> System.err.println("auscult: " + ending));
        source.notes().forEach(note -> System.err.println("auscult: note: " + note));
        String trouble = sensor.stateTrouble();
        if (trouble != null) {
            throw new OutputException(configuration.get(Keys.STATE_FOLDER), new IOException(trouble));
        }
        sensor.defects().forEach(defect -> System.err.println("auscult: " + defect));
        summary(sensor, outputs, language, environment, endings);
        Level worst = sensor.worst();
        return !isReadable
                ? ExitCode.INPUT
                : isDamaged
                        ? ExitCode.DAMAGED
                        : stop.isAsked()
                                ? ExitCode.INTERRUPTED
                                : failOn != null && worst != null && worst.atLeast(failOn)
                                        ? ExitCode.FINDINGS
                                        : ExitCode.FINISHED;
    }

    private @Nullable StatusLine progress(
            PacketSource source, Sensor sensor, Language language, Map<String, String> environment) {
        if (options.isQuiet || !Terminal.of(2, environment).isTerminal()) {
            return null;
        }
        Progress progress = new Progress(source, sensor.counts(), sensor::alerts, language, System::nanoTime);
        return new StatusLine(System.err, PROGRESS_AFTER_MS, PROGRESS_EVERY_MS, progress::line);
    }

    private void summary(
            Sensor sensor, Outputs outputs, Language language, Map<String, String> environment, List<String> endings)
            throws OutputException {
        if (options.isQuiet && out == null) {
            return;
        }
        RunReport report = sensor.report(inputs.stream().map(Path::toString).toList(), endings, outputs.told());
        boolean isElsewhere = outputs.usesStandardOutput();
        PrintStream to = isElsewhere ? System.err : System.out;
        if (!options.isQuiet) {
            new Summary(to, Terminal.of(isElsewhere ? 2 : 1, environment), language, ZoneId.systemDefault())
                    .print(report);
        }
        if (out != null) {
            write(out.resolve("summary.txt"), report, language);
        }
    }

    private static void write(Path file, RunReport report, Language language) throws OutputException {
        try (PrintStream to = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.UTF_8)) {
            new Summary(to, new Terminal(false, false), language, ZoneId.systemDefault()).print(report);
            if (to.checkError()) {
                throw new IOException("it cannot be written");
            }
        } catch (IOException e) {
            throw new OutputException(file.toString(), e);
        }
    }
}
