package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.export.Exporter;
import io.auscult.export.page.Voice;
import io.auscult.export.report.ReportExporter;
import io.auscult.export.report.ReportSchedule;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;

/** Scheduled reports as files. Stateless. */
final class ReportReceiver implements ReceiverKind {
    private static final EntrySettings SETTINGS = new EntrySettings("report");
    private static final Setting<String> NAME = SETTINGS.name();
    private static final Setting<String> FOLDER = SETTINGS.required(
            "folder", ValueTypes.text("path of a folder", 4096), "Where the files go: auscult-daily-2026-11-22.html.");
    private static final ReportKeys EVERY =
            new ReportKeys(SETTINGS, "every", ReportKeys.Every.DAILY, "A file a day or a week; none: no file.");
    private static final Setting<Integer> KEEP =
            SETTINGS.optional("keep", ValueTypes.number("files", 1, 10_000), 400, "Of more the oldest are deleted.");
    private static final Setting<Language> LANGUAGE = SETTINGS.optional(
            "language", ValueTypes.choice(Language.class), Language.AUTO, "Of the readers; auto: that of the sensor.");
    private static final Setting<String> SITE = SETTINGS.optional(
            "site", ValueTypes.text("a short name", 60), "", "What the place is called, for the title.");

    @Override
    public String section() {
        return "report";
    }

    @Override
    public String doc() {
        return "The report on the day or the week as a file: an HTML page with plots, without scripts.";
    }

    @Override
    public String example() {
        return """
                - name: daily
                  folder: /var/lib/auscult/reports
                  every: daily
                  language: nl
                """;
    }

    @Override
    public List<Setting<?>> settings() {
        return SETTINGS.all();
    }

    @Override
    public String name(Entry entry) {
        return entry.get(NAME);
    }

    @Override
    public String describe(Entry entry) {
        return "into " + entry.get(FOLDER);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        ReportSchedule schedule = EVERY.of(entry, context);
        if (schedule == null) {
            throw new IllegalArgumentException("every: none (expected: daily or weekly, or no such entry)");
        }
        Language asked = entry.get(LANGUAGE);
        return new ReportExporter(
                entry.get(NAME),
                Path.of(entry.get(FOLDER)),
                entry.get(KEEP),
                schedule,
                new Voice(
                        asked == Language.AUTO ? context.language() : asked.code(),
                        ZoneId.systemDefault(),
                        context.wording()),
                entry.get(SITE),
                InstantSource.system());
    }
}
