package io.auscult.export.page;

/**
 * Makes texts that came from the network harmless for a reader and for headers: one line, no control characters, none that turn the direction
 * of writing or are not seen, no addresses of pages to click on, not too long.
 */
public final class Clean {
    /** Characters; a name on the network is shorter. */
    public static final int MAX_TEXT = 400;

    /** Characters; what a recommendation or a story may have. */
    public static final int MAX_PROSE = 4_000;

    private Clean() {}

    /** A name, a title. */
    public static String text(String any) {
        return text(any, MAX_TEXT);
    }

    /** Sentences with names in them. */
    public static String prose(String any) {
        return text(any, MAX_PROSE);
    }

    static String text(String any, int most) {
        StringBuilder out = new StringBuilder(Math.min(any.length(), most) + 8);
        boolean isSpace = true; // none at the beginning
        int i = 0;
        while (i < any.length() && out.length() < most) {
            int c = any.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isWhitespace(c) || isLineBreak(c)) {
                if (!isSpace) {
                    out.append(' ');
                }
                isSpace = true;
            } else if (isShown(c)) {
                out.appendCodePoint(c);
                isSpace = false;
            }
        }
        if (i < any.length()) {
            out.append('…');
        }
        return out.toString().strip().replace("://", "[://]");
    }

    private static boolean isLineBreak(int c) {
        return c < ' ' || c == 0x7F || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isShown(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
