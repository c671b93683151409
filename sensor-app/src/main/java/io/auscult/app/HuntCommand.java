package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.IndicatorKeys;
import io.auscult.app.config.Keys;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.WarningList;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.indicator.FeedRunner;
import io.auscult.rules.indicator.FileFeed;
import io.auscult.rules.indicator.Find;
import io.auscult.rules.indicator.Hunt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code auscult hunt}: searches indicators, or leaked accounts, in what was recorded. */
@Command(
        name = "hunt",
        description = "Search indicators in recorded logs: who had to do with them, when, where.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult hunt 198.51.100.7 evil.example --logs /var/log/auscult",
            "  auscult hunt --file bundle.json --logs /var/log/auscult --json",
            "  auscult hunt --leaked-accounts --config auscult.yml",
            "",
            "Exit codes: 0 nothing found, 1 something found, 2 wrong usage, 3 the logs",
            "cannot be read."
        })
final class HuntCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "INDICATOR",
            arity = "0..*",
            description = {
                "Address, network, name, URL, hash, mail address, or one with its type in front:",
                "ja3:..., certificate:..., user:..."
            })
    List<String> values = new ArrayList<>();

    @Option(names = "--file", paramLabel = "FILE|DIR", description = "Indicators from a list, CSV, STIX or MISP file.")
    List<Path> files = new ArrayList<>();

    @Option(names = "--leaked-accounts", description = "Also the accounts of detect.leaked_accounts and its file.")
    boolean isLeaked;

    @Option(
            names = "--logs",
            paramLabel = "DIR|FILE",
            description = "Where Zeek's logs lie, archived ones below. Default: indicators.hunt_folder, output.zeek.")
    @Nullable
    Path logs;

    @Option(names = "--json", description = "Print each find as JSON, one a line.")
    boolean isJson;

    @Option(names = "--most", paramLabel = "N", description = "Stop after so many finds. Default: 100000.")
    long most = 100_000;

    @Option(names = "--config", paramLabel = "FILE", description = "Configuration.")
    @Nullable
    Path config;

    @Override
    public Integer call() {
        Configuration configuration = Configurations.read(config, System.getenv());
        LeakedAccounts leaked = isLeaked ? Mapping.leaked(configuration).now() : LeakedAccounts.NONE;
        IndicatorTable table = table(configuration);
        if (table.isEmpty() && leaked.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "nothing to search (expected: INDICATOR, --file or --leaked-accounts)");
        }
        PrintWriter out = spec.commandLine().getOut();
        long[] found = new long[1];
        Set<String> hosts = new LinkedHashSet<>();
        try {
            Hunt.Result result = new Hunt(table, leaked).search(folder(configuration), bytes -> {}, find -> {
                found[0]++;
                IpAddress orig = find.orig();
                if (orig != null && hosts.size() < 10_000) {
                    hosts.add(orig.toString());
                }
                out.println(isJson ? FindJson.of(find) : line(find));
                return found[0] < most;
            });
            out.flush();
            PrintWriter err = spec.commandLine().getErr();
            result.troubles().forEach(trouble -> err.println("auscult: " + trouble));
            if (result.files() == 0) {
                throw new IOException(
                        folder(configuration) + " holds no logs that could be searched (expected: such as conn.log)");
            }
            err.println(String.format(
                    Locale.ROOT,
                    "auscult: %s of %s in %s of %s%s%s",
                    counted(found[0], "find"),
                    counted(hosts.size(), "host"),
                    counted(result.lines(), "line"),
                    counted(result.files(), "file"),
                    result.unreadable() == 0
                            ? ""
                            : String.format(Locale.ROOT, "; %,d lines were no JSON", result.unreadable()),
                    found[0] == most ? "; stopped there, --most says how many" : ""));
            err.flush();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, "logs: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.INPUT, "stopped", e);
        }
        return found[0] == 0 ? ExitCode.FINISHED : ExitCode.FINDINGS;
    }

    private Path folder(Configuration configuration) {
        String set = configuration.get(IndicatorKeys.HUNT_FOLDER);
        String zeek = set.isEmpty() ? configuration.get(Keys.ZEEK) : set;
        Path folder = logs != null ? logs : zeek.isEmpty() || zeek.equals("-") ? null : Path.of(zeek);
        if (folder == null || !Files.exists(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    folder == null
                            ? "no logs (expected: --logs, or output.zeek)"
                            : "--logs: " + folder + " is not there");
        }
        return folder;
    }

    /** What a person names is meant; files go past the warning list. */
    private IndicatorTable table(Configuration configuration) {
        IndicatorTable table = new IndicatorTable(IndicatorTable.Limits.DEFAULT);
        for (String value : values) {
            Indicator indicator = IndicatorSources.parsed(value, "INDICATOR");
            table.put(indicator.source(), indicator.sourceId(), List.of(indicator), (each, what) -> {});
        }
        WarningList warnings = IndicatorSources.warnings(configuration);
        for (Path file : files) {
            IndicatorIntake intake =
                    new IndicatorIntake(String.valueOf(file.getFileName()), table, warnings, each -> {});
            try (FeedRunner runner = new FeedRunner(
                    new FileFeed(intake.source(), file, Duration.ofDays(1)), intake, Duration.ofDays(1))) {
                runner.once();
            } catch (IOException e) {
                String said = String.valueOf(e.getMessage());
                String name = intake.source() + ": ";
                throw new CommandFailure(
                        ExitCode.USAGE, "--file: " + (said.startsWith(name) ? said.substring(name.length()) : said), e);
            }
        }
        return table;
    }

    private static String counted(long count, String what) {
        return String.format(Locale.ROOT, count == 1 ? "%,d %s" : "%,d %ss", count, what);
    }

    private static String line(Find find) {
        DateTimeFormatter time =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
        String whose = find.matched().isEmpty()
                ? "leaked account"
                : find.matched().stream()
                        .map(each -> each.source().equals(IndicatorSources.CONFIGURATION)
                                ? each.value()
                                : each.value() + " (" + each.source() + ")")
                        .distinct()
                        .collect(Collectors.joining(", "));
        return time.format(find.time()) + "  " + (find.orig() == null ? "-" : find.orig()) + " -> "
                + (find.resp() == null ? "-" : find.resp() + " port " + find.respPort()) + "  " + find.field() + "  "
                + printable(find.met()) + "  " + find.outcome().name().toLowerCase(Locale.ROOT) + "  " + find.uid()
                + "  " + printable(whose);
    }

    /** What came from the network cannot move the cursor. */
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
