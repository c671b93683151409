package io.auscult.rules.incident;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Titles of rules and kinds of alerts in Dutch and French, from {@code words.tsv}. A kind that is not in there as a whole is put together: {@code SYN and connect
 * scan} from its methods and {@code * scan}, or {@code forged addresses against *}. What is unknown stays English. Immutable.
 */
public final class Words {
    private static final List<String> LANGUAGES = List.of("nl", "fr"); // the columns after English
    private static final String ANY = "*";

    /** Names of ways to scan that are the same in all languages. */
    private static final Set<String> METHODS = Set.of(
            "SYN",
            "connect",
            "ping",
            "FIN",
            "NULL",
            "XMAS",
            "Maimon",
            "UDP",
            "SYN/FIN",
            "SCTP INIT",
            "SCTP COOKIE ECHO",
            "IP protocol");

    private final Map<String, Map<String, String>> byLanguage = new HashMap<>();

    public Words() {
        try (InputStream in = Words.class.getResourceAsStream("words.tsv")) {
            if (in == null) {
                throw new IllegalStateException("words.tsv: absent (expected: beside " + Words.class.getName() + ")");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                for (int i = 0; !line.startsWith("#") && i < columns.length - 1; i++) {
                    byLanguage
                            .computeIfAbsent(LANGUAGES.get(i), language -> new HashMap<>())
                            .put(columns[0], columns[i + 1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param english a rule's title or an alert's kind */
    public String in(String language, String english) {
        Map<String, String> words = byLanguage.get(language);
        if (words == null) {
            return english;
        }
        String whole = words.get(english);
        if (whole != null) {
            return whole;
        }
        int space = english.lastIndexOf(' ');
        String before = space < 0 ? null : words.get(english.substring(0, space + 1) + ANY);
        if (before != null) {
            return before.replace(ANY, english.substring(space + 1));
        }
        String shape = space < 0 ? null : words.get(ANY + english.substring(space));
        return shape == null ? english : shape.replace(ANY, methods(english.substring(0, space), words));
    }

    /** Whether it is put together from these words alone. */
    boolean knows(String english) {
        Map<String, String> words = byLanguage.getOrDefault(LANGUAGES.getFirst(), Map.of());
        if (words.containsKey(english)) {
            return !english.contains(ANY);
        }
        int space = english.lastIndexOf(' ');
        return space > 0
                && words.containsKey(ANY + english.substring(space))
                && Stream.of(english.substring(0, space).split(" and |, ", -1))
                        .allMatch(method -> METHODS.contains(method) || words.containsKey(method));
    }

    /** In all languages. */
    List<String> all() {
        List<String> all = new ArrayList<>(METHODS);
        byLanguage.values().forEach(words -> {
            all.addAll(words.keySet());
            all.addAll(words.values());
        });
        return all;
    }

    /** "FIN, NULL and odd TCP flags", method by method. */
    private static String methods(String english, Map<String, String> words) {
        List<String> parts = new ArrayList<>();
        for (String part : english.split(" and ")) {
            String[] methods = part.split(", ");
            for (int i = 0; i < methods.length; i++) {
                methods[i] = words.getOrDefault(methods[i], methods[i]);
            }
            parts.add(String.join(", ", methods));
        }
        return String.join(" " + words.get("and") + " ", parts);
    }
}
