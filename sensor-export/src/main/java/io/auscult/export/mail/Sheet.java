package io.auscult.export.mail;

import io.auscult.core.alert.Light;
import io.auscult.core.alert.Outcome;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.page.Html;
import io.auscult.export.page.Voice;
import io.auscult.export.share.Marking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mail as a page that every mail program shows alike: tables, styles on the elements, nothing fetched from anywhere. One thread, one page.
 * Texts that are given here are escaped here.
 */
final class Sheet {
    private static final String FONT = "font-family:'Segoe UI',Roboto,Helvetica,Arial,sans-serif;";
    private static final String CELL = "padding:7px 10px 7px 0;vertical-align:top;border-bottom:1px solid #e6e9ed;";
    private static final String SMALL = "font-size:13px;line-height:19px;color:#4a5560;";

    private static final int SHORT = 10; // characters of a cell that stays in one line

    private final Html html = new Html();

    /** @param title for the window @param preview what lists of mails show behind the subject */
    Sheet(String language, String title, String preview) {
        html.raw("<!DOCTYPE html>\n<html lang=\"" + language + "\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
                .text(title)
                .raw("</title></head>\n<body style=\"margin:0;padding:0;background:#eef1f4;\">")
                .raw("<div style=\"display:none;max-height:0;overflow:hidden;\">")
                .text(preview)
                .raw(
                        "</div>\n<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"background:#eef1f4;\">"
                                + "<tr><td align=\"center\" style=\"padding:20px 8px;\">\n"
                                + "<table role=\"presentation\" width=\"680\" cellpadding=\"0\" cellspacing=\"0\" style=\"width:100%;max-width:680px;background:#ffffff;"
                                + "border:1px solid #d5dae0;" + FONT
                                + "font-size:16px;line-height:24px;color:#1c2530;text-align:left;overflow-wrap:break-word;\">\n");
    }

    static String colour(Light light) {
        return switch (light) {
            case RED -> "#b3261e";
            case BLUE -> "#1d5fa8";
            case GREEN -> "#1b7540";
        };
    }

    /** Text and its background. */
    static String[] colours(Outcome outcome) {
        return switch (outcome) {
            case SUCCEEDED -> new String[] {"#8c1d18", "#fbe4e2"};
            case UNKNOWN -> new String[] {"#6b4b00", "#fdf1d3"};
            case ATTEMPTED -> new String[] {"#274b73", "#e3edf8"};
            case FAILED -> new String[] {"#1d5c38", "#e0f2e7"};
        };
    }

    /** How freely it may be told, above everything else and in the colours that FIRST gives TLP 2.0; nothing for null. */
    Sheet label(@Nullable Marking marking, Voice voice) {
        if (marking != null) {
            html.raw(
                    "<tr><td style=\"background:#000000;padding:8px 24px;font-size:13px;line-height:19px;color:#ffffff;\">");
            label(marking.tlpLabel(), tlpColour(marking.tlp()), Label.meaning(marking.tlp(), voice));
            html.raw("<br>");
            label(marking.papLabel(), "#ffffff", Label.meaning(marking.pap(), voice));
            html.raw("</td></tr>\n");
        }
        return this;
    }

    private void label(String label, String colour, String meaning) {
        html.raw("<b style=\"color:" + colour + ";\">").text(label).raw("</b> ").text(meaning);
    }

    private static String tlpColour(Tlp tlp) {
        return switch (tlp) {
            case CLEAR -> "#ffffff";
            case GREEN -> "#33ff00";
            case AMBER, AMBER_STRICT -> "#ffc000";
            case RED -> "#ff2b2b";
        };
    }

    /** The coloured strip on top. */
    Sheet band(Light light, String left, String right) {
        html.raw("<tr><td style=\"background:" + colour(light) + ";padding:14px 24px;\">"
                        + "<table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>"
                        + "<td style=\"" + FONT + "font-size:20px;line-height:26px;font-weight:700;color:#ffffff;\">")
                .text(left)
                .raw("</td><td align=\"right\" style=\"" + FONT
                        + "font-size:15px;line-height:26px;color:#ffffff;white-space:nowrap;\">")
                .text(right)
                .raw("</td></tr></table></td></tr>\n");
        return this;
    }

    Sheet title(String title, String below) {
        html.raw("<tr><td style=\"padding:20px 24px 0 24px;\"><h1 style=\"margin:0;font-size:24px;line-height:31px;\">")
                .text(title)
                .raw("</h1><p style=\"margin:4px 0 0 0;" + SMALL + "\">")
                .text(below)
                .raw("</p></td></tr>\n");
        return this;
    }

    /** Numbered; the first is what matters most. */
    Sheet todo(Light light, String heading, List<String> steps) {
        html.raw(
                        "<tr><td style=\"padding:18px 24px 0 24px;\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\""
                                + " style=\"background:#f6f8fa;border-left:6px solid " + colour(light)
                                + ";\"><tr><td style=\"padding:14px 18px 6px 18px;\">"
                                + "<h2 style=\"margin:0 0 8px 0;font-size:19px;line-height:26px;\">")
                .text(heading)
                .raw("</h2>\n<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\">");
        for (int i = 0; i < steps.size(); i++) {
            html.raw("<tr><td style=\"vertical-align:top;padding:0 10px 10px 0;font-weight:700;color:" + colour(light)
                            + ";\">")
                    .raw(steps.size() == 1 ? "" : i + 1 + ".")
                    .raw("</td><td style=\"vertical-align:top;padding:0 0 10px 0;" + (i == 0 ? "font-weight:700;" : "")
                            + "\">")
                    .prose(steps.get(i))
                    .raw("</td></tr>\n");
        }
        html.raw("</table></td></tr></table></td></tr>\n");
        return this;
    }

    Sheet paragraph(String heading, String text) {
        heading(heading);
        html.raw("<tr><td style=\"padding:4px 24px 0 24px;\">").prose(text).raw("</td></tr>\n");
        return this;
    }

    private void heading(String heading) {
        if (!heading.isEmpty()) {
            html.raw(
                            "<tr><td style=\"padding:20px 24px 0 24px;\"><h2 style=\"margin:0;font-size:17px;line-height:24px;\">")
                    .text(heading)
                    .raw("</h2></td></tr>\n");
        }
    }

    /** A cell: text, or an outcome with its colour. */
    record Cell(String text, String below, String foreground, String background) {
        static Cell of(String text) {
            return new Cell(text, "", "", "");
        }

        static Cell of(String text, String below) {
            return new Cell(text, below, "", "");
        }

        static Cell of(String text, Outcome outcome) {
            String[] colours = colours(outcome);
            return new Cell(text, "", colours[0], colours[1]);
        }

        static Cell of(String text, Light light) {
            return new Cell(text, "", "#ffffff", colour(light));
        }
    }

    /** @param more what follows the rows; empty for nothing */
    Sheet table(String heading, List<String> columns, List<List<Cell>> rows, String more) {
        return table(heading, columns, List.of(), rows, more);
    }

    /** @param percents of the width for each column; none to leave it to the reader's program */
    Sheet table(String heading, List<String> columns, List<Integer> percents, List<List<Cell>> rows, String more) {
        heading(heading);
        html.raw(
                "<tr><td style=\"padding:4px 24px 0 24px;\"><table width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"font-size:14px;line-height:20px;border-collapse:collapse;\"><tr>");
        for (int i = 0; i < columns.size(); i++) {
            String width = percents.isEmpty() ? "" : " width=\"" + percents.get(i) + "%\"";
            html.raw("<th align=\"left\"" + width + " style=\"" + CELL + SMALL
                            + "font-weight:600;border-bottom:2px solid #c6cdd5;\">")
                    .text(columns.get(i))
                    .raw("</th>");
        }
        html.raw("</tr>\n");
        for (List<Cell> row : rows) {
            html.raw("<tr>");
            for (Cell cell : row) {
                boolean isShort = cell.text().length() <= SHORT && cell.below().isEmpty();
                html.raw("<td style=\"" + CELL + (isShort ? "white-space:nowrap;" : "overflow-wrap:anywhere;") + "\">");
                boolean isMarked = !cell.background().isEmpty();
                if (isMarked) {
                    html.raw("<span style=\"background:" + cell.background() + ";color:" + cell.foreground()
                            + ";padding:1px 8px;border-radius:9px;display:inline-block;white-space:nowrap;\">");
                }
                html.text(cell.text()).raw(isMarked ? "</span>" : "");
                if (!cell.below().isEmpty()) {
                    html.raw("<br><span style=\"" + SMALL + "\">")
                            .text(cell.below())
                            .raw("</span>");
                }
                html.raw("</td>");
            }
            html.raw("</tr>\n");
        }
        html.raw("</table>");
        if (!more.isEmpty()) {
            html.raw("<p style=\"margin:6px 0 0 0;" + SMALL + "\">").text(more).raw("</p>");
        }
        html.raw("</td></tr>\n");
        return this;
    }

    /** Name and value, small: for those who want to know exactly. */
    Sheet details(String heading, List<String[]> rows) {
        heading(heading);
        html.raw(
                "<tr><td style=\"padding:4px 24px 0 24px;\"><table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\" style=\""
                        + SMALL + "\">");
        for (String[] row : rows) {
            html.raw("<tr><td style=\"padding:2px 16px 2px 0;vertical-align:top;white-space:nowrap;\">")
                    .text(row[0])
                    .raw("</td><td style=\"padding:2px 0;vertical-align:top;color:#1c2530;overflow-wrap:anywhere;\">")
                    .prose(row[1])
                    .raw("</td></tr>\n");
        }
        html.raw("</table></td></tr>\n");
        return this;
    }

    /** Lengths side by side, as plain coloured cells. @param values none below 0 */
    Sheet bars(String heading, List<String> names, List<Long> values, List<String> shown, String colour) {
        heading(heading);
        long most = values.stream().mapToLong(Long::longValue).max().orElse(1);
        html.raw(
                "<tr><td style=\"padding:6px 24px 0 24px;\"><table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" style=\"font-size:14px;line-height:20px;\">");
        for (int i = 0; i < names.size(); i++) {
            long width = Math.max(1, Math.round(100.0 * values.get(i) / Math.max(1, most)));
            html.raw("<tr><td width=\"46%\" style=\"padding:3px 10px 3px 0;overflow-wrap:anywhere;\">")
                    .text(names.get(i))
                    .raw(
                            "</td><td width=\"42%\" style=\"padding:3px 0;\"><table role=\"presentation\" width=\""
                                    + width
                                    + "%\" cellpadding=\"0\" cellspacing=\"0\"><tr><td height=\"14\" style=\"height:14px;font-size:1px;line-height:14px;background:"
                                    + colour
                                    + ";\">&nbsp;</td></tr></table></td><td align=\"right\" style=\"padding:3px 0 3px 10px;white-space:nowrap;\">")
                    .text(shown.get(i))
                    .raw("</td></tr>\n");
        }
        html.raw("</table></td></tr>\n");
        return this;
    }

    /** The last line; nothing may follow. */
    String end(String foot) {
        return html.raw(
                        "<tr><td style=\"padding:22px 24px 20px 24px;\"><p style=\"margin:0;padding-top:12px;border-top:1px solid #e6e9ed;font-size:12px;line-height:18px;color:#5f6b77;\">")
                .prose(foot)
                .raw("</p></td></tr>\n</table></td></tr></table></body></html>\n")
                .toString();
    }
}
