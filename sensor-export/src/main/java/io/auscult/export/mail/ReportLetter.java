package io.auscult.export.mail;

import io.auscult.core.alert.Light;
import io.auscult.export.mail.Sheet.Cell;
import io.auscult.export.page.Plain;
import io.auscult.export.page.Voice;
import io.auscult.export.report.ReportData;
import io.auscult.export.report.ReportData.Line;
import io.auscult.export.report.ReportData.Tally;
import io.auscult.export.report.ReportPage;
import io.auscult.export.report.ReportTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes the mail with a report: its main points with bars that every mail program shows, and the page with its plots as a file. */
final class ReportLetter {
    private static final int MAX_BARS = 8;

    private final Voice voice;
    private final String site;

    ReportLetter(Voice voice, String site) {
        this.voice = voice;
        this.site = site;
    }

    Letter write(ReportData data) {
        ReportTexts texts = new ReportTexts(data, voice);
        String title = texts.title() + ", " + texts.when();
        return new Letter(
                "report." + data.period().key(),
                List.of(),
                voice.get("report.subject", site.isEmpty() ? "Auscult" : "Auscult, " + site, title, texts.verdict()),
                plain(data, texts, title),
                html(data, texts, title),
                false,
                new Letter.Attached("auscult-" + data.period().key() + ".html", ReportPage.write(data, voice, site)));
    }

    private String html(ReportData data, ReportTexts texts, String title) {
        Sheet sheet = new Sheet(voice.language(), title, texts.verdict())
                .band(data.light(), texts.title() + (site.isEmpty() ? "" : ", " + site), texts.when())
                .title(texts.verdict(), numbers(data));
        List<String> todo = texts.todo();
        if (todo.isEmpty()) {
            sheet.paragraph(voice.get("report.todo"), voice.get("report.todo.none"));
        } else {
            sheet.todo(Light.RED, voice.get("report.todo"), todo);
        }
        if (!data.incidents().isEmpty()) {
            sheet.table(
                    voice.get("report.happened"),
                    List.of(voice.get("row.severity"), voice.get("col.what"), voice.get("col.became")),
                    data.incidents().stream()
                            .limit(ReportTexts.MAX_LINES)
                            .map(line -> row(line, texts))
                            .toList(),
                    data.incidents().size() > ReportTexts.MAX_LINES
                            ? voice.count("digest.more", data.incidents().size() - ReportTexts.MAX_LINES)
                            : "");
        }
        bars(sheet, "report.techniques", "report.other", texts.shown(data.techniques(), MAX_BARS));
        bars(sheet, "report.segments", "report.nowhere", texts.shown(data.segments(), MAX_BARS));
        if (!data.identities().isEmpty()) {
            sheet.table(
                    voice.get("report.identities"),
                    List.of(voice.get("report.account"), voice.get("col.what"), voice.get("col.became")),
                    data.identities().stream()
                            .map(each -> List.of(
                                    Cell.of(each.user()),
                                    Cell.of(
                                            texts.what(each) + ", " + voice.count("times", each.count()),
                                            texts.who(each)),
                                    Cell.of(
                                            voice.get("outcome."
                                                    + each.outcome().name().toLowerCase(Locale.ROOT)),
                                            each.outcome())))
                            .toList(),
                    "");
        } else {
            sheet.paragraph(voice.get("report.identities"), voice.get("report.identities.none"));
        }
        sheet.paragraph(voice.get("report.losses"), String.join(" ", texts.losses()));
        return sheet.end(texts.foot());
    }

    private String numbers(ReportData data) {
        return voice.number(data.attempts()) + " " + voice.count("report.tile.attempts", data.attempts()) + " · "
                + voice.number(data.open().size()) + " "
                + voice.count("report.tile.open", data.open().size());
    }

    private List<Cell> row(Line line, ReportTexts texts) {
        return List.of(
                Cell.of(texts.severity(line.incident()), line.incident().light()),
                Cell.of(
                        texts.headline(line.incident()),
                        voice.time(line.incident().firstSeenNs()) + " · " + texts.state(line)),
                Cell.of(texts.became(line.incident())));
    }

    private void bars(Sheet sheet, String heading, String unknown, List<Tally> shown) {
        if (shown.isEmpty()) {
            sheet.paragraph(voice.get(heading), voice.get("report.attempts.none"));
        } else {
            sheet.bars(
                    voice.get(heading),
                    shown.stream()
                            .map(each -> each.name().isEmpty() ? voice.get(unknown) : each.name())
                            .toList(),
                    shown.stream().map(Tally::all).toList(),
                    shown.stream().map(each -> voice.number(each.all())).toList(),
                    "#7fa6cf");
        }
    }

    private String plain(ReportData data, ReportTexts texts, String title) {
        Plain text = new Plain().paragraph(title).paragraph(texts.verdict()).paragraph(numbers(data));
        text.heading(voice.get("report.todo"));
        List<String> todo = new ArrayList<>(texts.todo());
        if (todo.isEmpty()) {
            todo.add(voice.get("report.todo.none"));
        }
        text.numbered(todo);
        if (!data.incidents().isEmpty()) {
            text.heading(voice.get("report.happened"));
            data.incidents().stream().limit(ReportTexts.MAX_LINES).forEach(line -> line(text, line, texts));
        }
        tallies(text, "report.techniques", "report.other", texts.shown(data.techniques(), MAX_BARS));
        tallies(text, "report.segments", "report.nowhere", texts.shown(data.segments(), MAX_BARS));
        text.heading(voice.get("report.identities"));
        if (data.identities().isEmpty()) {
            text.paragraph(voice.get("report.identities.none"));
        }
        data.identities()
                .forEach(each -> text.item(each.user() + ": " + texts.what(each) + ", "
                        + voice.count("times", each.count()) + "; " + texts.who(each)));
        text.heading(voice.get("report.losses"));
        texts.losses().forEach(text::item);
        return text.blank().paragraph(texts.foot()).toString();
    }

    private void line(Plain text, Line line, ReportTexts texts) {
        text.item(texts.severity(line.incident()) + "/10: " + texts.headline(line.incident()) + ", "
                + voice.time(line.incident().firstSeenNs()) + " - " + texts.state(line));
        String became = texts.became(line.incident());
        if (!became.isEmpty()) {
            text.under(became);
        }
    }

    private void tallies(Plain text, String heading, String unknown, List<Tally> shown) {
        text.heading(voice.get(heading));
        if (shown.isEmpty()) {
            text.paragraph(voice.get("report.attempts.none"));
        } else {
            shown.forEach(each -> text.item(
                    (each.name().isEmpty() ? voice.get(unknown) : each.name()) + ": " + voice.number(each.all())));
        }
    }
}
