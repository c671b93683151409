package io.auscult.rules.sigma;

import io.auscult.core.event.Event;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A condition over one event, compiled. Asked on the detect thread; makes no garbage but where a {@link RegexTest} is asked. */
sealed interface Match {
    boolean test(Event event);

    /** What must be found in an event before it can match; null when that is not known, empty when it can never match. */
    default Anchors anchors() {
        return Anchors.ANYTHING;
    }

    /** What asking costs, a number being 1. */
    default int cost() {
        return 1;
    }

    /** The same, asked in the order of what it costs. */
    default Match ordered() {
        return this;
    }

    private static List<Match> ordered(List<Match> parts) {
        return parts.stream()
                .map(Match::ordered)
                .sorted(Comparator.comparingInt(Match::cost))
                .toList();
    }

    /** At least one of several; whole numbers of one field in one go. */
    static Match any(List<Match> parts) {
        Column column = !parts.isEmpty() && parts.getFirst() instanceof Whole whole ? whole.column() : null;
        if (column == null
                || !parts.stream()
                        .allMatch(part -> part instanceof Whole whole
                                && whole.column() == column
                                && whole.comparison() == Comparison.EQ)) {
            return new Or(List.copyOf(parts));
        }
        return new OneOf(
                column, parts.stream().mapToLong(part -> ((Whole) part).value()).toArray());
    }

    private static int cost(List<Match> parts) {
        return parts.stream().mapToInt(Match::cost).sum();
    }

    /** All of them. */
    record And(List<Match> parts) implements Match {
        @Override
        public Match ordered() {
            return new And(Match.ordered(parts));
        }

        @Override
        public int cost() {
            return Match.cost(parts);
        }

        @Override
        public boolean test(Event event) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).test(event)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public Anchors anchors() {
            Anchors best = Anchors.ANYTHING;
            for (Match part : parts) {
                Anchors anchors = part.anchors();
                if (anchors.isBetterThan(best)) {
                    best = anchors;
                }
            }
            return best;
        }
    }

    /** At least one of them. */
    record Or(List<Match> parts) implements Match {
        @Override
        public Match ordered() {
            return new Or(Match.ordered(parts));
        }

        @Override
        public int cost() {
            return Match.cost(parts);
        }

        @Override
        public boolean test(Event event) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).test(event)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Anchors anchors() {
            Anchors all = Anchors.NOTHING;
            for (Match part : parts) {
                all = all.or(part.anchors());
            }
            return all;
        }
    }

    /** The contrary. */
    record Not(Match part) implements Match {
        @Override
        public boolean test(Event event) {
            return !part.test(event);
        }

        @Override
        public Match ordered() {
            return new Not(part.ordered());
        }

        @Override
        public int cost() {
            return part.cost();
        }

        @Override
        public Anchors anchors() {
            return part instanceof Constant constant && constant.value ? Anchors.NOTHING : Anchors.ANYTHING;
        }
    }

    /** Always or never. */
    record Constant(boolean value) implements Match {
        @Override
        public boolean test(Event event) {
            return value;
        }

        @Override
        public Anchors anchors() {
            return value ? Anchors.ANYTHING : Anchors.NOTHING;
        }
    }

    /** A text, or any of a list, passes. */
    record Text(Column column, TextTest question) implements Match {
        @Override
        public boolean test(Event event) {
            return column.any(event, question);
        }

        @Override
        public Anchors anchors() {
            byte @Nullable [] anchor = question.anchor();
            return anchor == null ? Anchors.ANYTHING : Anchors.text(column, anchor);
        }

        @Override
        public int cost() {
            return question.cost();
        }
    }

    /** The text of any field passes. */
    record Keyword(List<Column> columns, TextTest question) implements Match {
        @Override
        public boolean test(Event event) {
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).any(event, question)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public int cost() {
            return columns.size() * question.cost();
        }
    }

    /** How a number compares. */
    enum Comparison {
        EQ,
        LT,
        LTE,
        GT,
        GTE;

        boolean holds(int order) {
            return switch (this) {
                case EQ -> order == 0;
                case LT -> order < 0;
                case LTE -> order <= 0;
                case GT -> order > 0;
                case GTE -> order >= 0;
            };
        }
    }

    /** A whole number, or any of a list, compares so. Times are nanoseconds. */
    record Whole(Column column, Comparison comparison, long value) implements Match {
        @Override
        public boolean test(Event event) {
            int count = column.count(event);
            for (int i = 0; i < count; i++) {
                if (comparison.holds(Long.compare(column.number(event, i), value))) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Anchors anchors() {
            return comparison == Comparison.EQ ? Anchors.number(column, value) : Anchors.ANYTHING;
        }
    }

    /** A whole number, or any of a list, is one of these. */
    final class OneOf implements Match {
        private final Column column;
        private final long[] values;

        OneOf(Column column, long[] values) {
            this.column = column;
            this.values = values.clone();
        }

        Column column() {
            return column;
        }

        @Override
        public boolean test(Event event) {
            int count = column.count(event);
            for (int i = 0; i < count; i++) {
                long number = column.number(event, i);
                for (long value : values) {
                    if (value == number) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public Anchors anchors() {
            Anchors all = Anchors.NOTHING;
            for (long value : values) {
                all = all.or(Anchors.number(column, value));
            }
            return all;
        }
    }

    /** A real number compares so with another. */
    record Real(Column column, Comparison comparison, double value) implements Match {
        @Override
        public boolean test(Event event) {
            return column.has(event)
                    && comparison.holds(Double.compare(Double.longBitsToDouble(column.number(event, 0)), value));
        }
    }

    /** A part of a date, UTC, compares so. */
    record DatePart(Column column, Calendar part, Comparison comparison, long value) implements Match {
        @Override
        public boolean test(Event event) {
            return column.has(event) && comparison.holds(Long.compare(part.of(column.number(event, 0)), value));
        }
    }

    /** An address, or any of a list, lies in a network: all bits under the masks are alike. */
    record Cidr(Column column, long high, long low, long highMask, long lowMask) implements Match {
        @Override
        public boolean test(Event event) {
            int count = column.count(event);
            for (int i = 0; i < count; i++) {
                if ((column.high(event, i) & highMask) == high && (column.low(event, i) & lowMask) == low) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public Anchors anchors() {
            return highMask == -1 && lowMask == -1 ? Anchors.address(column, high, low) : Anchors.ANYTHING;
        }
    }

    /** The field is there. */
    record Exists(Column column) implements Match {
        @Override
        public boolean test(Event event) {
            return column.has(event);
        }
    }

    /** Another field has the same value, by its text; a part of it where a modifier says so. */
    record SameAs(Column column, Column other, boolean isCased, boolean atStart, boolean atEnd) implements Match {
        @Override
        public boolean test(Event event) {
            return FieldComparison.holds(event, column, other, isCased, atStart, atEnd);
        }
    }
}
