package io.auscult.core.indicator;

/** Cuts a STIX pattern into words, paths, operators, brackets and string literals (section 9.2). One a pattern; linear in it. */
final class StixTokens {
    private final String pattern;
    private final StringBuilder text = new StringBuilder();
    private int at;
    private boolean string;
    private boolean broken;

    StixTokens(String pattern) {
        this.pattern = pattern;
    }

    /** To the next one. @return whether there was one */
    boolean next() {
        text.setLength(0);
        string = false;
        while (at < pattern.length() && Character.isWhitespace(pattern.charAt(at))) {
            at++;
        }
        if (at == pattern.length()) {
            return false;
        }
        char c = pattern.charAt(at);
        if (c == '\'' || isPrefixed(c)) {
            at += c == '\'' ? 1 : 2;
            string = true;
            return literal();
        }
        if (isWordStart(c)) {
            word();
            return true;
        }
        text.append(c);
        at++;
        if ("=!<>".indexOf(c) >= 0 && at < pattern.length() && "=>".indexOf(pattern.charAt(at)) >= 0) {
            text.append(pattern.charAt(at++));
        }
        return true;
    }

    /** t'2026-01-01T00:00:00Z', h'ab', b'YQ=='. */
    private boolean isPrefixed(char c) {
        return (c == 't' || c == 'h' || c == 'b') && at + 1 < pattern.length() && pattern.charAt(at + 1) == '\'';
    }

    private boolean literal() {
        while (at < pattern.length()) {
            char c = pattern.charAt(at++);
            if (c == '\'') {
                return true;
            }
            if (c == '\\' && at < pattern.length()) {
                c = pattern.charAt(at++);
            }
            text.append(c);
        }
        broken = true;
        return false;
    }

    /** A keyword, number, or object path with its quoted steps and indexes: {@code file:hashes.'SHA-256'}, {@code a:b[*].c}. */
    private void word() {
        boolean path = false;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (path && (c == '\'' || c == '"') && pattern.charAt(at - 1) == '.') {
                int end = pattern.indexOf(c, at + 1);
                if (end < 0) {
                    broken = true;
                    at = pattern.length();
                    return;
                }
                text.append(pattern, at, end + 1);
                at = end + 1;
            } else if (isWordStart(c)
                    || c == '.'
                    || c == '-'
                    || c == ':'
                    || path && (c == '[' || c == ']' || c == '*')) {
                if (c == ']' && text.indexOf("[") < 0) {
                    return;
                }
                path |= c == ':';
                text.append(c);
                at++;
            } else {
                return;
            }
        }
    }

    private static boolean isWordStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_';
    }

    String text() {
        return text.toString();
    }

    boolean isString() {
        return string;
    }

    boolean isWord() {
        return !string && text.length() > 0 && isWordStart(text.charAt(0));
    }

    boolean isBroken() {
        return broken;
    }
}
