package io.auscult.rules.sigma;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads tables that are part of the program: columns between tabs, {@code #} begins a comment. Stateless; a table that lacks is a defect of the build and throws. */
final class Tables {
    private Tables() {}

    /** Lines of at least so many columns. */
    static List<String[]> lines(Class<?> beside, String file, int columns) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("table: " + file + " (expected: beside " + beside.getName() + ")");
            }
            List<String[]> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                String[] parts = line.split("\t", -1);
                if (!line.startsWith("#") && parts.length >= columns) {
                    lines.add(parts);
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
