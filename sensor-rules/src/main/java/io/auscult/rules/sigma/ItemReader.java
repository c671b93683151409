package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Kind;
import io.auscult.core.event.Network;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Compiles one line of a selection, {@code field|modifiers: values}, for one type of events. What is wrong or can never match is said at its line; then the line matches
 * nothing. Used by one thread, once a rule.
 */
final class ItemReader {
    static final int MAX_VALUES = 5_000; // of one line
    static final int MAX_TEXT = 4_096; // characters of one value

    private static final Match NEVER = new Match.Constant(false);
    private static final BigDecimal SECOND = BigDecimal.valueOf(1_000_000_000L);

    private final Section rule;
    private final EventType type;
    private final Schema schema;
    private final Domains domains;

    ItemReader(Section rule, EventType type, Schema schema, Domains domains) {
        this.rule = rule;
        this.type = type;
        this.schema = schema;
        this.domains = domains;
    }

    /** @param key with modifiers; without a field it is about keywords */
    Match read(String key, int keyLine, Node node) {
        List<String> words = Arrays.asList(key.split("\\|", -1));
        String field = words.getFirst();
        Column column = field.isEmpty() ? null : schema.column(type, field);
        if (column == null && !field.isEmpty()) {
            rule.error(
                    keyLine,
                    field + ": no field of " + type.name() + " (expected: such as " + schema.near(type, field) + ")");
            return NEVER;
        }
        List<ScalarNode> values = values(key, node);
        try {
            Modifiers modifiers = Modifiers.parse(words.subList(1, words.size()));
            if (modifiers.isAll() && values.size() == 1) {
                throw new IllegalArgumentException("modifier all with a single value (expected: several)");
            }
            List<Match> matches = new ArrayList<>();
            for (ScalarNode value : values) {
                matches.add(column == null ? keyword(modifiers, value) : value(column, modifiers, value));
            }
            return combined(matches, modifiers);
        } catch (IllegalArgumentException e) {
            rule.error(keyLine, key + ": " + e.getMessage());
            return NEVER;
        }
    }

    /** A keyword without modifiers. */
    Match keyword(ScalarNode value) {
        return guarded(value, () -> keyword(Modifiers.parse(List.of()), value));
    }

    private static Match combined(List<Match> matches, Modifiers modifiers) {
        Match all = matches.size() == 1
                ? matches.getFirst()
                : modifiers.isAll() ? new Match.And(List.copyOf(matches)) : Match.any(matches);
        return modifiers.isNegated() ? new Match.Not(all) : all;
    }

    private List<ScalarNode> values(String key, Node node) {
        List<ScalarNode> values = new ArrayList<>();
        if (node instanceof ScalarNode scalar) {
            values.add(scalar);
        } else if (node instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
            for (Node element : sequence.getValue()) {
                if (element instanceof ScalarNode scalar) {
                    values.add(scalar);
                } else {
                    rule.wrong(
                            element, key + ": " + Section.text(element) + " in a list of values (expected: a value)");
                }
            }
        } else {
            rule.wrong(node, key + ": " + Section.text(node) + " (expected: a value or a list of values)");
        }
        if (values.size() > MAX_VALUES) {
            rule.wrong(node, key + ": " + values.size() + " values (expected: at most " + MAX_VALUES + ")");
            values.clear();
        }
        return values;
    }

    /** What fails for one value is said at that value's line. */
    private Match guarded(ScalarNode value, java.util.function.Supplier<Match> reading) {
        try {
            if (value.getValue().length() > MAX_TEXT) {
                throw new IllegalArgumentException("a text of over " + MAX_TEXT + " characters");
            }
            return reading.get();
        } catch (IllegalArgumentException e) {
            rule.wrong(value, String.valueOf(e.getMessage()));
            return NEVER;
        }
    }

    private Match value(Column column, Modifiers modifiers, ScalarNode value) {
        return guarded(value, () -> {
            if (modifiers.isPlain() && Section.isNull(value)) {
                return new Match.Not(new Match.Exists(column));
            }
            String text = value.getValue();
            if (modifiers.isExists()) {
                Match exists = new Match.Exists(column);
                return truth(text) == 1 ? exists : new Match.Not(exists);
            }
            if (modifiers.isReference()) {
                return reference(column, modifiers, text);
            }
            if (modifiers.isExpression()) {
                return checked(column, text, RegexTest.of(text, modifiers.flags()), value);
            }
            if (modifiers.isCidr()) {
                return cidr(column, text);
            }
            if (modifiers.date() != null) {
                return date(column, modifiers, text);
            }
            if (modifiers.comparison() != null) {
                return compared(column, modifiers.comparison(), text);
            }
            return plain(column, modifiers, text, value);
        });
    }

    private Match keyword(Modifiers modifiers, ScalarNode value) {
        String text = value.getValue();
        if (!modifiers.isPlain() && !modifiers.isExpression()) {
            throw new IllegalArgumentException("this modifier on a keyword (expected: a field before it)");
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty keyword (expected: a text)");
        }
        List<Column> columns = schema.texts(type);
        if (modifiers.isExpression()) {
            return new Match.Keyword(columns, RegexTest.of(text, modifiers.flags()));
        }
        List<Match> variants = new ArrayList<>();
        for (Literal literal : literals(modifiers, text)) {
            variants.add(new Match.Keyword(columns, LiteralTest.of(literal.within(true, true), modifiers.isCased())));
        }
        return variants.size() == 1 ? variants.getFirst() : new Match.Or(List.copyOf(variants));
    }

    private Match plain(Column column, Modifiers modifiers, String text, ScalarNode at) {
        boolean hasWildcard = !Literal.parse(text).isPlain();
        if (column.kind() == Kind.BOOL && modifiers.isWhole()) {
            return new Match.Whole(column, Match.Comparison.EQ, truth(text));
        }
        if (column.isNumber() && modifiers.isWhole() && !hasWildcard) {
            BigDecimal number = number(text);
            return number == null
                    ? never(at, "'" + text + "': " + column + " holds numbers")
                    : compared(column, Match.Comparison.EQ, text);
        }
        if (column.isAddress() && modifiers.isWhole() && !hasWildcard) {
            IpAddress address = address(text);
            return address == null
                    ? never(at, "'" + text + "': " + column + " holds addresses")
                    : new Match.Cidr(column, address.high(), address.low(), -1, -1);
        }
        List<Match> variants = new ArrayList<>();
        for (Literal literal : literals(modifiers, text)) {
            Literal shaped = literal.within(modifiers.isOpen(), modifiers.isClosing());
            variants.add(checked(column, text, LiteralTest.of(shaped, modifiers.isCased()), at));
        }
        return variants.size() == 1 ? variants.getFirst() : new Match.Or(List.copyOf(variants));
    }

    private static List<Literal> literals(Modifiers modifiers, String text) {
        List<Literal> literals = List.of(Literal.parse(text));
        for (String encoding : modifiers.encodings()) {
            literals = Encodings.apply(encoding, literals);
        }
        return literals;
    }

    private Match checked(Column column, String text, TextTest test, ScalarNode at) {
        String impossible = domains.impossible(type, column, text, test);
        return impossible == null ? new Match.Text(column, test) : never(at, impossible);
    }

    private Match never(ScalarNode at, String why) {
        rule.never(Yaml.line(at), why);
        return NEVER;
    }

    private Match reference(Column column, Modifiers modifiers, String name) {
        Column other = schema.column(type, name);
        if (other == null) {
            throw new IllegalArgumentException(
                    name + ": no field of " + type.name() + " (expected: such as " + schema.near(type, name) + ")");
        }
        return new Match.SameAs(column, other, modifiers.isCased(), modifiers.isClosing(), modifiers.isOpen());
    }

    private static Match cidr(Column column, String text) {
        Network network = Network.parse(text);
        if (column.isAddress()) {
            int bits = network.bits();
            long highMask = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
            long lowMask = bits <= 64 ? 0 : -1L << 128 - bits;
            return new Match.Cidr(column, network.high(), network.low(), highMask, lowMask);
        }
        boolean isIpv4 = network.bits() >= 96 && IpAddress.isIpv4(network.high(), network.low());
        if (column.isNumber() || column.kind() == Kind.MAC) {
            throw new IllegalArgumentException(
                    text + ": " + column + " holds no addresses (expected: a field that does, or a text)");
        }
        return new Match.Text(column, isIpv4 ? new Ipv4Test(network) : new Ipv6Test(network));
    }

    private static Match date(Column column, Modifiers modifiers, String text) {
        Calendar part = modifiers.date();
        BigDecimal number = number(text);
        if (column.kind() != Kind.TIME || part == null) {
            throw new IllegalArgumentException(column + ": no time (expected: a field that holds a time)");
        }
        if (number == null || number.longValue() < part.least || number.longValue() > part.most) {
            throw new IllegalArgumentException("'" + text + "' (expected: " + part.least + " to " + part.most + ")");
        }
        Match.Comparison comparison = modifiers.comparison();
        return new Match.DatePart(
                column, part, comparison == null ? Match.Comparison.EQ : comparison, number.longValue());
    }

    private static Match compared(Column column, Match.Comparison comparison, String text) {
        BigDecimal number = number(text);
        if (number == null) {
            throw new IllegalArgumentException("'" + text + "' (expected: a number)");
        }
        if (!column.isNumber() || column.kind() == Kind.BOOL) {
            throw new IllegalArgumentException(column + ": no number (expected: a field that holds numbers)");
        }
        if (column.kind() == Kind.REAL) {
            return new Match.Real(column, comparison, number.doubleValue());
        }
        BigDecimal scaled = column.isTime() ? number.multiply(SECOND) : number;
        // 3.5 lies between two whole numbers: less than it is at most 3, more than it at least 4.
        boolean isWhole = scaled.stripTrailingZeros().scale() <= 0;
        if (!isWhole && comparison == Match.Comparison.EQ) {
            return NEVER;
        }
        long floor = scaled.setScale(0, java.math.RoundingMode.FLOOR)
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .max(BigDecimal.valueOf(Long.MIN_VALUE))
                .longValue();
        Match.Comparison whole = isWhole
                ? comparison
                : switch (comparison) {
                    case LT, LTE, EQ -> Match.Comparison.LTE;
                    case GT, GTE -> Match.Comparison.GT;
                };
        return new Match.Whole(column, whole, floor);
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return text.length() > 30 || !text.matches("[-+]?[0-9]+(\\.[0-9]+)?") ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static long truth(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "1" -> 1;
            case "false", "f", "no", "0" -> 0;
            default -> throw new IllegalArgumentException("'" + text + "' (expected: true or false)");
        };
    }
}
