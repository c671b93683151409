package io.auscult.rules.role;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which rules each role explains beyond what {@link Role} says itself, from {@code explained.tsv} beside this class. Immutable, any thread. */
final class Explained {
    static final Explained BY_TABLE = new Explained();

    private final Map<String, Set<String>> rules = new HashMap<>();

    private Explained() {
        try (InputStream in = Explained.class.getResourceAsStream("explained.tsv")) {
            if (in == null) {
                throw new IllegalStateException(
                        "explained.tsv: absent (expected: beside " + Explained.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] columns = line.split("\t", -1);
                if (columns.length == 2) {
                    rules.computeIfAbsent(columns[0], role -> new HashSet<>()).add(columns[1]);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean holds(Role role, String ruleId) {
        return rules.getOrDefault(role.key(), Set.of()).contains(ruleId);
    }

    /** Role by role, the rules. */
    Map<String, Set<String>> rules() {
        return rules;
    }
}
