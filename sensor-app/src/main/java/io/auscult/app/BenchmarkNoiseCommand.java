package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.app.summary.Terminal;
import io.auscult.app.summary.Wrapping;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Level;
import io.auscult.core.event.Network;
import io.auscult.rules.exception.Proposal;
import io.auscult.rules.exception.Proposals;
import io.auscult.rules.knowledge.KnownAlerts;
import io.auscult.rules.role.Role;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult benchmark-noise}: how the sensor would react to one's own software. */
@Command(
        name = "benchmark-noise",
        description =
                "Replay your own traffic and tell what would have alarmed, and which role or exception would be right.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult benchmark-noise week/                       a week of the laboratory",
            "  auscult benchmark-noise week/ --config auscult.yml  with your exceptions",
            "  auscult benchmark-noise week/ --json | jq .gives_up",
            "",
            "Only traffic that you know to be good belongs here: what is in it will be",
            "excused.",
            "",
            "Exit codes: 0 finished, 1 something would have alarmed (only with --fail-on),",
            "2 wrong usage or configuration, 3 input cannot be read, 4 input is cut or",
            "damaged."
        })
final class BenchmarkNoiseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Captures of traffic that you know to be good.")
    List<Path> inputs = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "Your configuration: its roles and exceptions hold.")
    @Nullable
    Path config;

    @Option(
            names = "--local-nets",
            paramLabel = "CIDR",
            split = ",",
            description = "Our own networks. Default: the private ranges.")
    @Nullable
    List<String> localNets;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "medium",
            description = "From which level on it counts as an alarm. Default: ${DEFAULT-VALUE}.")
    Level level = Level.MEDIUM;

    @Option(
            names = "--fail-on",
            paramLabel = "LEVEL",
            description = "Exit with 1 when something of this level or above would have alarmed.")
    @Nullable
    Level failOn;

    @Option(names = "--json", description = "Print JSON, one rule and actor a line.")
    boolean isJson;

    @Override
    public Integer call() {
        Configuration configuration = Configurations.read(config, System.getenv());
        if (localNets != null) {
            List<Network> networks = Keys.LOCAL_NETS.type().parse().apply(localNets);
            if (networks == null || networks.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "--local-nets: " + String.join(",", localNets) + " (expected: "
                                + Keys.LOCAL_NETS.type().expected() + ")");
            }
            configuration = configuration.with(Keys.LOCAL_NETS, networks);
        }
        Proposals proposals = new Proposals(level, BenchmarkNoiseCommand::looksLike);
        List<Proposal> all = new ArrayList<>();
        int exit = new QuietReplay(inputs, configuration)
                .run(proposals, spec.commandLine().getErr(), sensor -> {
                    all.addAll(proposals.list(expires(sensor.span()[1])));
                    tell(sensor, proposals, all);
                });
        boolean isFound =
                failOn != null && all.stream().anyMatch(each -> each.level().atLeast(failOn));
        return exit == ExitCode.FINISHED && isFound ? ExitCode.FINDINGS : exit;
    }

    /** The role that the alert says its actor looks like. */
    static @Nullable Role looksLike(Alert alert) {
        String told = alert.evidence().get(KnownAlerts.LOOKS_LIKE);
        return told == null || told.indexOf(':') < 0 ? null : Role.of(told.substring(0, told.indexOf(':')));
    }

    /** In a year, from today or from the end of the recording. */
    static LocalDate expires(long lastNs) {
        LocalDate recorded = LocalDate.ofInstant(Instant.ofEpochSecond(0, lastNs), ZoneOffset.UTC);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        return (recorded.isAfter(today) ? recorded : today).plusYears(1);
    }

    private void tell(Sensor sensor, Proposals proposals, List<Proposal> all) {
        PrintWriter out = spec.commandLine().getOut();
        NoiseReport report = new NoiseReport(all, expires(sensor.span()[1]));
        if (isJson) {
            report.json().forEach(out::println);
            out.flush();
            return;
        }
        Terminal terminal = Terminal.of(1, System.getenv());
        long alerts = all.stream().mapToLong(Proposal::alerts).sum();
        long[] span = sensor.span();
        out.println(terminal.bold(
                all.isEmpty()
                        ? "Nothing would have alarmed."
                        : alerts + (alerts == 1 ? " alert" : " alerts") + " of level " + NoiseReport.lower(level)
                                + " or above would have been told."));
        if (span[0] != 0) {
            out.println("From " + time(span[0]) + " to " + time(span[1]) + " (UTC).");
        }
        if (proposals.below() > 0) {
            out.println(proposals.below() + " below that are left out (--level informational shows them).");
        }
        if (proposals.beyond() > 0) {
            out.println(proposals.beyond() + " more, of further hosts, are left out.");
        }
        long held = sensor.exceptions().list().stream()
                .filter(line -> !line.isDryRun())
                .mapToLong(line -> line.count())
                .sum();
        if (held > 0) {
            out.println(held + " are held back by your roles and exceptions.");
        }
        if (!all.isEmpty()) {
            out.println();
            report.lines().forEach(line -> out.println(Wrapping.clean(line)));
        }
        List<String> yaml = report.yaml();
        if (!yaml.isEmpty()) {
            out.println();
            out.println(terminal.bold(
                    "To be pasted into the configuration, as far as you know why; fill in reason and author:"));
            out.println();
            yaml.forEach(line -> out.println(Wrapping.clean(line)));
        }
        out.flush();
    }

    private static String time(long ns) {
        return Instant.ofEpochSecond(ns / 1_000_000_000)
                .toString()
                .replace("T", " ")
                .replace("Z", "");
    }
}
