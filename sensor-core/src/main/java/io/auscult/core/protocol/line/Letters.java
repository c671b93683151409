package io.auscult.core.protocol.line;

import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Compares the bytes of a view with letters in either case; for probes. Stateless. */
public final class Letters {
    private static final int MAX_LINES = 3;
    private static final int MAX_ODD_LINE = 64; // bytes

    private Letters() {}

    /** Whether these letters lie at {@code at}, wholly inside. @param upperCase what is looked for */
    public static boolean at(StreamView in, int at, String upperCase) {
        return in.length() - at >= upperCase.length() && agree(in, at, upperCase, upperCase.length());
    }

    /** Whether the view ends within these letters, and agrees with them so far. */
    public static boolean mayBecome(StreamView in, int at, String upperCase) {
        int length = in.length() - at;
        return length >= 0 && length < upperCase.length() && agree(in, at, upperCase, length);
    }

    /** Whether one of these words lies at {@code at}, with white space behind. */
    public static boolean wordAt(StreamView in, int at, String[] upperCase) {
        for (String word : upperCase) {
            int end = at + word.length();
            if (end < in.length() && Line.isSpace(in.u8(end)) && at(in, at, word)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the view ends within one of these words or right behind it, and agrees so far. */
    public static boolean mayBecomeWord(StreamView in, int at, String[] upperCase) {
        for (String word : upperCase) {
            if (mayBecome(in, at, word) || in.length() - at == word.length() && at(in, at, word)) {
                return true;
            }
        }
        return false;
    }

    /**
     * A word at the beginning of one of the first lines: yes, no, or not yet. The first line may be one that has lost its beginning.
     */
    public static Verdict firstLines(StreamView in, String[] upperCase) {
        int at = 0;
        for (int i = 0; i < MAX_LINES; i++) {
            if (wordAt(in, at, upperCase)) {
                return Verdict.YES;
            }
            if (mayBecomeWord(in, at, upperCase)) {
                return Verdict.UNSURE;
            }
            int lineFeed = in.indexOf('\n', at, Probe.MAX_BYTES);
            if (lineFeed < 0) {
                return in.length() - at < MAX_ODD_LINE ? Verdict.UNSURE : Verdict.NO;
            }
            at = lineFeed + 1;
        }
        return Verdict.NO;
    }

    /** A reply of a server of SMTP or FTP: three digits, and a space or a dash. */
    public static Verdict reply(StreamView in) {
        for (int i = 0; i < 4; i++) {
            if (i == in.length()) {
                return Verdict.UNSURE;
            }
            int c = in.u8(i);
            if (i < 3 ? c < '0' || c > '9' : c != ' ' && c != '-') {
                return Verdict.NO;
            }
        }
        return Verdict.YES;
    }

    private static boolean agree(StreamView in, int at, String upperCase, int length) {
        for (int i = 0; i < length; i++) {
            if (Line.upper(in.u8(at + i)) != upperCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
