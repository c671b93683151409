package io.auscult.rules.sigma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Whether a text is what a {@link Literal} says. Without wildcards inside it is one comparison or one search; else a walk that goes back to the last {@code *} only. */
final class LiteralTest extends TextTest {
    private final int[] tokens;
    private final boolean isCased;
    private final boolean isOpen; // begins with ANY
    private final boolean isClosing; // ends with ANY
    private final byte[] plain; // what is between; empty when wildcards are in there
    private final boolean hasInner;
    private final byte[] anchor;

    private LiteralTest(Literal literal, boolean isCased) {
        this.isCased = isCased;
        this.anchor = literal.longestAscii();
        int length = literal.length();
        tokens = new int[length];
        for (int i = 0; i < length; i++) {
            int token = literal.token(i);
            tokens[i] = isCased || token >= 128 ? token : fold((byte) token);
        }
        isOpen = length > 0 && tokens[0] == Literal.ANY;
        isClosing = length > 0 && tokens[length - 1] == Literal.ANY;
        int from = isOpen ? 1 : 0;
        int to = isClosing && length > 1 ? length - 1 : length;
        int[] inner = from < to ? Arrays.copyOfRange(tokens, from, to) : new int[0];
        hasInner = Arrays.stream(inner).anyMatch(token -> token >= Literal.ONE);
        plain = new byte[hasInner ? 0 : inner.length];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) inner[i];
        }
    }

    /** Letters beyond ASCII have cases that bytes do not show, so such literals are asked as regular expressions. */
    static TextTest of(Literal literal, boolean isCased) {
        return isCased || !literal.hasLettersBeyondAscii()
                ? new LiteralTest(literal, isCased)
                : RegexTest.of(literal.expression(), RegexTest.FOLDS | RegexTest.DOT_IS_ALL, literal.longestAscii());
    }

    @Override
    boolean passes(byte[] bytes, int at, int length) {
        if (hasInner) {
            return walk(bytes, at, at + length);
        }
        int spare = length - plain.length;
        if (spare < 0) {
            return false;
        }
        if (isOpen && isClosing) {
            return isIn(bytes, at, at + spare);
        }
        if (isOpen) {
            return isAt(bytes, at + spare);
        }
        return (isClosing || spare == 0) && isAt(bytes, at);
    }

    private boolean isIn(byte[] bytes, int from, int last) {
        for (int i = from; i <= last; i++) {
            if (isAt(bytes, i)) {
                return true;
            }
        }
        return false;
    }

    private boolean isAt(byte[] bytes, int at) {
        for (int i = 0; i < plain.length; i++) {
            byte b = bytes[at + i];
            if ((isCased ? b : fold(b)) != plain[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean walk(byte[] bytes, int from, int end) {
        int at = from;
        int token = 0;
        int star = -1;
        int resume = from;
        while (at < end) {
            int step = token < tokens.length ? step(tokens[token], bytes, at, end) : 0;
            if (token < tokens.length && tokens[token] == Literal.ANY) {
                star = token++;
                resume = at;
            } else if (step > 0) {
                at += step;
                token++;
            } else if (star >= 0) {
                token = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (token < tokens.length && tokens[token] == Literal.ANY) {
            token++;
        }
        return token == tokens.length;
    }

    /** How many bytes this token takes here; 0 when it does not fit. */
    private int step(int token, byte[] bytes, int at, int end) {
        if (token == Literal.ONE) {
            int next = at + 1;
            while (next < end && (bytes[next] & 0xC0) == 0x80 && (bytes[at] & 0x80) != 0) {
                next++;
            }
            return next - at;
        }
        byte b = isCased ? bytes[at] : fold(bytes[at]);
        return token < Literal.ONE && (byte) token == b ? 1 : 0;
    }

    @Override
    byte @Nullable [] anchor() {
        return anchor.length == 0 ? null : anchor;
    }
}
