package io.auscult.core.protocol.sql;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/** A statement as an event may show it: every literal behind the words PASSWORD or IDENTIFIED is hidden. Stateless. */
public final class SqlText {
    private static final String HIDDEN = "'***'";
    private static final String[] SECRET_WORDS = {"password", "identified"};

    private SqlText() {}

    /** Appends the statement. */
    public static void append(StreamView in, int at, int size, TextSlot into) {
        int end = at + size;
        int shown = at; // not yet appended from here
        boolean secret = false;
        int next = at;
        while (next < end) {
            int c = in.u8(next);
            if (c == '\'' || c == '"') {
                int close = literalEnd(in, next, end);
                if (secret) {
                    into.append(in, shown, next - shown);
                    into.append(HIDDEN);
                    shown = close;
                }
                next = close;
            } else if (isLetter(c)) {
                int wordEnd = wordEnd(in, next, end);
                secret |= isSecret(in, next, wordEnd);
                next = wordEnd;
            } else {
                secret &= c != ';';
                next++;
            }
        }
        into.append(in, shown, end - shown);
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

    private static int wordEnd(StreamView in, int from, int end) {
        int at = from;
        while (at < end && isLetter(in.u8(at))) {
            at++;
        }
        return at;
    }

    private static boolean isLetter(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z' || c == '_';
    }

    private static boolean isSecret(StreamView in, int from, int to) {
        for (String word : SECRET_WORDS) {
            boolean same = to - from == word.length();
            for (int i = 0; same && i < word.length(); i++) {
                same = (in.u8(from + i) | 0x20) == word.charAt(i);
            }
            if (same) {
                return true;
            }
        }
        return false;
    }
}
