package io.auscult.export.misp;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** Values in the form in which MISP keeps them, so that what comes back is what was sent. Stateless. */
final class MispText {
    static final int MOST_INFO = 1_000; // characters
    static final int MOST_TEXT = 16_000;
    static final int MOST_COMMENT = 2_000;
    static final int MOST_NAME = 255;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSSxx", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final Pattern DOMAIN =
            Pattern.compile("(?=.{4,253}$)([A-Za-z0-9_]([A-Za-z0-9_-]{0,62})\\.){1,32}[A-Za-z][A-Za-z0-9-]{1,62}");
    private static final Pattern MAC = Pattern.compile("([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}");
    private static final long NS = 1_000_000_000L;

    private MispText() {}

    /** Without control characters and halves of characters, and not longer than that. */
    static String clean(String text, int most) {
        StringBuilder out = new StringBuilder(Math.min(text.length(), most));
        int at = 0;
        while (at < text.length() && out.length() < most - 1) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            boolean isHalf = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            boolean isControl = Character.isISOControl(point) && point != '\n';
            out.appendCodePoint(isHalf ? 0xFFFD : isControl ? ' ' : point);
        }
        if (at < text.length()) {
            out.append('…');
        }
        return out.toString().strip();
    }

    /** The same in one line. */
    static String line(String text, int most) {
        return clean(text, most).replace('\n', ' ').replaceAll(" {2,}", " ").strip();
    }

    static String time(long ns) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(ns, NS), Math.floorMod(ns, NS)));
    }

    static String day(long ns) {
        return LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(ns, NS)), ZoneOffset.UTC)
                .toString();
    }

    static long seconds(long ns) {
        return Math.max(1, Math.floorDiv(ns, NS));
    }

    static boolean isDomain(String name) {
        return name.length() <= 253 && DOMAIN.matcher(name).matches();
    }

    static boolean isMac(String text) {
        return MAC.matcher(text).matches();
    }
}
