package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.TextSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A list of names, some with a meaning, from a data file beside this class: {@code name TAB meaning} a line. Immutable, any thread. */
final class LdapNames {
    static final CodeNames RESULTS = CodeNames.load(LdapNames.class, "result-codes.tsv", "unknown-");
    static final LdapNames EXTENDED_OPERATIONS = load("extended-operations.tsv");
    static final LdapNames SECRET_ATTRIBUTES = load("secret-attributes.tsv");
    static final LdapNames MECHANISMS = load("sasl-mechanisms.tsv");

    private final String[] names;
    private final String[] meanings;

    private LdapNames(List<String> lines) {
        names = new String[lines.size()];
        meanings = new String[lines.size()];
        for (int i = 0; i < names.length; i++) {
            String line = lines.get(i);
            int tab = line.indexOf('\t');
            names[i] = tab < 0 ? line.strip() : line.substring(0, tab);
            meanings[i] = tab < 0 ? names[i] : line.substring(tab + 1).strip();
        }
    }

    private static LdapNames load(String file) {
        try (InputStream in = LdapNames.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: " + file + " (expected: beside " + LdapNames.class.getName() + ")");
            }
            List<String> lines = new ArrayList<>();
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank() && line.charAt(0) != '#') {
                    lines.add(line);
                }
            }
            return new LdapNames(lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The meaning of this name, in any case of letters, or the fallback. */
    String meaning(TextSlot name, String fallback) {
        return meaning(name.bytes(), 0, name.length(), fallback);
    }

    String meaning(byte[] bytes, int from, int to, String fallback) {
        for (int i = 0; i < names.length; i++) {
            if (same(names[i], bytes, from, to)) {
                return meanings[i];
            }
        }
        return fallback;
    }

    boolean has(byte[] bytes, int from, int to) {
        return !meaning(bytes, from, to, "").isEmpty();
    }

    /** Whether these bytes are this ASCII text, in any case of letters. */
    static boolean same(String text, byte[] bytes, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (lower(bytes[i]) != lower(text.charAt(i - from))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }
}
