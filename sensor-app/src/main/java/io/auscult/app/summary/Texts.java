package io.auscult.app.summary;

import io.auscult.app.config.Language;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The words of the summary in one language, from {@code summary_<language>.properties}. Immutable. */
final class Texts {
    private final Properties texts = new Properties();

    Texts(Language language) {
        String name = "summary_" + language.code() + ".properties";
        try (InputStream in = Texts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "language: " + language + " (expected: one with a file " + name + ")");
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    /** The text with {0}, {1} ... filled in. */
    String get(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("text: " + key + " (expected: one of the summary's)");
        }
        for (int i = 0; i < values.length; i++) {
            text = text.replace("{" + i + "}", values[i].toString());
        }
        return text;
    }

    /** {@code key.one} or {@code key.many}, with the number as {0}. */
    String count(String key, long number) {
        return get(key + (number == 1 ? ".one" : ".many"), number(number));
    }

    /** With separators between thousands. */
    String number(long number) {
        String digits = Long.toString(number);
        StringBuilder out = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
            out.insert(i, texts.getProperty("thousands"));
        }
        return out.toString();
    }

    String bytes(long bytes) {
        if (bytes < 1000) {
            return get("bytes", bytes).replace(' ', Wrapping.TIED);
        }
        String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
        double value = bytes / 1000.0;
        int unit = 0;
        while (value >= 999.5) {
            value /= 1000;
            unit++;
        }
        return decimal(value) + Wrapping.TIED + units[unit];
    }

    /** Short, with k, M, G in front of what is counted: {@code 12.3 M}. */
    String scaled(double value) {
        String[] prefixes = {"", "k", "M", "G", "T"};
        int i = 0;
        double scaled = value;
        while (scaled >= 999.5 && i < prefixes.length - 1) {
            scaled /= 1000;
            i++;
        }
        return (i == 0 ? number(Math.round(scaled)) : decimal(scaled)) + " " + prefixes[i];
    }

    /** Three digits that count. */
    String decimal(double value) {
        long tenths = Math.round(value * 10);
        if (value >= 100 || tenths % 10 == 0) {
            return number(Math.round(value));
        }
        return number(tenths / 10) + texts.getProperty("decimal") + tenths % 10;
    }

    String duration(long ns) {
        long ms = ns / 1_000_000;
        if (ms < 1000) {
            return ms + " ms";
        }
        if (ms < 60_000) {
            return decimal(ms / 1000.0) + " s";
        }
        long s = ms / 1000;
        if (s < 3600) {
            return s / 60 + " min" + (s % 60 == 0 ? "" : " " + s % 60 + " s");
        }
        if (s < 172_800) {
            return s / 3600 + " h" + (s % 3600 < 60 ? "" : " " + s % 3600 / 60 + " min");
        }
        return get("days", decimal(s / 86_400.0));
    }
}
