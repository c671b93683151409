package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.export.Exporter;
import io.auscult.export.report.ReportExporter;
import io.auscult.export.report.ReportSchedule;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** Scheduled reports as files. Stateless. */
final class ReportReceiver extends ReceiverKind {
    private final Setting<String> folder = required(
            "folder", ValueTypes.text("path of a folder", 4096), "Where the files go: auscult-daily-2026-11-22.html.");
    private final ReportKeys every =
            new ReportKeys(this, "every", ReportKeys.Every.DAILY, "A file a day or a week; none: no file.");
    private final Setting<Integer> keep =
            optional("keep", ValueTypes.number("files", 1, 10_000), 400, "Of more the oldest are deleted.");
    private final Setting<Language> language = language("Of the readers; auto: that of the sensor.");
    private final Setting<String> site =
            optional("site", ValueTypes.text("a short name", 60), "", "What the place is called, for the title.");

    ReportReceiver() {
        super(
                false,
                "report",
                "The report on the day or the week as a file: an HTML page with plots, without scripts.",
                """
                - name: daily
                  folder: /var/lib/auscult/reports
                  every: daily
                  language: nl
                """);
    }

    @Override
    public List<Setting<?>> pastPolicies(Entry entry) {
        return every.given(entry);
    }

    @Override
    public String describe(Entry entry) {
        return "into " + entry.get(folder);
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        ReportSchedule schedule = every.of(entry, context);
        if (schedule == null) {
            throw new IllegalArgumentException("every: none (expected: daily or weekly, or no such entry)");
        }
        return new ReportExporter(
                name(entry),
                Path.of(entry.get(folder)),
                entry.get(keep),
                schedule,
                context.voice(entry.get(language)),
                entry.get(site),
                InstantSource.system());
    }
}
