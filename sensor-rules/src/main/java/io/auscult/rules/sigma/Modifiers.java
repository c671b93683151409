package io.auscult.rules.sigma;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind a field's name, checked for sense. Immutable. */
final class Modifiers {
    private static final Set<String> SHAPES = Set.of("contains", "startswith", "endswith");
    private static final Set<String> ENCODINGS =
            Set.of("windash", "base64", "base64offset", "wide", "utf16", "utf16le", "utf16be");
    private static final Set<String> COMPARISONS = Set.of("lt", "lte", "gt", "gte");
    private static final Set<String> DATES = Set.of("minute", "hour", "day", "week", "month", "year");
    private static final Set<String> FLAGS = Set.of("i", "m", "s");

    private final List<String> encodings = new ArrayList<>();
    private @Nullable String shape;
    private Match.@Nullable Comparison comparison;
    private @Nullable Calendar date;
    private boolean isAll;
    private boolean isCased;
    private boolean isNegated;
    private boolean isExpression;
    private boolean isCidr;
    private boolean isExists;
    private boolean isReference;
    private int flags;

    private Modifiers() {}

    /** @throws IllegalArgumentException that names what is not known or does not go together */
    static Modifiers parse(List<String> words) {
        Modifiers modifiers = new Modifiers();
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            if (!seen.add(word)) {
                throw new IllegalArgumentException("modifier " + word + ": given twice");
            }
            modifiers.add(word);
        }
        modifiers.check(words);
        return modifiers;
    }

    private void add(String word) {
        if (SHAPES.contains(word)) {
            if (shape != null) {
                throw new IllegalArgumentException("modifiers " + shape + " and " + word + " (expected: one of them)");
            }
            shape = word;
        } else if (ENCODINGS.contains(word)) {
            encodings.add(word);
        } else if (COMPARISONS.contains(word)) {
            if (comparison != null) {
                throw new IllegalArgumentException("two comparisons (expected: one)");
            }
            comparison = Match.Comparison.valueOf(word.toUpperCase(Locale.ROOT));
        } else if (DATES.contains(word)) {
            if (date != null) {
                throw new IllegalArgumentException("two parts of a date (expected: one)");
            }
            date = Calendar.valueOf(word.toUpperCase(Locale.ROOT));
        } else if (FLAGS.contains(word)) {
            if (!isExpression) {
                throw new IllegalArgumentException("modifier " + word + " (expected: behind re)");
            }
            flags |= word.equals("i") ? RegexTest.FOLDS : word.equals("m") ? RegexTest.LINES : RegexTest.DOT_IS_ALL;
        } else {
            switch (word) {
                case "all" -> isAll = true;
                case "cased" -> isCased = true;
                case "neq" -> isNegated = true;
                case "re" -> isExpression = true;
                case "cidr" -> isCidr = true;
                case "exists" -> isExists = true;
                case "fieldref" -> isReference = true;
                case "expand" ->
                    throw new IllegalArgumentException(
                            "modifier expand: there are no placeholders (expected: the values)");
                default -> throw new IllegalArgumentException("modifier " + word + ": not one of Sigma 2.1");
            }
        }
    }

    private void check(List<String> words) {
        int kinds = (isExpression ? 1 : 0)
                + (isCidr ? 1 : 0)
                + (isExists ? 1 : 0)
                + (isReference ? 1 : 0)
                + (comparison != null || date != null ? 1 : 0);
        boolean isOfText = shape != null || !encodings.isEmpty() || isCased;
        boolean isMixed = kinds > 1
                || kinds == 1 && !encodings.isEmpty()
                || kinds == 1 && isOfText && !isReference
                || isExists && (isAll || isNegated);
        if (isMixed) {
            throw new IllegalArgumentException("modifiers " + String.join(", ", words) + ": they do not go together");
        }
    }

    List<String> encodings() {
        return encodings;
    }

    boolean isOpen() {
        return "contains".equals(shape) || "endswith".equals(shape);
    }

    boolean isClosing() {
        return "contains".equals(shape) || "startswith".equals(shape);
    }

    /** Whether values are plain texts or numbers, not expressions, networks and the like. */
    boolean isPlain() {
        return !isExpression && !isCidr && !isExists && !isReference && comparison == null && date == null;
    }

    /** Whether a value is compared as a whole and in one way only. */
    boolean isWhole() {
        return shape == null && encodings.isEmpty() && !isCased;
    }

    Match.@Nullable Comparison comparison() {
        return comparison;
    }

    @Nullable
    Calendar date() {
        return date;
    }

    boolean isAll() {
        return isAll;
    }

    boolean isCased() {
        return isCased;
    }

    boolean isNegated() {
        return isNegated;
    }

    boolean isExpression() {
        return isExpression;
    }

    boolean isCidr() {
        return isCidr;
    }

    boolean isExists() {
        return isExists;
    }

    boolean isReference() {
        return isReference;
    }

    int flags() {
        return flags;
    }
}
