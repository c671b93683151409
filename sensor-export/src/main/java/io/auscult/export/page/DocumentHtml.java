package io.auscult.export.page;

import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.export.page.Document.Blank;
import io.auscult.export.page.Document.Cell;
import io.auscult.export.page.Document.Checks;
import io.auscult.export.page.Document.Fact;
import io.auscult.export.page.Document.Item;
import io.auscult.export.page.Document.Paragraph;
import io.auscult.export.page.Document.Table;
import java.util.Locale;

/** A document as one HTML file, for the screen and for paper: no script, nothing fetched. What a person has to write can be typed into it in a browser. */
public final class DocumentHtml {
    private static final String STYLE = """
            body{margin:0;overflow-wrap:break-word;background:#eef1f4;color:#1c2530;font:16px/1.5 'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
            main{max-width:820px;margin:24px auto;background:#fff;border:1px solid #d5dae0;box-sizing:border-box}
            header{padding:22px 32px 18px;color:#fff}
            header.red{background:#b3261e}header.blue{background:#1d5fa8}header.green{background:#1b7540}
            header h1{margin:0;font-size:26px;line-height:1.25}header p{margin:4px 0 0;font-size:16px}
            .note{margin:0;padding:12px 32px;background:#fff8e1;border-bottom:1px solid #f0dfa8;font-size:14px}
            section{padding:0 32px}h2{font-size:19px;margin:26px 0 8px;padding-bottom:4px;border-bottom:2px solid #d5dae0}
            p{margin:8px 0}
            .fact,.blank{display:grid;grid-template-columns:210px 1fr;gap:0 18px;padding:6px 0;border-bottom:1px solid #eceff2;break-inside:avoid}
            .name{color:#4a5560;font-size:14px;padding-top:1px}.text{overflow-wrap:anywhere;min-width:0}
            .field{min-height:44px;border:1px dashed #b58b00;background:#fffbea;border-radius:4px;padding:4px 10px}
            .field:focus{outline:2px solid #1d5fa8;background:#fff}
            .hint{color:#7a6420;font-size:13px;padding:0 0 2px}
            table{border-collapse:collapse;width:100%;font-size:14px;margin:6px 0}
            th{text-align:left;color:#4a5560;font-weight:600;border-bottom:2px solid #c6cdd5;padding:5px 12px 5px 0}
            td{vertical-align:top;border-bottom:1px solid #e6e9ed;padding:6px 12px 6px 0;overflow-wrap:anywhere}
            td small{display:block;color:#4a5560;font-size:13px}tr{break-inside:avoid}
            .pill{border-radius:9px;padding:1px 8px;display:inline-block;white-space:nowrap}
            .succeeded{background:#fbe4e2;color:#8c1d18}.unknown{background:#fdf1d3;color:#6b4b00}
            .attempted{background:#e3edf8;color:#274b73}.failed{background:#e0f2e7;color:#1d5c38}
            .now td{background:#fdf1d3;font-weight:600}
            ul.checks{list-style:none;padding:0;margin:6px 0}ul.checks li{padding:5px 0 5px 32px;position:relative;break-inside:avoid}
            ul.checks li::before{content:'';position:absolute;left:2px;top:9px;width:15px;height:15px;border:2px solid #6b7682;border-radius:3px}
            .more{color:#4a5560;font-size:14px}footer{padding:22px 32px;color:#5f6b77;font-size:13px}
            @media(max-width:600px){.fact,.blank{grid-template-columns:1fr}main{margin:0;border:0}section,header,.note,footer{padding-left:16px;padding-right:16px}}
            @media print{body{background:#fff;font-size:12pt}main{border:0;margin:0;max-width:none}header,.pill,.field,.note,.now td{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
            @page{size:A4;margin:14mm}
            """;

    private final Html html = new Html();

    private DocumentHtml() {}

    public static String write(Document document, String foot) {
        return new DocumentHtml().whole(document, foot);
    }

    private String whole(Document document, String foot) {
        html.raw("<!DOCTYPE html>\n<html lang=\"" + document.language() + "\"><head><meta charset=\"utf-8\">\n"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .text(document.title())
                .raw("</title><style>\n" + STYLE + "</style></head>\n<body><main>\n<header class=\""
                        + key(document.light()) + "\"><h1>")
                .text(document.title())
                .raw("</h1><p>")
                .text(document.subtitle())
                .raw("</p></header>\n<p class=\"note\">")
                .prose(document.note())
                .raw("</p>\n");
        for (Document.Section section : document.sections()) {
            html.raw("<section><h2>").text(section.heading()).raw("</h2>\n");
            section.items().forEach(this::item);
            html.raw("</section>\n");
        }
        return html.raw("<footer>")
                .prose(foot)
                .raw("</footer>\n</main></body></html>\n")
                .toString();
    }

    private static String key(Light light) {
        return light.key();
    }

    private void item(Item item) {
        switch (item) {
            case Paragraph paragraph -> html.raw("<p>").prose(paragraph.text()).raw("</p>\n");
            case Fact fact ->
                html.raw("<div class=\"fact\"><div class=\"name\">")
                        .text(fact.name())
                        .raw("</div><div class=\"text\">")
                        .prose(fact.text())
                        .raw("</div></div>\n");
            case Blank blank ->
                html.raw("<div class=\"blank\"><div class=\"name\">")
                        .text(blank.name())
                        .raw("</div><div class=\"text\">")
                        .raw(blank.hint().isEmpty() ? "" : "<div class=\"hint\">")
                        .text(blank.hint())
                        .raw(blank.hint().isEmpty() ? "" : "</div>")
                        .raw("<div class=\"field\" contenteditable=\"true\" role=\"textbox\" aria-label=\"")
                        .text(blank.name())
                        .raw("\"></div></div></div>\n");
            case Table table -> table(table);
            case Checks checks -> {
                html.raw("<ul class=\"checks\">\n");
                checks.texts().forEach(text -> html.raw("<li>").prose(text).raw("</li>\n"));
                html.raw("</ul>\n");
            }
        }
    }

    private void table(Table table) {
        html.raw("<table><tr>");
        table.columns().forEach(column -> html.raw("<th>").text(column).raw("</th>"));
        html.raw("</tr>\n");
        table.rows().forEach(row -> {
            html.raw(row.stream().anyMatch(Cell::isMarked) ? "<tr class=\"now\">" : "<tr>");
            row.forEach(this::cell);
            html.raw("</tr>\n");
        });
        html.raw("</table>\n");
        if (!table.more().isEmpty()) {
            html.raw("<p class=\"more\">").prose(table.more()).raw("</p>\n");
        }
    }

    private void cell(Cell cell) {
        Outcome outcome = cell.outcome();
        html.raw(
                        outcome == null
                                ? "<td>"
                                : "<td><span class=\"pill " + outcome.name().toLowerCase(Locale.ROOT) + "\">")
                .text(cell.text())
                .raw(outcome == null ? "" : "</span>");
        if (!cell.below().isEmpty()) {
            html.raw("<small>").text(cell.below()).raw("</small>");
        }
        html.raw("</td>");
    }
}
