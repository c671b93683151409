package io.auscult.core.protocol;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of code points of 16 bits, from a data file beside the parser: one {@code number TAB name} a line, {@code #} begins a comment.
 * Immutable, any thread. A code without a name is written as the given prefix and its number.
 */
public final class CodeNames {
    private static final int CODES = 1 << 16;

    private final String[] names;
    private final String prefix;

    private CodeNames(String[] names, String prefix) {
        this.names = names;
        this.prefix = prefix;
    }

    /** @throws IllegalArgumentException when the file is missing or malformed: a defect of the build */
    public static CodeNames load(Class<?> beside, String file, String prefix) {
        String[] names = new String[CODES];
        int last = -1;
        for (String line : text(beside, file).split("\n", -1)) {
            if (line.isBlank() || line.charAt(0) == '#') {
                continue;
            }
            int tab = line.indexOf('\t');
            if (tab < 0) {
                throw new IllegalArgumentException(file + ": " + line + " (expected: number TAB name)");
            }
            int code = Integer.decode(line.substring(0, tab));
            names[code] = line.substring(tab + 1).strip();
            last = Math.max(last, code);
        }
        return new CodeNames(Arrays.copyOf(names, last + 1), prefix);
    }

    private static String text(Class<?> beside, String file) {
        try (InputStream in = beside.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: " + file + " (expected: beside " + beside.getName() + ")");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name, or null. */
    public String name(int code) {
        return code < names.length ? names[code] : null;
    }

    public boolean has(int code) {
        return name(code) != null;
    }

    /** Writes the name, or prefix and number. */
    public void to(EventWriter out, Field field, int code) {
        String name = name(code);
        if (name != null) {
            out.set(field, name);
        } else {
            out.set(field, prefix, code);
        }
    }

    /** Adds the name, or prefix and number, to the list begun. */
    public void addTo(EventWriter out, int code) {
        String name = name(code);
        if (name != null) {
            out.add(name);
        } else {
            out.add(prefix, code);
        }
    }
}
