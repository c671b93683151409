package io.auscult.export.page;

import io.auscult.export.page.Document.Blank;
import io.auscult.export.page.Document.Cell;
import io.auscult.export.page.Document.Checks;
import io.auscult.export.page.Document.Fact;
import io.auscult.export.page.Document.Item;
import io.auscult.export.page.Document.Paragraph;
import io.auscult.export.page.Document.Table;
import java.util.stream.Collectors;

/** A document as Markdown (CommonMark with tables and tick boxes). Texts cannot become markup, nor HTML within it. */
public final class DocumentMarkdown {
    private static final String MARKUP = "\\`*_{}[]()#+-!|~.:@&\"'$";

    private final StringBuilder out = new StringBuilder(8_192);

    private DocumentMarkdown() {}

    public static String write(Document document, String foot) {
        return new DocumentMarkdown().whole(document, foot);
    }

    private String whole(Document document, String foot) {
        out.append("# ").append(text(document.title())).append("\n\n");
        out.append("**").append(text(document.subtitle())).append("**\n\n");
        out.append("> ").append(prose(document.note())).append("\n");
        for (Document.Section section : document.sections()) {
            out.append("\n## ").append(text(section.heading())).append("\n\n");
            section.items().forEach(this::item);
        }
        return out.append("\n---\n").append(prose(foot)).append('\n').toString();
    }

    private void item(Item item) {
        switch (item) {
            case Paragraph paragraph -> out.append(prose(paragraph.text())).append("\n\n");
            case Fact fact ->
                out.append("**")
                        .append(text(fact.name()))
                        .append(":** ")
                        .append(prose(fact.text()))
                        .append("\n\n");
            case Blank blank ->
                out.append("**")
                        .append(text(blank.name()))
                        .append(":** \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_")
                        .append(blank.hint().isEmpty() ? "" : " *(" + text(blank.hint()) + ")*")
                        .append("\n\n");
            case Table table -> table(table);
            case Checks checks -> {
                checks.texts()
                        .forEach(
                                text -> out.append("- [ ] ").append(prose(text)).append('\n'));
                out.append('\n');
            }
        }
    }

    private void table(Table table) {
        row(table.columns().stream().map(DocumentMarkdown::text).collect(Collectors.joining(" | ")));
        row(table.columns().stream().map(column -> "---").collect(Collectors.joining(" | ")));
        table.rows().forEach(row -> row(row.stream().map(DocumentMarkdown::cell).collect(Collectors.joining(" | "))));
        out.append('\n');
        if (!table.more().isEmpty()) {
            out.append(prose(table.more())).append("\n\n");
        }
    }

    private void row(String cells) {
        out.append("| ").append(cells).append(" |\n");
    }

    private static String cell(Cell cell) {
        String text = text(cell.text());
        String whole = text + (cell.below().isEmpty() ? "" : " (" + text(cell.below()) + ")");
        return cell.isMarked() && !text.isEmpty() ? "**" + whole + "**" : whole;
    }

    private static String text(String any) {
        return escaped(Clean.text(any));
    }

    private static String prose(String any) {
        return escaped(Clean.prose(any));
    }

    private static String escaped(String clean) {
        StringBuilder escaped = new StringBuilder(clean.length() + 16);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            if (c == '<') {
                escaped.append("&lt;");
            } else if (c == '>') {
                escaped.append("&gt;");
            } else {
                boolean isPlain = MARKUP.indexOf(c) < 0 || isInside(clean, i);
                escaped.append(isPlain ? "" : "\\").append(c);
            }
        }
        return escaped.toString();
    }

    /** Marks of punctuation within a line stay readable, as in {@code 10.0.0.1}. */
    private static boolean isInside(String text, int at) {
        return switch (text.charAt(at)) {
            case '-', ':', '\'', '"', '(' -> at > 0;
            case '.', ')' -> at > 0 && !isListNumber(text, at);
            default -> false;
        };
    }

    /** "1. " and "1) " at the beginning would make a list. */
    private static boolean isListNumber(String text, int at) {
        boolean isLast = at + 1 == text.length() || text.charAt(at + 1) == ' ';
        return isLast && text.substring(0, at).chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
