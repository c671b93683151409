package io.auscult.rules.rule;

import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.alert.Telling;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * Reads a {@link Rule} from a resource {@code NAME.rule} beside a class: Java properties in UTF-8 with the keys signature, revision, title, level,
 * confidence, techniques, description, and the recommendation as en, nl, fr; en.outside, nl.outside, fr.outside where it is another for an actor on the
 * Internet; and what an incident says of it, where the phase's usual words do not fit: phase, story.en, check.en and so on. The rule's id is {@code area.NAME}. A defect in the file is a defect of
 * the program and throws.
 */
public final class RuleFile {
    /** Behind a language: the recommendation for an actor outside our networks. */
    public static final String OUTSIDE = ".outside";

    private static final List<String> LANGUAGES = List.of("en", "nl", "fr");
    private static final String STORY = "story.";
    private static final String CHECK = "check.";

    private RuleFile() {}

    public static Rule load(Class<?> beside, String area, String name, Techniques techniques) {
        String file = name + ".rule";
        Properties keys = new Properties();
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("rule file: " + file + " (expected: beside " + beside.getName() + ")");
            }
            keys.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Technique> used = new ArrayList<>();
        for (String id : required(keys, file, "techniques").split(" ")) {
            used.add(techniques.get(id));
        }
        Map<String, String> recommendation = new LinkedHashMap<>();
        for (String language : LANGUAGES) {
            recommendation.put(language, required(keys, file, language));
            if (keys.containsKey(language + OUTSIDE)) {
                recommendation.put(language + OUTSIDE, required(keys, file, language + OUTSIDE));
            }
        }
        return new Rule(
                area + "." + name,
                Integer.parseInt(required(keys, file, "signature")),
                Integer.parseInt(required(keys, file, "revision")),
                required(keys, file, "title"),
                area,
                Level.valueOf(required(keys, file, "level").toUpperCase(Locale.ROOT)),
                Confidence.valueOf(required(keys, file, "confidence").toUpperCase(Locale.ROOT)),
                used,
                required(keys, file, "description"),
                recommendation,
                new Telling(keys.getProperty("phase", "").strip(), texts(keys, file, STORY), texts(keys, file, CHECK)));
    }

    /** All three languages or none. */
    private static Map<String, String> texts(Properties keys, String file, String before) {
        Map<String, String> texts = new LinkedHashMap<>();
        boolean isGiven = LANGUAGES.stream().anyMatch(language -> keys.containsKey(before + language));
        for (String language : isGiven ? LANGUAGES : List.<String>of()) {
            texts.put(language, required(keys, file, before + language));
        }
        return texts;
    }

    private static String required(Properties keys, String file, String key) {
        String value = keys.getProperty(key);
        if (value == null || value.isBlank()) {
            throw new IllegalStateException(file + ": " + key + ": absent (expected: a value)");
        }
        return value.strip();
    }
}
