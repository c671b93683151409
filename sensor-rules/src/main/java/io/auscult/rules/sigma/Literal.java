package io.auscult.rules.sigma;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A string of a rule: bytes, and between them wildcards. Immutable. A backslash takes the meaning from a wildcard or a backslash behind it, and stands for itself before
 * anything else.
 */
final class Literal {
    /** Any one character. */
    static final int ONE = 256;
    /** Any number of characters. */
    static final int ANY = 257;

    private final int[] tokens;

    Literal(int[] tokens) {
        this.tokens = tokens;
    }

    static Literal parse(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int[] tokens = new int[bytes.length];
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            boolean escapes = b == '\\'
                    && i + 1 < bytes.length
                    && (bytes[i + 1] == '\\' || bytes[i + 1] == '*' || bytes[i + 1] == '?');
            int token = escapes ? bytes[++i] & 0xFF : b == '*' ? ANY : b == '?' ? ONE : b & 0xFF;
            if (token != ANY || count == 0 || tokens[count - 1] != ANY) {
                tokens[count++] = token;
            }
        }
        return new Literal(Arrays.copyOf(tokens, count));
    }

    static Literal of(byte[] bytes) {
        int[] tokens = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            tokens[i] = bytes[i] & 0xFF;
        }
        return new Literal(tokens);
    }

    int length() {
        return tokens.length;
    }

    int token(int i) {
        return tokens[i];
    }

    boolean isPlain() {
        for (int token : tokens) {
            if (token >= ONE) {
                return false;
            }
        }
        return true;
    }

    /** The bytes of a literal without wildcards. */
    byte[] bytes() {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) tokens[i];
        }
        return bytes;
    }

    /** With a wildcard at either end. */
    Literal within(boolean before, boolean after) {
        boolean open = before && (tokens.length == 0 || tokens[0] != ANY);
        boolean close = after && (tokens.length == 0 || tokens[tokens.length - 1] != ANY);
        int[] wider = new int[tokens.length + (open ? 1 : 0) + (close ? 1 : 0)];
        Arrays.fill(wider, ANY);
        System.arraycopy(tokens, 0, wider, open ? 1 : 0, tokens.length);
        return wider.length == 2 && wider[0] == ANY && wider[1] == ANY
                ? new Literal(new int[] {ANY})
                : new Literal(wider);
    }

    /** Whether it has letters whose case the bytes do not show. */
    boolean hasLettersBeyondAscii() {
        return new String(withoutWildcards(), StandardCharsets.UTF_8)
                .chars()
                .anyMatch(c -> c > 127 && (Character.isUpperCase(c) || Character.isLowerCase(c)));
    }

    private byte[] withoutWildcards() {
        byte[] bytes = new byte[tokens.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = tokens[i] < ONE ? (byte) tokens[i] : (byte) ' ';
        }
        return bytes;
    }

    /** As a regular expression of RE2 that matches the whole text. */
    String expression() {
        StringBuilder expression = new StringBuilder("^");
        byte[] run = new byte[tokens.length];
        int length = 0;
        for (int i = 0; i <= tokens.length; i++) {
            if (i < tokens.length && tokens[i] < ONE) {
                run[length++] = (byte) tokens[i];
                continue;
            }
            expression.append(com.google.re2j.Pattern.quote(new String(run, 0, length, StandardCharsets.UTF_8)));
            length = 0;
            expression.append(i == tokens.length ? "$" : tokens[i] == ANY ? ".*" : ".");
        }
        return expression.toString();
    }

    /** The longest run of ASCII bytes, in lower case; empty when there is none. */
    byte[] longestAscii() {
        int best = 0;
        int bestLength = 0;
        int start = 0;
        for (int i = 0; i <= tokens.length; i++) {
            if (i == tokens.length || tokens[i] >= 128) {
                if (i - start > bestLength) {
                    best = start;
                    bestLength = i - start;
                }
                start = i + 1;
            }
        }
        byte[] run = new byte[bestLength];
        for (int i = 0; i < bestLength; i++) {
            run[i] = TextTest.fold((byte) tokens[best + i]);
        }
        return run;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Literal literal && Arrays.equals(tokens, literal.tokens);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(tokens);
    }

    /** As it could be written in a rule. */
    @Override
    public String toString() {
        byte[] text = new byte[tokens.length * 2];
        int end = 0;
        for (int token : tokens) {
            if (token == '*' || token == '?' || token == '\\') {
                text[end++] = '\\';
            }
            text[end++] = (byte) (token == ANY ? '*' : token == ONE ? '?' : token);
        }
        return new String(text, 0, end, StandardCharsets.UTF_8);
    }
}
