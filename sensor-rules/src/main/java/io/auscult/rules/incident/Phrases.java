package io.auscult.rules.incident;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What incidents are told with in one language, from {@code phrases_<language>.properties}. Immutable; any thread. */
final class Phrases {
    private final String language;
    private final Properties texts = new Properties();

    Phrases(String language) {
        this.language = language;
        String name = "phrases_" + language + ".properties";
        try (InputStream in = Phrases.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + ": absent (expected: beside " + Phrases.class.getName() + ")");
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    String language() {
        return language;
    }

    /** @throws IllegalStateException when it is not there */
    String get(String key) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalStateException("phrase: " + key + " (expected: in phrases_" + language + ")");
        }
        return text;
    }

    List<String> all() {
        return texts.values().stream().map(Object::toString).toList();
    }

    @Nullable
    String find(String key) {
        return texts.getProperty(key);
    }

    /** {@code key.one} or {@code key.many} with {@code {n}} filled in. */
    String count(String key, long n) {
        return get(key + (n == 1 ? ".one" : ".many")).replace("{n}", Long.toString(n));
    }

    /** "A, B and C". */
    String joined(List<String> parts) {
        if (parts.size() < 2) {
            return String.join("", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + " " + get("and") + " " + parts.getLast();
    }

    /** At most so many of them, and how many more there are. */
    String some(List<String> parts, int most, long all) {
        long shown = Math.min(most, parts.size());
        if (all <= shown) {
            return joined(parts);
        }
        return String.join(", ", parts.subList(0, (int) shown)) + " " + count("more", all - shown);
    }
}
