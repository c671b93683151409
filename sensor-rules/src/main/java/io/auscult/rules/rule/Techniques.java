package io.auscult.rules.rule;

import io.auscult.core.alert.Technique;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** MITRE ATT&CK techniques that rules name, from {@code techniques.tsv}: id, name, tactic id, tactic name. Immutable. */
public final class Techniques {
    private final Map<String, Technique> byId = new HashMap<>();

    public Techniques() {
        try (InputStream in = Techniques.class.getResourceAsStream("techniques.tsv")) {
            if (in == null) {
                throw new IllegalStateException(
                        "techniques.tsv: absent (expected: beside " + Techniques.class.getName() + ")");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", -1);
                if (columns.length == 4) {
                    byId.put(columns[0], new Technique(columns[0], columns[1], columns[2], columns[3]));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null when the table lacks it. */
    public @Nullable Technique find(String id) {
        return byId.get(id);
    }

    /** All numbers, sorted. */
    public List<String> ids() {
        return byId.keySet().stream().sorted().toList();
    }

    /** @throws IllegalArgumentException when the table lacks it */
    public Technique get(String id) {
        Technique technique = byId.get(id);
        if (technique == null) {
            throw new IllegalArgumentException("technique: " + id + " (expected: a line of techniques.tsv)");
        }
        return technique;
    }
}
