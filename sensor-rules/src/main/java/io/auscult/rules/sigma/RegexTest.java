package io.auscult.rules.sigma;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a regular expression finds something in a text, by RE2/J and so in time linear in the text's length. Makes a little garbage for each text that is
 * asked about and not among those asked about lately, which is why its anchor is looked for before.
 */
final class RegexTest extends TextTest {
    static final int FOLDS = Pattern.CASE_INSENSITIVE;
    static final int LINES = Pattern.MULTILINE;
    static final int DOT_IS_ALL = Pattern.DOTALL;
    static final int MAX_LENGTH = 2_048; // characters of an expression
    static final int MAX_PROGRAM = 20_000; // instructions
    static final int MAX_REPEATED = 2_000; // how often anything in it may be repeated, counts in counts multiplied

    private final Matcher matcher;
    private final Utf8Text text = new Utf8Text();
    private final Answers answers = new Answers();
    private final byte[] anchor;

    private RegexTest(Pattern pattern, byte[] anchor) {
        this.matcher = pattern.matcher(text);
        this.anchor = anchor;
    }

    /** @throws IllegalArgumentException when RE2 does not know such expressions, or it is too large */
    static RegexTest of(String expression, int flags) {
        return of(expression, flags, anchorOf(expression));
    }

    static RegexTest of(String expression, int flags, byte[] anchor) {
        if (expression.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("a regular expression of " + expression.length()
                    + " characters (expected: at most " + MAX_LENGTH + ")");
        }
        if (repeated(expression) > MAX_REPEATED) {
            throw new IllegalArgumentException("counted repetitions that multiply to over " + MAX_REPEATED);
        }
        Pattern pattern = compile(expression, flags);
        if (pattern.programSize() > MAX_PROGRAM) {
            throw new IllegalArgumentException("a regular expression of " + pattern.programSize()
                    + " instructions (expected: at most " + MAX_PROGRAM + ")");
        }
        boolean isFolding = (flags & FOLDS) != 0 || expression.contains("(?");
        return new RegexTest(pattern, isFolding ? withoutKelvin(anchor) : anchor);
    }

    private static Pattern compile(String expression, int flags) {
        try {
            return Pattern.compile(expression, flags);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    boolean passes(byte[] bytes, int at, int length) {
        int known = answers.of(bytes, at, length);
        if (known != Answers.UNKNOWN) {
            return known == Answers.YES;
        }
        text.set(bytes, at, length);
        matcher.reset(text);
        boolean passes = matcher.find();
        answers.keep(bytes, at, length, passes);
        return passes;
    }

    @Override
    int cost() {
        return 100;
    }

    @Override
    byte @Nullable [] anchor() {
        return anchor.length == 0 ? null : anchor;
    }

    /** The product of all counts {n}, {n,m}: more than any nesting of them amounts to. */
    private static long repeated(String expression) {
        long product = 1;
        for (int open = expression.indexOf('{'); open >= 0; open = expression.indexOf('{', open + 1)) {
            int close = expression.indexOf('}', open);
            String count = close < 0 ? "" : expression.substring(open + 1, close);
            if (count.matches("[0-9]{1,9}(,[0-9]{0,9})?")) {
                String most = count.substring(count.indexOf(',') + 1);
                long times = Long.parseLong(most.isEmpty() ? count.substring(0, count.length() - 1) : most);
                product = Math.min(product * Math.max(1, times), Integer.MAX_VALUE);
            }
        }
        return product;
    }

    /** The longest run of plain characters that every match contains; empty when that cannot be told at a glance. */
    private static byte[] anchorOf(String expression) {
        String best = "";
        StringBuilder run = new StringBuilder();
        int depth = 0;
        int i = 0;
        while (i < expression.length()) {
            char c = expression.charAt(i);
            char next = charAt(expression, i + 1);
            int end = i + 1;
            boolean isPlain = c < 128 && ".^$*+?{}()[]|\\".indexOf(c) < 0;
            if (c == '|' && depth == 0 || c == '(' && next == '?' || c == '[' && expression.indexOf("[:", i) >= 0) {
                return new byte[0];
            } else if (c == '\\') {
                if ("QEpPx0123456789".indexOf(next) >= 0) {
                    return new byte[0]; // quoting, classes by name and numbers are not followed
                }
                isPlain = next < 128 && !Character.isLetterOrDigit(next);
                c = next;
                end = i + 2;
            } else if (c == '[' || c == '{') {
                end = closing(expression, i);
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
            char behind = charAt(expression, end);
            boolean isSure = isPlain && depth == 0 && behind != '*' && behind != '?' && behind != '{';
            if (isSure) {
                run.append(c);
            }
            if (!isSure || behind == '+' || end >= expression.length()) {
                best = run.length() > best.length() ? run.toString() : best;
                run.setLength(0);
            }
            i = end;
        }
        return best.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }

    private static char charAt(String text, int i) {
        return i < text.length() ? text.charAt(i) : ' ';
    }

    /** Behind the bracket or brace that closes the one at {@code open}; a brace that nothing closes is plain. */
    private static int closing(String expression, int open) {
        if (expression.charAt(open) == '{') {
            int close = expression.indexOf('}', open);
            return close < 0 ? open + 1 : close + 1;
        }
        int i = open + 1;
        i += charAt(expression, i) == '^' ? 1 : 0;
        i += charAt(expression, i) == ']' ? 1 : 0;
        while (i < expression.length() && expression.charAt(i) != ']') {
            i += expression.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, expression.length());
    }

    /** Without k and s, which stand for letters beyond ASCII too where case does not matter. */
    private static byte[] withoutKelvin(byte[] anchor) {
        String best = "";
        for (String part : new String(anchor, StandardCharsets.US_ASCII).split("[ks]")) {
            best = part.length() > best.length() ? part : best;
        }
        return best.getBytes(StandardCharsets.US_ASCII);
    }
}
