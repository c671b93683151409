package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.Keys;
import io.auscult.app.config.Language;
import io.auscult.core.alert.JournalReader;
import io.auscult.export.OutputException;
import io.auscult.export.page.Voice;
import io.auscult.export.report.HourLog;
import io.auscult.export.report.ReportData;
import io.auscult.export.report.ReportGatherer;
import io.auscult.export.report.ReportPage;
import io.auscult.export.report.ReportPeriod;
import io.auscult.rules.incident.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code auscult report}: the report on a day or a week, now. */
@Command(
        name = "report",
        description = "Write the report on a day or a week, as one HTML file.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  auscult report --config /etc/auscult.yml --out yesterday.html",
            "  auscult report --week --day 2026-11-16 --language fr ... --out w.html",
            "  auscult report --journal result/journal --day 2026-11-22   of replay --out"
        })
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    JournalOption journal = new JournalOption();

    @Option(names = "--day", paramLabel = "DAY", description = "Such as 2026-11-22. Default: yesterday.")
    @Nullable
    String day;

    @Option(names = "--week", description = "The week, Monday to Sunday, in which that day is. Default: last week.")
    boolean isWeek;

    @Option(names = "--language", paramLabel = "LANGUAGE", description = "en, nl, fr or auto.")
    Language language = Language.AUTO;

    @Option(names = "--site", paramLabel = "NAME", description = "What the place is called, for the title.")
    String site = "";

    @Option(names = "--out", paramLabel = "FILE", description = "Where it goes. Default: standard output.")
    @Nullable
    Path file;

    @Override
    public Integer call() {
        Configuration configuration = journal.configuration();
        ReportPeriod period = period();
        Path folder = journal.folder(spec);
        if (!JournalReader.isJournal(folder)
                && !new HourLog(folder).isThere()) { // else a wrong name looks like a quiet day
            throw JournalOption.absent(folder);
        }
        ReportData data;
        try {
            data = ReportGatherer.gather(folder, period, configuration.get(Keys.SEGMENTS));
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.INPUT, e);
        }
        Language of =
                language == Language.AUTO ? configuration.get(Keys.LANGUAGE).resolve(System.getenv()) : language;
        String page = ReportPage.write(data, new Voice(of.code(), ZoneId.systemDefault(), new Words()::in), site);
        if (file == null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(page);
            out.flush();
            return ExitCode.FINISHED;
        }
        try {
            Files.writeString(file, page, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.OUTPUT, String.valueOf(new OutputException(file.toString(), e).getMessage()), e);
        }
        return ExitCode.FINISHED;
    }

    private ReportPeriod period() {
        ZoneId zone = ZoneId.systemDefault();
        ReportPeriod.Kind kind = isWeek ? ReportPeriod.Kind.WEEKLY : ReportPeriod.Kind.DAILY;
        if (day == null) {
            return ReportPeriod.latest(kind, Instant.now(), LocalTime.MIDNIGHT, zone);
        }
        try {
            return ReportPeriod.with(kind, LocalDate.parse(day), zone);
        } catch (DateTimeParseException e) {
            throw new ParameterException(spec.commandLine(), "--day: " + day + " (expected: such as 2026-11-22)", e);
        }
    }
}
