package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.WarningList;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import io.auscult.rules.indicator.FeedRunner;
import io.auscult.rules.indicator.FileFeed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult indicators}: what others know to be bad, as far as it lies in files. */
@Command(
        name = "indicators",
        description = "Say which indicators files hold, and what is wrong with them.",
        footerHeading = "%nExamples:%n",
        footer = {"  auscult indicators check /etc/auscult/indicators", "  auscult indicators list --config auscult.yml"
        })
final class IndicatorsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    @Command(
            name = "check",
            description = {
                "Say how many indicators of which type files hold, and which cannot be used and why.",
                "Exit code 1 when a file cannot be used at all."
            })
    int check(
            @Parameters(
                            paramLabel = "FILE|DIR",
                            arity = "1..*",
                            description = "Lists, CSV, STIX bundles, MISP exports.")
                    List<Path> places,
            @Option(names = "--config", paramLabel = "FILE", description = "Configuration, for local_nets.") @Nullable
                    Path config) {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = Configurations.read(config, System.getenv());
        WarningList warnings = IndicatorSources.warnings(configuration);
        boolean isGood = true;
        for (Path place : places) {
            IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
            IndicatorIntake intake = new IndicatorIntake("check", table, warnings, indicator -> {});
            try (FeedRunner runner =
                    new FeedRunner(new FileFeed("check", place, Duration.ofDays(1)), intake, Duration.ofDays(1))) {
                runner.once();
                out.println(place + ": " + counts(table)
                        + (intake.refusals() == 0 ? "" : "; not used: " + intake.refusals()));
                intake.shownRefusals().forEach(refusal -> out.println("  " + refusal));
                if (intake.refusals() > intake.shownRefusals().size()) {
                    out.println("  ...");
                }
            } catch (IOException e) {
                isGood = false;
                out.println(String.valueOf(e.getMessage()).replaceFirst("^check: ", ""));
            }
        }
        out.flush();
        return isGood ? ExitCode.FINISHED : ExitCode.FINDINGS;
    }

    @Command(name = "list", description = "List all indicators of the configuration's files and values.")
    int list(@Option(names = "--config", paramLabel = "FILE", description = "Configuration.") @Nullable Path config) {
        PrintWriter out = spec.commandLine().getOut();
        Configuration configuration = Configurations.read(config, System.getenv());
        try (IndicatorSources sources =
                new IndicatorSources(configuration, List.of(), new LeakedList(LeakedAccounts.NONE), false)) {
            sources.table().forEach(each -> out.println(line(each)));
        }
        out.flush();
        return ExitCode.FINISHED;
    }

    static String line(Indicator each) {
        return each.type().word() + "\t" + each.value() + "\t" + each.source()
                + (each.confidence() == Indicator.UNKNOWN ? "" : "\tconfidence " + each.confidence())
                + (each.validUntil() == null ? "" : "\tuntil " + each.validUntil());
    }

    private static String counts(IndicatorTable table) {
        Map<IndicatorType, Long> byType = new EnumMap<>(IndicatorType.class);
        table.forEach(each -> byType.merge(each.type(), 1L, Long::sum));
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, table.size() == 1 ? "%,d indicator" : "%,d indicators", table.size()));
        byType.forEach((type, count) -> text.append(String.format(Locale.ROOT, ", %,d %s", count, type.word())));
        return text.toString();
    }
}
