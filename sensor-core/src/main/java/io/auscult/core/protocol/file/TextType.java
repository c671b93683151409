package io.auscult.core.protocol.file;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Type of a text by how it begins, in Zeek's names: {@code text-types.tsv}, JSON, XML, INI; else {@code text/plain}. Immutable, any thread. */
final class TextType {
    private static final int LEAST_TEXT = 10; // characters that must be readable
    private static final int MAX_MARKUP = 64; // comments and declarations before the first element

    private static final List<Begin> BEGINS = FileType.lines("text-types.tsv").stream()
            .map(line -> line.split("\t", -1))
            .map(parts -> new Begin(parts[0], parts[1], parts[2]))
            .toList();

    /** A line of the data file. */
    private record Begin(String kind, String text, String type) {}

    private TextType() {}

    /** The type, or null when it is no text. */
    static @Nullable String of(byte[] head, int length) {
        int start = behindMark(head, length);
        int at = skipSpace(head, start, length);
        String type = null;
        if (at < length) {
            type = switch (head[at]) {
                case '{' -> isObject(head, at, length) ? "text/json" : null;
                case '[' -> bracket(head, at, length);
                case '<' -> markup(head, at, length);
                case '#' -> shebang(head, at, length);
                default -> null;
            };
        }
        if (type == null) {
            type = starts("start", head, at, length);
        }
        if (type == null && start == 2 && isSectionInWideCharacters(head, length)) {
            type = "text/ini";
        }
        if (type != null) {
            return type;
        }
        return isText(head, start, length) ? "text/plain" : null;
    }

    /** Behind a byte order mark. */
    private static int behindMark(byte[] head, int length) {
        if (length >= 3 && (head[0] & 0xFF) == 0xEF && (head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF) {
            return 3;
        }
        boolean utf16 =
                length >= 2 && (head[0] & 0xFF) + (head[1] & 0xFF) == 0xFF + 0xFE && (head[0] == -1 || head[1] == -1);
        return utf16 ? 2 : 0;
    }

    private static boolean isText(byte[] head, int from, int length) {
        if (length - from < LEAST_TEXT) {
            return false;
        }
        for (int i = from; i < from + LEAST_TEXT; i++) {
            boolean space = head[i] >= '\t' && head[i] <= '\r';
            if (!space && (head[i] < ' ' || head[i] > '~')) {
                return false;
            }
        }
        return true;
    }

    /** A name, a colon, and the begin of a value; or nothing at all. */
    private static boolean isObject(byte[] head, int brace, int length) {
        int at = skipSpace(head, brace + 1, length);
        if (at == length) {
            return false;
        }
        if (head[at] == '}') {
            return skipSpace(head, at + 1, length) == length;
        }
        int name = at;
        if (head[at] == '"') {
            at = indexOf('"', head, at + 1, length) + 1;
            if (at <= name + 2) {
                return false;
            }
        } else {
            while (at < length && isWord(head[at])) {
                at++;
            }
            if (at == name || isDigit(head[name]) || head[name] == '_') {
                return false;
            }
        }
        at = skipSpace(head, at, length);
        if (at == length || head[at] != ':') {
            return false;
        }
        at = skipSpace(head, at + 1, length);
        return at < length
                && (head[at] == '"'
                        || head[at] == '['
                        || head[at] == '{'
                        || isDigit(head[at])
                        || isAt("true", head, at, length)
                        || isAt("false", head, at, length));
    }

    /** An array of JSON, or the first section of an INI file. */
    private static @Nullable String bracket(byte[] head, int bracket, int length) {
        int feed = bracket;
        int last = -1; // the last closing bracket of the line
        while (feed < length && head[feed] != '\n' && head[feed] != '\r') {
            if (head[feed] == ']') {
                last = feed;
            }
            feed++;
        }
        if (feed < length && last > bracket + 1 && isBlank(head, last + 1, feed)) {
            return "text/ini";
        }
        int at = skipSpace(head, bracket + 1, length);
        if (at == length) {
            return null;
        }
        if (head[at] == '{' || head[at] == '[') {
            return "text/json";
        }
        if (head[at] == ']') {
            return skipSpace(head, at + 1, length) == length ? "text/json" : null;
        }
        if (head[at] == '"') {
            at = indexOf('"', head, at + 1, length) + 1;
        } else if (isAt("true", head, at, length)) {
            at += 4;
        } else if (isAt("false", head, at, length)) {
            at += 5;
        } else if (isDigit(head[at])) {
            while (at < length && (isDigit(head[at]) || head[at] == '.')) {
                at++;
            }
        } else {
            return null;
        }
        at = skipSpace(head, Math.max(at, bracket + 1), length);
        return at < length && head[at] == ',' ? "text/json" : null;
    }

    /** The first section of an INI file in UTF-16, whose first line is one in brackets. */
    private static boolean isSectionInWideCharacters(byte[] head, int length) {
        int from = 2;
        while (from < length && (head[from] == 0 || skipSpace(head, from, from + 1) > from)) {
            from++;
        }
        int end = from;
        int last = -1;
        while (end < length && head[end] != '\n' && head[end] != '\r') {
            if (head[end] == ']') {
                last = end;
            }
            end++;
        }
        return end < length && head[from] == '[' && last > from + 1 && isBlank(head, last + 1, end);
    }

    private static @Nullable String markup(byte[] head, int from, int length) {
        String begin = starts("start", head, from, length);
        if (begin != null) {
            return begin;
        }
        boolean xml = false;
        int at = from;
        for (int i = 0; i < MAX_MARKUP && at < length && head[at] == '<'; i++) {
            int end;
            if (isAt("<!--", head, at, length)) {
                end = endOf("-->", head, at, length);
            } else if (isAt("<?xml", head, at, length)) {
                xml = true;
                end = endOf("?>", head, at, length);
            } else {
                String type = starts("element", head, at + 1, length);
                return type != null ? type : xml ? "application/xml" : null;
            }
            at = skipSpace(head, end, length);
        }
        return xml ? "application/xml" : null;
    }

    private static @Nullable String shebang(byte[] head, int from, int length) {
        if (!isAt("#!", head, from, length)) {
            return null;
        }
        int word = from + 2;
        int at = word;
        while (at < length && head[at] != '\n' && head[at] != '\r') {
            if (head[at] == '/' || head[at] == ' ' && isAt("env", head, word, length)) {
                word = at + 1;
            } else if (head[at] == ' ' && at > word) {
                break;
            }
            at++;
        }
        return starts("shebang", head, word, length);
    }

    private static @Nullable String starts(String kind, byte[] head, int at, int length) {
        for (int i = 0; i < BEGINS.size(); i++) {
            Begin begin = BEGINS.get(i);
            if (begin.kind.equals(kind) && isAt(begin.text, head, at, length)) {
                return begin.type;
            }
        }
        return null;
    }

    /** In any case of its letters; a blank stands for several. */
    private static boolean isAt(String lowerCase, byte[] head, int from, int length) {
        int at = from;
        for (int i = 0; i < lowerCase.length(); i++) {
            if (at >= length) {
                return false;
            }
            int c = head[at++];
            if (lower(c) != lower(lowerCase.charAt(i))) {
                return false;
            }
            while (c == ' ' && at < length && head[at] == ' ') {
                at++;
            }
        }
        return true;
    }

    private static int lower(int c) {
        return c >= 'A' && c <= 'Z' ? c + 32 : c;
    }

    private static int endOf(String text, byte[] head, int from, int length) {
        for (int at = from; at + text.length() <= length; at++) {
            if (isAt(text, head, at, length)) {
                return at + text.length();
            }
        }
        return length;
    }

    private static boolean isBlank(byte[] head, int from, int to) {
        for (int at = from; at < to; at++) {
            if (head[at] != ' ' && head[at] != '\t' && head[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int indexOf(int c, byte[] head, int from, int length) {
        for (int at = from; at < length; at++) {
            if (head[at] == c) {
                return at;
            }
        }
        return -1;
    }

    private static int skipSpace(byte[] head, int from, int length) {
        int at = from;
        while (at < length && (head[at] == ' ' || head[at] == '\t' || head[at] == '\r' || head[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static boolean isWord(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || isDigit(c) || c == '_';
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
