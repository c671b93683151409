package io.auscult.export;

/**
 * Texts that others chose, made harmless to show and bounded: control characters, line and paragraph separators and those that turn the
 * direction of reading become spaces, half a character becomes a question mark. No markup is touched: that is each output's own.
 */
public final class PlainText {
    private static final String CUT = "...";

    private PlainText() {}

    /** In one line. @param most UTF-16 units; a longer one ends in three dots */
    public static String line(String text, int most) {
        return clean(text, most, false);
    }

    /** The same with its line feeds; CR LF is one. */
    public static String lines(String text, int most) {
        return clean(text, most, true);
    }

    private static String clean(String text, int most, boolean keepsLines) {
        boolean isCut = text.length() > most;
        int end = isCut ? Math.max(0, most - CUT.length()) : text.length();
        StringBuilder out = new StringBuilder(Math.min(end + CUT.length(), most));
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                if (i + 1 < end) {
                    out.append(c).append(text.charAt(++i));
                }
            } else if (Character.isSurrogate(c)) {
                out.append('?');
            } else if (c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n') {
                continue; // its line feed follows
            } else if (c == '\n' && keepsLines) {
                out.append('\n');
            } else {
                out.append(isUnseen(c) ? ' ' : c);
            }
        }
        return isCut ? out.append(CUT, 0, Math.min(CUT.length(), most)).toString() : out.toString();
    }

    private static boolean isUnseen(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.FORMAT -> true;
            default -> false;
        };
    }
}
