package io.auscult.app.summary;

import java.util.ArrayList;
import java.util.List;

/** Text for a terminal: cleaned and broken into lines. */
public final class Wrapping {
    /** A space at which no line ends, as between a number and its unit. */
    static final char TIED = '\u00a0';

    private Wrapping() {}

    /**
     * Names come from the network: what could move the cursor, change colours or turn the reading direction becomes {@code ?}.
     */
    public static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hostile = Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.UNASSIGNED
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            out.appendCodePoint(hostile ? '?' : c);
        });
        return out.toString();
    }

    /** Breaks at spaces, not at {@link #TIED} ones; a longer word has a line of its own. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : clean(text.replace('\n', ' ')).split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString().replace(TIED, ' '));
                line.setLength(0);
            }
            if (!word.isEmpty()) {
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
        }
        lines.add(line.toString().replace(TIED, ' '));
        return lines;
    }

    /** Lines with a label in front of the first; none for an empty text. @param column where the text begins, after the indent */
    public static List<String> block(String indent, String label, int column, String text, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        String before = indent + terminal.dim(label) + " ".repeat(Math.max(1, column - label.length()));
        for (String line : text.isEmpty() ? List.<String>of() : wrap(text, Terminal.WIDTH - indent.length() - column)) {
            lines.add(before + line);
            before = indent + " ".repeat(column);
        }
        return lines;
    }
}
