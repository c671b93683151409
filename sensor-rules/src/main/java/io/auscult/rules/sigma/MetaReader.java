package io.auscult.rules.sigma;

import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Phase;
import io.auscult.core.alert.Rule;
import io.auscult.core.alert.Technique;
import io.auscult.core.alert.Telling;
import io.auscult.rules.rule.RuleFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what rules say about themselves: the attributes of Sigma and, below {@code auscult}, ours. Any thread; keeps nothing. */
final class MetaReader {
    private static final int TITLE = 256;
    private static final int TEXT = 65_535;
    private static final int FIRST_SIGNATURE = 200_000_000; // of those that are made from an id
    private static final int SIGNATURES = 1_800_000_000;
    private static final List<String> LANGUAGES = List.of("en", "nl", "fr");
    private static final Set<String> OURS = Set.of(
            "area",
            "actor",
            "outcome",
            "confidence",
            "signature",
            "revision",
            "recommendation",
            "phase",
            "story",
            "check");
    private static final Set<String> AREAS = Set.of("scan", "lateral", "identity", "command", "medical", "indicator");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,256}");

    private final AttackTags tags;

    MetaReader(AttackTags tags) {
        this.tags = tags;
    }

    Meta read(Section rule) {
        String title = rule.required("title", TITLE);
        String id = rule.text("id", TITLE);
        if (id != null && !UUID.matcher(id).matches()) {
            rule.error(rule.line("id"), "id: " + id + " (expected: a UUID)");
        }
        String name = rule.text("name", TITLE);
        if (name != null && !NAME.matcher(name).matches()) {
            rule.error(rule.line("name"), "name: " + name + " (expected: letters, digits, _ . -)");
        }
        status(rule);
        Level level = choice(rule, "level", Level.class, Level.MEDIUM);
        List<String> tagged = rule.texts("tags");
        String description = rule.text("description", TEXT);
        List<String> falsePositives = rule.texts("falsepositives");
        Section ours = rule.section("auscult");
        for (String key : ours.values().keySet()) {
            if (!OURS.contains(key)) {
                ours.error(
                        ours.line(key),
                        "auscult." + key + ": unknown (expected: one of " + String.join(", ", OURS) + ")");
            }
        }
        String area = area(rule, ours, tagged);
        String key =
                name != null ? area + "." + name : "sigma." + (id != null ? id : stem(rule.file()) + "-" + rule.line());
        Rule made = new Rule(
                key,
                number(ours, "signature", FIRST_SIGNATURE + (int) Long.remainderUnsigned(hash(key), SIGNATURES)),
                number(ours, "revision", 1),
                title,
                area,
                level,
                choice(ours, "confidence", Confidence.class, confidence(rule)),
                techniques(tagged),
                description(title, description, falsePositives),
                recommendation(ours.section("recommendation"), title, description),
                telling(ours));
        String actor = ours.text("actor", 10);
        if (actor != null && !actor.equals("orig") && !actor.equals("resp")) {
            ours.error(ours.line("actor"), "actor: " + actor + " (expected: orig or resp)");
        }
        return new Meta(
                rule.file(),
                rule.line(),
                id,
                name,
                made,
                "resp".equals(actor),
                ours.text("outcome", TITLE),
                rule.texts("fields"));
    }

    private static void status(Section rule) {
        String status = rule.text("status", TITLE);
        switch (status == null ? "test" : status) {
            case "stable", "test", "experimental" -> {}
            case "unsupported" ->
                rule.error(rule.line("status"), "status: unsupported: its author says that it cannot be used");
            case "deprecated" ->
                rule.error(rule.line("status"), "status: deprecated: its author says that another took its place");
            default ->
                rule.error(
                        rule.line("status"),
                        "status: " + status + " (expected: stable, test, experimental, deprecated or unsupported)");
        }
    }

    /** A rule that has been proven is more to be trusted. */
    private static Confidence confidence(Section rule) {
        String status = rule.text("status", TITLE);
        return "stable".equals(status) ? Confidence.HIGH : "test".equals(status) ? Confidence.MEDIUM : Confidence.LOW;
    }

    private String area(Section rule, Section ours, List<String> tagged) {
        String area = ours.text("area", 20);
        if (area != null && !AREAS.contains(area)) {
            ours.error(ours.line("area"), "area: " + area + " (expected: one of " + String.join(", ", AREAS) + ")");
        }
        try {
            return area != null ? area : tags.area(tagged);
        } catch (IllegalArgumentException e) {
            rule.error(rule.line("tags"), "tags: " + e.getMessage());
            return "command";
        }
    }

    private List<Technique> techniques(List<String> tagged) {
        try {
            return tags.techniques(tagged);
        } catch (IllegalArgumentException e) {
            return List.of(); // said by area()
        }
    }

    private static String description(String title, @Nullable String description, List<String> falsePositives) {
        String text = description == null
                ? title
                : description.replaceAll("\\s+", " ").strip();
        return falsePositives.isEmpty() ? text : text + " May also be: " + String.join("; ", falsePositives) + ".";
    }

    /** How an incident tells of it, where the usual words of its phase do not fit. */
    private static Telling telling(Section ours) {
        String phase = ours.text("phase", 30);
        if (phase != null && Phase.of(phase) == null) {
            ours.error(ours.line("phase"), "phase: " + phase + " (expected: one of " + Phase.keys() + ")");
        }
        return new Telling(phase == null ? "" : phase, texts(ours, "story"), texts(ours, "check"));
    }

    /** In all three languages, or none. */
    private static Map<String, String> texts(Section ours, String key) {
        Section given = ours.section(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String language : given.values().isEmpty() ? List.<String>of() : LANGUAGES) {
            texts.put(language, given.required(language, TEXT).replaceAll("\\s+", " "));
        }
        for (String language : given.values().keySet()) {
            if (!LANGUAGES.contains(language)) {
                given.error(given.line(language), key + "." + language + " (expected: en, nl, fr)");
            }
        }
        return texts;
    }

    /** What the rule advises; a rule from elsewhere advises nothing, so people are told what is known. */
    private static Map<String, String> recommendation(Section advice, String title, @Nullable String description) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String language : LANGUAGES) {
            for (String key : List.of(language, language + RuleFile.OUTSIDE)) {
                String text = advice.text(key, TEXT);
                if (text != null) {
                    texts.put(key, text.replaceAll("\\s+", " "));
                }
            }
        }
        for (String key : advice.values().keySet()) {
            if (!texts.containsKey(key) && advice.text(key, TEXT) != null) {
                advice.error(
                        advice.line(key), "recommendation." + key + " (expected: en, nl, fr, or these with .outside)");
            }
        }
        String plain = (title + ". " + (description == null ? "" : description.replaceAll("\\s+", " ")))
                .replaceAll("[{}]", " ")
                .strip();
        texts.putIfAbsent("en", "Ask who uses {actor} whether they did this to {target}: " + plain);
        texts.putIfAbsent("nl", "Vraag wie {actor} gebruikt of die dit met {target} gedaan heeft: " + plain);
        texts.putIfAbsent("fr", "Demandez à qui utilise {actor} s'il a fait ceci à {target} : " + plain);
        return texts;
    }

    private static <E extends Enum<E>> E choice(Section section, String key, Class<E> type, E fallback) {
        String text = section.text(key, TITLE);
        if (text == null) {
            return fallback;
        }
        for (E value : type.getEnumConstants()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return value;
            }
        }
        section.error(
                section.line(key),
                key + ": " + text + " (expected: one of "
                        + Arrays.toString(type.getEnumConstants()).toLowerCase(Locale.ROOT) + ")");
        return fallback;
    }

    private static int number(Section section, String key, int fallback) {
        String text = section.text(key, 12);
        if (text == null) {
            return fallback;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            section.error(section.line(key), key + ": " + text + " (expected: a number of at most nine digits)");
            return fallback;
        }
        return Integer.parseInt(text);
    }

    static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Hash.of(bytes, 0, bytes.length, 0);
    }

    private static String stem(String file) {
        String name = file.substring(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
