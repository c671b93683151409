package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Entry;
import io.auscult.app.config.EntryKeys;
import io.auscult.app.summary.Wrapping;
import io.auscult.rules.exception.Exemption;
import io.auscult.rules.exception.HeldBack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult exceptions}: which exceptions and roles there are, and what each holds back. */
@Command(
        name = "exceptions",
        description = "List the exceptions of a configuration and, with captures, what each of them holds back.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult exceptions --config auscult.yml",
            "  auscult exceptions --config auscult.yml week/            what each holds back",
            "  auscult exceptions --config auscult.yml --dry-run week/  what each would",
            "",
            "Exit codes: 0 finished, 2 wrong usage or configuration, 3 input cannot be",
            "read, 4 input is cut or damaged."
        })
final class ExceptionsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE|DIR", arity = "0..*", description = "Captures to try them on.")
    List<Path> inputs = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", required = true, description = "The configuration.")
    @Nullable
    Path config;

    @Option(names = "--dry-run", description = "Count what each exception would hold back, and hold nothing back.")
    boolean isDryRun;

    @Override
    public Integer call() {
        Configuration configuration = Configurations.read(config, System.getenv());
        if (isDryRun) {
            configuration = configuration.withExceptions(configuration.exceptions().stream()
                    .map(entry -> entry.with(EntryKeys.EXCEPTION_DRY_RUN, true))
                    .toList());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (inputs.isEmpty()) {
            tell(out, configuration, List.of(), false);
            return ExitCode.FINISHED;
        }
        Configuration all = configuration;
        return new QuietReplay(inputs, configuration)
                .run(
                        alert -> {},
                        spec.commandLine().getErr(),
                        sensor -> tell(out, all, sensor.exceptions().list(), true));
    }

    private static void tell(PrintWriter out, Configuration configuration, List<HeldBack> held, boolean isTried) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        if (configuration.exceptions().isEmpty()) {
            out.println("There are no exceptions.");
        }
        for (Entry entry : configuration.exceptions()) {
            Exemption exemption = Mapping.exception(entry);
            String state = exemption.expires().isBefore(today)
                    ? "EXPIRED " + exemption.expires()
                    : (exemption.dryRun() ? "dry run" : "holds") + " until " + exemption.expires();
            out.println(Wrapping.clean(exemption.scope()));
            out.println(Wrapping.clean("    " + state + "; " + exemption.author() + ": " + exemption.reason() + " ("
                    + entry.place().file() + ":" + entry.place().line() + ")"));
            if (isTried) {
                told(
                        out,
                        held.stream()
                                .filter(line -> exemption.equals(line.exemption()))
                                .toList(),
                        exemption.dryRun());
            }
        }
        List<HeldBack> byRole =
                held.stream().filter(line -> line.grant() != null).toList();
        for (HeldBack line : byRole) {
            out.println(Wrapping.clean("role " + line.by() + "; " + line.author() + ": " + line.reason()));
            told(out, List.of(line), false);
        }
        out.flush();
    }

    private static void told(PrintWriter out, List<HeldBack> lines, boolean isDryRun) {
        if (lines.isEmpty()) {
            out.println("    " + (isDryRun ? "would hold nothing back" : "held nothing back"));
        }
        for (HeldBack line : lines) {
            out.println(Wrapping.clean("    " + (isDryRun ? "would hold back " : "held back ") + line.count()
                    + (line.count() == 1 ? " alert" : " alerts") + " of "
                    + line.last().rule().id() + " by "
                    + line.last().actor() + " at " + line.last().target()));
        }
    }
}
