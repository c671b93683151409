package io.auscult.export.page;

import java.util.List;
import java.util.Locale;

/** Plain text under construction, in lines of at most {@link #WIDTH} characters where words allow. Texts are cleaned here. One thread. */
public final class Plain {
    private static final int WIDTH = 76;

    private final StringBuilder out = new StringBuilder(8_192);

    public Plain heading(String text) {
        blank();
        out.append(Clean.text(text).toUpperCase(Locale.ROOT)).append('\n');
        return this;
    }

    public Plain blank() {
        if (!out.isEmpty()) {
            out.append('\n');
        }
        return this;
    }

    /** Nothing for an empty one. */
    public Plain paragraph(String text) {
        String clean = Clean.prose(text);
        if (!clean.isEmpty()) {
            wrap("", "", clean);
        }
        return this;
    }

    public Plain numbered(List<String> texts) {
        for (int i = 0; i < texts.size(); i++) {
            String number = texts.size() == 1 ? "" : i + 1 + ". ";
            wrap(number, " ".repeat(number.length()), Clean.prose(texts.get(i)));
        }
        return this;
    }

    public Plain item(String text) {
        wrap("- ", "  ", Clean.prose(text));
        return this;
    }

    /** Belongs to the item above. */
    public Plain under(String text) {
        wrap("  ", "  ", Clean.prose(text));
        return this;
    }

    public Plain field(String name, String text) {
        wrap(Clean.text(name) + ": ", "  ", Clean.prose(text));
        return this;
    }

    private void wrap(String first, String others, String text) {
        int column = first.length();
        out.append(first);
        boolean isFirst = true;
        for (String word : text.split(" ")) {
            if (!isFirst && column + 1 + word.length() > WIDTH) {
                out.append('\n').append(others);
                column = others.length();
                isFirst = true;
            }
            out.append(isFirst ? "" : " ").append(word);
            column += word.length() + (isFirst ? 0 : 1);
            isFirst = false;
        }
        out.append('\n');
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
