package io.auscult.core.protocol.secret;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Which names mean that their value is a secret: {@code secret-names.tsv}. Immutable, any thread; allocates nothing. */
public final class SecretNames {
    /** What stands for a secret. */
    public static final String HIDDEN = "<hidden>"; // Zeek's word

    /** Bytes of a name; of a longer one only the end is looked at. */
    public static final int MAX_NAME = 128;

    private static final Name[][] BY_FIRST = load();

    /** Where in a name its text must stand. */
    private enum Kind {
        PART,
        END,
        WHOLE,
        SQL
    }

    private record Name(Kind kind, String text) {}

    private SecretNames() {}

    /** Whether the value of a parameter, form field or option of this name is a secret. Percent escapes in the name are understood. */
    public static boolean isSecret(byte[] bytes, int from, int to) {
        return matches(bytes, from, to, false);
    }

    /** Whether literals behind this word of an SQL statement are secrets. */
    public static boolean isSecretInSql(byte[] bytes, int from, int to) {
        return matches(bytes, from, to, true);
    }

    private static boolean matches(byte[] bytes, int from, int to, boolean sql) {
        boolean first = true;
        for (int at = Math.max(from, to - MAX_NAME); at < to; at += width(bytes, at, to)) {
            int c = letter(bytes, at, to);
            if (c >= 'a' && c <= 'z') {
                for (Name name : BY_FIRST[c - 'a']) {
                    if (isAt(name, bytes, at, to, first, sql)) {
                        return true;
                    }
                }
            }
            first = c == 0 ? first || isDivider(bytes[at]) : false;
        }
        return false;
    }

    private static boolean isAt(Name name, byte[] bytes, int from, int end, boolean first, boolean sql) {
        if (name.kind == Kind.SQL && !sql || !first && (name.kind == Kind.WHOLE || name.kind == Kind.SQL)) {
            return false;
        }
        int at = from;
        for (int i = 0; i < name.text.length(); ) {
            if (at >= end) {
                return false;
            }
            int c = letter(bytes, at, end);
            if (c == name.text.charAt(i)) {
                i++;
            } else if (c != 0) {
                return false;
            }
            at += width(bytes, at, end);
        }
        if (name.kind == Kind.PART) {
            return true;
        }
        while (at < end) {
            if (letter(bytes, at, end) != 0) {
                return false;
            }
            at += width(bytes, at, end);
        }
        return true;
    }

    /** Parts of a compound name: {@code login[pw]}, {@code form$pw}, {@code auth.pw}. */
    private static boolean isDivider(byte b) {
        return b == '[' || b == '.' || b == '$' || b == ':';
    }

    /** The letter in lower case or digit at this place; 0 for anything else. */
    private static int letter(byte[] bytes, int at, int end) {
        int c = width(bytes, at, end) == 1
                ? bytes[at]
                : Character.digit(bytes[at + 1], 16) << 4 | Character.digit(bytes[at + 2], 16);
        if (c >= 'A' && c <= 'Z') {
            return c + 32;
        }
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' ? c : 0;
    }

    private static int width(byte[] bytes, int at, int end) {
        boolean escape = bytes[at] == '%'
                && at + 2 < end
                && Character.digit(bytes[at + 1], 16) >= 0
                && Character.digit(bytes[at + 2], 16) >= 0;
        return escape ? 3 : 1;
    }

    private static Name[][] load() {
        List<List<Name>> byFirst = new ArrayList<>();
        for (int i = 0; i < 26; i++) {
            byFirst.add(new ArrayList<>());
        }
        try (InputStream in = SecretNames.class.getResourceAsStream("secret-names.tsv")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "resource: secret-names.tsv (expected: beside " + SecretNames.class.getName() + ")");
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.isBlank() || line.charAt(0) == '#') {
                    continue;
                }
                int tab = line.indexOf('\t');
                String text = line.substring(tab + 1).strip();
                Kind kind = switch (line.substring(0, Math.max(tab, 0))) {
                    case "part" -> Kind.PART;
                    case "end" -> Kind.END;
                    case "whole" -> Kind.WHOLE;
                    case "sql" -> Kind.SQL;
                    default ->
                        throw new IllegalArgumentException("secret-names.tsv: " + line
                                + " (expected: part, end, whole or sql, TAB, a name in lower case)");
                };
                byFirst.get(text.charAt(0) - 'a').add(new Name(kind, text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return byFirst.stream().map(names -> names.toArray(Name[]::new)).toArray(Name[][]::new);
    }
}
