package io.auscult.rules.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts compiled selections together as a condition says: {@code or}, {@code and}, {@code not}, parentheses, {@code 1 of} and {@code all of} a pattern or {@code them}.
 * Recursive descent over at most {@link #MAX_TOKENS} words and {@link #MAX_DEPTH} levels. Used by one thread, once.
 */
final class Condition {
    static final int MAX_TOKENS = 500;
    static final int MAX_DEPTH = 50;

    private final List<String> tokens;
    private final Map<String, Match> selections;
    private int at;
    private int depth;

    private Condition(List<String> tokens, Map<String, Match> selections) {
        this.tokens = tokens;
        this.selections = selections;
    }

    /** @throws IllegalArgumentException that says what cannot be read */
    static Match compile(String text, Map<String, Match> selections) {
        List<String> tokens = new ArrayList<>();
        for (String word : text.replace("(", " ( ").replace(")", " ) ").strip().split("\\s+")) {
            if (word.contains("|")) {
                throw new IllegalArgumentException(
                        "an aggregation behind | (expected: a correlation, which took its place in Sigma 2)");
            }
            tokens.add(word);
        }
        if (tokens.size() > MAX_TOKENS) {
            throw new IllegalArgumentException("over " + MAX_TOKENS + " words");
        }
        Condition condition = new Condition(tokens, selections);
        Match match = condition.or();
        if (condition.at < tokens.size()) {
            throw new IllegalArgumentException("'" + tokens.get(condition.at) + "' (expected: and, or, or the end)");
        }
        return match;
    }

    /** Whether a name of a selection fits a pattern with {@code *}, or {@code them}. */
    static boolean fits(String name, String pattern) {
        if (pattern.equals("them")) {
            return !name.startsWith("_");
        }
        StringBuilder expression = new StringBuilder();
        for (String part : pattern.split("\\*+", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return name.matches(expression.toString());
    }

    private Match or() {
        List<Match> parts = new ArrayList<>(List.of(and()));
        while (isNext("or")) {
            at++;
            parts.add(and());
        }
        return parts.size() == 1 ? parts.getFirst() : new Match.Or(List.copyOf(parts));
    }

    private Match and() {
        List<Match> parts = new ArrayList<>(List.of(not()));
        while (isNext("and")) {
            at++;
            parts.add(not());
        }
        return parts.size() == 1 ? parts.getFirst() : new Match.And(List.copyOf(parts));
    }

    private Match not() {
        boolean isNegated = false;
        while (isNext("not")) {
            at++;
            isNegated = !isNegated;
        }
        Match part = primary();
        return isNegated ? new Match.Not(part) : part;
    }

    private Match primary() {
        String word = next("a selection");
        if (word.equals("(")) {
            if (++depth > MAX_DEPTH) {
                throw new IllegalArgumentException("over " + MAX_DEPTH + " levels of parentheses");
            }
            Match inner = or();
            if (!next(")").equals(")")) {
                throw new IllegalArgumentException("'" + tokens.get(at - 1) + "' (expected: a closing parenthesis)");
            }
            depth--;
            return inner;
        }
        if (isNext("of")) {
            at++;
            return some(word.toLowerCase(Locale.ROOT), next("a pattern or them"));
        }
        Match selection = selections.get(word);
        if (selection == null) {
            throw new IllegalArgumentException("'" + word + "' (expected: a selection: " + names() + ")");
        }
        return selection;
    }

    private Match some(String quantity, String pattern) {
        List<Match> parts = new ArrayList<>();
        for (Map.Entry<String, Match> selection : selections.entrySet()) {
            if (fits(selection.getKey(), pattern)) {
                parts.add(selection.getValue());
            }
        }
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("'" + pattern + "' fits no selection (there are: " + names() + ")");
        }
        return switch (quantity) {
            case "1", "any" -> parts.size() == 1 ? parts.getFirst() : new Match.Or(List.copyOf(parts));
            case "all" -> parts.size() == 1 ? parts.getFirst() : new Match.And(List.copyOf(parts));
            default -> throw new IllegalArgumentException("'" + quantity + " of' (expected: 1 of, any of or all of)");
        };
    }

    private boolean isNext(String word) {
        return at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
    }

    private String next(String expected) {
        if (at >= tokens.size()) {
            throw new IllegalArgumentException("nothing at its end (expected: " + expected + ")");
        }
        return tokens.get(at++);
    }

    private String names() {
        return String.join(", ", selections.keySet());
    }

    /** Which selections a condition mentions; for telling those that nothing uses. */
    static boolean mentions(String condition, String name) {
        for (String word : condition.split("[\\s()]+")) {
            if (word.equals(name)
                    || word.equals("them") && fits(name, word)
                    || word.contains("*") && fits(name, word)) {
                return true;
            }
        }
        return false;
    }

    /** The first selection that no condition mentions, whose omission its author may not have meant; null when all are used. */
    static @Nullable String unused(List<String> conditions, Iterable<String> names) {
        for (String name : names) {
            if (!name.startsWith("_") && conditions.stream().noneMatch(condition -> mentions(condition, name))) {
                return name;
            }
        }
        return null;
    }
}
