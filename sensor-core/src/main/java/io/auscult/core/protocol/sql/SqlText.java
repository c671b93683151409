package io.auscult.core.protocol.sql;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.secret.SecretNames;

/**
 * A statement as an event may show it: hidden is every literal behind the words PASSWORD and IDENTIFIED, those behind the name of a column or function that
 * means a secret ({@code api_token}, MD5), and each literal with such a word inside. Where two databases differ on where a literal ends, or a comment holds a quote, and a secret may
 * follow, nothing more is shown. Stateless; time linear.
 */
public final class SqlText {
    private static final String HIDDEN = "'***'";
    private static final int LEAST_NUMBER = 4; // digits of one that may be a secret

    // which literals behind a word are secrets
    private static final int NONE = 0;
    private static final int NEAR = 1; // up to a comma or the next condition
    private static final int ALL = 2; // of the statement

    private SqlText() {}

    /** Appends the statement. */
    public static void append(StreamView in, int at, int size, TextSlot into) {
        int end = at + size;
        int shown = at; // not yet appended from here
        int secret = NONE;
        boolean gives = false; // names first and values behind them
        int next = at;
        while (next < end) {
            int c = in.u8(next);
            int close;
            if (c == '\'' || c == '"') {
                close = literalEnd(in, next, end);
                if (c == '"' && isName(in, next + 1, close - 1)) {
                    secret = gives ? ALL : Math.max(secret, NEAR);
                    next = close;
                    continue;
                }
            } else if (c == '$') {
                close = dollarEnd(in, next, end);
            } else if (isWord(c)) {
                close = wordEnd(in, next, end);
                if (secret == NONE || close - next < LEAST_NUMBER || !isNumber(in, next)) {
                    gives |= is(in, next, close, "insert")
                            || is(in, next, close, "replace")
                            || is(in, next, close, "call");
                    secret = behindWord(in, next, close, gives, secret);
                    next = close;
                    continue;
                }
            } else {
                boolean comment = isComment(in, next, end);
                close = comment ? commentEnd(in, next, end) : next + 1;
                boolean doubtful = comment && (hasSecret(in, next, close) || hasQuote(in, next, close));
                if (doubtful && (secret != NONE || hasSecret(in, next, end))) {
                    into.append(in, shown, next - shown);
                    into.append(HIDDEN);
                    return;
                }
                if (c == ';' || c == ',' && secret == NEAR) {
                    secret = NONE;
                }
                gives &= c != ';';
                next = close;
                continue;
            }
            if (close == next) {
                next = wordEnd(in, next + 1, end); // a parameter: $1
                continue;
            }
            boolean doubtful = c != '$' && isDoubtful(in, next, close) && (secret != NONE || hasSecret(in, next, end));
            if (secret != NONE || doubtful || hasSecret(in, next, close)) {
                into.append(in, shown, next - shown);
                into.append(HIDDEN);
                shown = close;
            }
            if (doubtful) {
                return;
            }
            next = close;
        }
        into.append(in, shown, end - shown);
    }

    /** What literals behind this word are. A column's name is about the next one only, unless values come behind all names. */
    private static int behindWord(StreamView in, int from, int to, boolean gives, int secret) {
        if (is(in, from, to, "password") || is(in, from, to, "identified")) {
            return ALL;
        } else if (isSecret(in, from, to)) {
            return gives ? ALL : Math.max(secret, NEAR);
        }
        boolean ends = secret == NEAR
                && (is(in, from, to, "and")
                        || is(in, from, to, "or")
                        || is(in, from, to, "from")
                        || is(in, from, to, "where"));
        return ends ? NONE : secret;
    }

    private static boolean is(StreamView in, int from, int to, String lowerCase) {
        boolean same = to - from == lowerCase.length();
        for (int i = 0; same && i < lowerCase.length(); i++) {
            same = (in.u8(from + i) | 0x20) == lowerCase.charAt(i);
        }
        return same;
    }

    /** Appends what a server said of a statement: where that one tells of a secret, what is quoted of it is hidden, from the first quote to the last. */
    public static void appendAnswer(StreamView in, int at, int size, TextSlot statement, TextSlot into) {
        int end = at + size;
        int first = at;
        while (first < end && !isQuote(in.u8(first))) {
            first++;
        }
        if (first == end || !hasSecret(statement)) {
            into.append(in, at, size);
            return;
        }
        int last = end - 1;
        while (last > first && !isQuote(in.u8(last))) {
            last--;
        }
        into.append(in, at, first - at);
        into.append(HIDDEN);
        into.append(in, last + 1, end - last - 1);
    }

    private static boolean isQuote(int c) {
        return c == '\'' || c == '"' || c == '`';
    }

    private static boolean hasSecret(TextSlot statement) {
        byte[] bytes = statement.bytes();
        int at = 0;
        while (at < statement.length()) {
            int close = at;
            while (close < statement.length() && isWord(bytes[close])) {
                close++;
            }
            if (close > at && SecretNames.isSecretInSql(bytes, at, close)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }

    /** Place behind the closing quote, or the end. */
    private static int literalEnd(StreamView in, int from, int end) {
        int quote = in.u8(from);
        int at = from + 1;
        while (at < end && in.u8(at) != quote) {
            at += in.u8(at) == '\\' ? 2 : 1;
        }
        return Math.min(end, at + 1);
    }

    /** Whether a backslash stands before a quote: some databases end the literal there, some do not. */
    private static boolean isDoubtful(StreamView in, int from, int to) {
        for (int at = in.indexOf('\\', from, to); at >= 0 && at + 1 < to; at = in.indexOf('\\', at + 1, to)) {
            if (in.u8(at + 1) == in.u8(from)) {
                return true;
            }
        }
        return false;
    }

    /** Place behind a literal between {@code $tag$}, or {@code from} when none begins here. */
    private static int dollarEnd(StreamView in, int from, int end) {
        int tag = from + 1;
        while (tag < end && isWord(in.u8(tag))) {
            tag++;
        }
        if (tag == end || in.u8(tag) != '$') {
            return from;
        }
        int length = tag + 1 - from;
        for (int at = in.indexOf('$', tag + 1, end); at >= 0; at = in.indexOf('$', at + 1, end)) {
            int same = 0;
            while (same < length && at + same < end && in.u8(at + same) == in.u8(from + same)) {
                same++;
            }
            if (same == length) {
                return at + length;
            }
        }
        return end;
    }

    /** A comment that is none to any database; what MySQL would run is looked through. */
    private static boolean isComment(StreamView in, int at, int end) {
        int c = in.u8(at);
        int second = at + 1 < end ? in.u8(at + 1) : 0;
        boolean block = c == '/' && second == '*' && !(at + 2 < end && in.u8(at + 2) == '!');
        return block || c == '-' && second == '-' || c == '#';
    }

    private static int commentEnd(StreamView in, int from, int end) {
        if (in.u8(from) != '/') {
            int feed = in.indexOf('\n', from, end);
            return feed < 0 ? end : feed;
        }
        int at = in.indexOf('*', from + 2, end);
        while (at >= 0 && at + 1 < end && in.u8(at + 1) != '/') {
            at = in.indexOf('*', at + 1, end);
        }
        return at < 0 ? end : Math.min(end, at + 2);
    }

    private static boolean hasQuote(StreamView in, int from, int to) {
        return in.indexOf('\'', from, to) >= 0 || in.indexOf('"', from, to) >= 0;
    }

    private static boolean hasSecret(StreamView in, int from, int to) {
        int at = from;
        while (at < to) {
            int close = isWord(in.u8(at)) ? wordEnd(in, at, to) : at;
            if (close > at && isSecret(in, at, close)) {
                return true;
            }
            at = close + 1;
        }
        return false;
    }

    /** Whether nothing but a name stands here, as between the quotes of {@code "password"}. */
    private static boolean isName(StreamView in, int from, int to) {
        return from < to && !isNumber(in, from) && wordEnd(in, from, to) == to && isSecret(in, from, to);
    }

    private static boolean isNumber(StreamView in, int from) {
        return in.u8(from) >= '0' && in.u8(from) <= '9';
    }

    private static int wordEnd(StreamView in, int from, int end) {
        int at = from;
        while (at < end && isWord(in.u8(at))) {
            at++;
        }
        return at;
    }

    private static boolean isWord(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z' || c == '_' || c >= '0' && c <= '9';
    }

    private static boolean isSecret(StreamView in, int from, int to) {
        return SecretNames.isSecretInSql(in.array(), in.arrayOffset() + from, in.arrayOffset() + to);
    }
}
