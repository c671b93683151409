package io.auscult.export.report;

import io.auscult.core.alert.Light;
import io.auscult.export.page.Html;
import io.auscult.export.page.Voice;
import io.auscult.export.report.ReportData.Identity;
import io.auscult.export.report.ReportData.Line;
import java.util.List;
import java.util.Locale;

/** A report as one HTML file with its plots in it: no script, nothing fetched. Used once, by one thread. */
public final class ReportPage {
    private static final String STYLE = """
            body{margin:0;overflow-wrap:break-word;background:#eef1f4;color:#1c2530;font:16px/1.5 'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
            main{max-width:820px;margin:24px auto;background:#fff;border:1px solid #d5dae0}
            header{padding:20px 32px;color:#fff}.red{background:#b3261e}.blue{background:#1d5fa8}.green{background:#1b7540}
            header h1{margin:0;font-size:26px;line-height:1.25}header p{margin:2px 0 0}
            section{padding:0 32px}h2{font-size:19px;margin:26px 0 6px}p{margin:6px 0}
            .tiles{display:grid;grid-template-columns:repeat(4,1fr);gap:12px;padding:20px 32px 0}
            .tile{border:1px solid #d5dae0;border-top:5px solid #8a949f;padding:10px 14px}
            .tile b{display:block;font-size:28px;line-height:1.2}.tile span{font-size:13px;color:#4a5560;line-height:1.3;display:block}
            .tile.r{border-top-color:#b3261e}.tile.b{border-top-color:#1d5fa8}.tile.a{border-top-color:#7fa6cf}
            .todo{background:#fdf3f2;border-left:6px solid #b3261e;padding:12px 18px 6px;margin-top:8px}
            .todo.none{background:#eef7f1;border-left-color:#1b7540}
            .todo ol{margin:0;padding-left:22px}.todo li{margin:0 0 9px}
            table{border-collapse:collapse;width:100%;font-size:14px}
            th{text-align:left;color:#4a5560;font-weight:600;border-bottom:2px solid #c6cdd5;padding:5px 12px 5px 0}
            td{vertical-align:top;border-bottom:1px solid #e6e9ed;padding:7px 12px 7px 0;overflow-wrap:anywhere}
            td.word{overflow-wrap:normal}
            td small{display:block;color:#4a5560;font-size:13px}tr{break-inside:avoid}
            .pill{color:#fff;border-radius:9px;padding:1px 8px;display:inline-block;white-space:nowrap}
            svg{width:100%;height:auto;display:block;margin:6px 0;font:14px 'Segoe UI',Roboto,Helvetica,Arial,sans-serif}
            .key{font-size:13px;color:#4a5560}.key i{display:inline-block;width:12px;height:12px;margin:0 5px 0 14px;vertical-align:-1px}
            .key i:first-child{margin-left:0}.round{border-radius:6px}
            footer{padding:22px 32px;color:#5f6b77;font-size:13px}ul{margin:6px 0;padding-left:22px}
            @media(max-width:600px){.tiles{grid-template-columns:1fr 1fr}main{margin:0;border:0}section,header,.tiles,footer{padding-left:14px;padding-right:14px}}
            @media print{body{background:#fff}main{border:0;margin:0;max-width:none}header,.pill,.todo,svg,.key i{print-color-adjust:exact;-webkit-print-color-adjust:exact}section{break-inside:auto}}
            @page{size:A4;margin:14mm}
            """;

    private final Html html = new Html();
    private final ReportData data;
    private final Voice voice;
    private final ReportTexts texts;
    private final String site;

    private ReportPage(ReportData data, Voice voice, String site) {
        this.data = data;
        this.voice = voice;
        this.texts = new ReportTexts(data, voice);
        this.site = site;
    }

    /** @param site what the place is called; may be empty */
    public static String write(ReportData data, Voice voice, String site) {
        return new ReportPage(data, voice, site).whole();
    }

    private String whole() {
        html.raw("<!DOCTYPE html>\n<html lang=\"" + voice.language() + "\"><head><meta charset=\"utf-8\">\n"
                        + "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
                        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .text(texts.title() + ", " + texts.when())
                .raw("</title><style>\n" + STYLE + "</style></head>\n<body><main>\n<header class=\""
                        + data.light().key() + "\"><h1>")
                .text(texts.title() + (site.isEmpty() ? "" : ", " + site))
                .raw("</h1><p>")
                .text(texts.when())
                .raw("</p></header>\n");
        tiles();
        todo();
        happened();
        plots();
        identities();
        losses();
        return html.raw("<footer>")
                .prose(texts.foot())
                .raw("</footer>\n</main></body></html>\n")
                .toString();
    }

    private void tiles() {
        html.raw("<div class=\"tiles\">");
        tile("r", data.count(Light.RED), "report.tile.red");
        tile("b", data.count(Light.BLUE), "report.tile.blue");
        tile("a", data.attempts(), "report.tile.attempts");
        tile("", data.open().size(), "report.tile.open");
        html.raw("</div>\n");
    }

    private void tile(String kind, long number, String key) {
        html.raw("<div class=\"tile " + kind + "\"><b>")
                .text(voice.scaled(number))
                .raw("</b><span>")
                .text(voice.count(key, number))
                .raw("</span></div>");
    }

    private void section(String key) {
        html.raw("<section><h2>").text(voice.get(key)).raw("</h2>\n");
    }

    private void todo() {
        section("report.todo");
        List<String> todo = texts.todo();
        if (todo.isEmpty()) {
            html.raw("<div class=\"todo none\"><p>")
                    .text(voice.get("report.todo.none"))
                    .raw("</p></div></section>\n");
            return;
        }
        html.raw("<div class=\"todo\"><ol>");
        todo.forEach(each -> html.raw("<li>").prose(each).raw("</li>\n"));
        html.raw("</ol></div>\n");
        more(data.open().size());
        html.raw("</section>\n");
    }

    private void more(int all) {
        if (all > ReportTexts.MAX_LINES) {
            html.raw("<p>")
                    .text(voice.count("digest.more", all - ReportTexts.MAX_LINES))
                    .raw("</p>\n");
        }
    }

    private void happened() {
        section("report.happened");
        html.raw("<p>").text(texts.verdict()).raw("</p>\n");
        if (!data.incidents().isEmpty()) {
            table("row.severity", "col.what", "col.became", "report.state");
            for (Line line :
                    data.incidents().stream().limit(ReportTexts.MAX_LINES).toList()) {
                html.raw("<tr><td><span class=\"pill " + line.incident().light().key() + "\">")
                        .text(texts.severity(line.incident()))
                        .raw("</span></td><td>")
                        .text(texts.headline(line.incident()))
                        .raw("<small>")
                        .text(voice.time(line.incident().firstSeenNs()))
                        .raw("</small></td><td>")
                        .text(texts.became(line.incident()))
                        .raw("</td><td class=\"word\">")
                        .text(texts.state(line))
                        .raw("</td></tr>\n");
            }
            html.raw("</table>\n");
            more(data.incidents().size());
        }
        html.raw("</section>\n");
    }

    private void table(String... keys) {
        html.raw("<table><tr>");
        for (String key : keys) {
            html.raw("<th>").text(voice.get(key)).raw("</th>");
        }
        html.raw("</tr>\n");
    }

    private void plots() {
        Plot plot = new Plot(html, voice);
        section("report.when");
        plot.columns(data.slots(), texts.labels(), voice.get("report.when"), texts.upwards());
        html.raw("<p class=\"key\"><i class=\"round red\"></i>")
                .text(voice.get("report.key.red"))
                .raw("<i class=\"round blue\"></i>")
                .text(voice.get("report.key.blue"))
                .raw("<i style=\"background:#7fa6cf\"></i>")
                .text(voice.get("report.key.attempts"))
                .raw("<i style=\"background:#eceef1;border:1px solid #d5dae0\"></i>")
                .text(voice.get("report.key.unwatched"))
                .raw("</p></section>\n");
        section("report.techniques");
        if (data.techniques().isEmpty()) {
            html.raw("<p>").text(voice.get("report.attempts.none")).raw("</p></section>\n");
            return;
        }
        plot.bars(data.techniques(), voice.get("report.other"), voice.get("report.techniques"), texts::others);
        html.raw("<p class=\"key\"><i class=\"red\"></i>")
                .text(voice.get("report.key.incidents"))
                .raw("<i style=\"background:#7fa6cf\"></i>")
                .text(voice.get("report.key.below"))
                .raw("</p></section>\n");
        section("report.segments");
        plot.bars(data.segments(), voice.get("report.nowhere"), voice.get("report.segments"), texts::others);
        html.raw("</section>\n");
    }

    private void identities() {
        section("report.identities");
        if (data.identities().isEmpty()) {
            html.raw("<p>").text(voice.get("report.identities.none")).raw("</p></section>\n");
            return;
        }
        table("report.account", "col.what", "report.often", "col.became");
        for (Identity identity : data.identities()) {
            html.raw("<tr><td><b>")
                    .text(identity.user())
                    .raw("</b></td><td>")
                    .text(texts.what(identity))
                    .raw("<small>")
                    .text(texts.who(identity))
                    .raw("</small></td><td class=\"word\">")
                    .text(voice.count("times", identity.count()))
                    .raw("</td><td class=\"word\">")
                    .text(voice.get("outcome." + identity.outcome().name().toLowerCase(Locale.ROOT)))
                    .raw("</td></tr>\n");
        }
        html.raw("</table></section>\n");
    }

    private void losses() {
        section("report.losses");
        html.raw("<ul>");
        texts.losses().forEach(each -> html.raw("<li>").text(each).raw("</li>\n"));
        html.raw("</ul></section>\n");
    }
}
