package io.auscult.app.config;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import io.auscult.export.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The kinds of values there are. */
public final class ValueTypes {
    private static final Pattern AMOUNT = Pattern.compile("([0-9]{1,15}) ?([A-Za-z]*)");
    private static final String[] SIZE_UNITS = {"B", "KiB", "MiB", "GiB"};
    private static final String[] TIME_UNITS = {"ms", "s", "m", "h", "d"};
    private static final long[] TIME_MS = {1, 1_000, 60_000, 3_600_000, 86_400_000};

    private ValueTypes() {}

    public static ValueType<Boolean> flag() {
        return scalar(
                "true or false",
                false,
                text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> null;
                },
                Object::toString);
    }

    public static ValueType<Integer> number(String unit, int from, int to) {
        return scalar(
                unit + ", " + from + " to " + to,
                false,
                text -> {
                    try {
                        int value = Integer.parseInt(text);
                        return value >= from && value <= to ? value : null;
                    } catch (NumberFormatException e) {
                        return null;
                    }
                },
                Object::toString);
    }

    /** Bytes. */
    public static ValueType<Long> size(String from, String to) {
        long least = sizeOf(from);
        long most = sizeOf(to);
        return scalar(
                "size with its unit (B, KiB, MiB, GiB), " + from + " to " + to,
                false,
                text -> {
                    long value = sizeOf(text);
                    return value >= least && value <= most ? value : null;
                },
                ValueTypes::printSize);
    }

    /** Or none. */
    public static ValueType<Duration> durationOrZero(String from, String to) {
        ValueType<Duration> some = duration(from, to);
        return scalar(
                "0 s, or " + some.expected(),
                false,
                text -> millisOf(text) == 0 ? Duration.ZERO : some.parse().apply(List.of(text)),
                ValueTypes::printDuration);
    }

    public static ValueType<Duration> duration(String from, String to) {
        long least = millisOf(from);
        long most = millisOf(to);
        return scalar(
                "time with its unit (ms, s, m, h, d), " + from + " to " + to,
                false,
                text -> {
                    long value = millisOf(text);
                    return value >= least && value <= most ? Duration.ofMillis(value) : null;
                },
                ValueTypes::printDuration);
    }

    public static <E extends Enum<E>> ValueType<E> choice(Class<E> type) {
        E[] values = type.getEnumConstants();
        List<String> names = Arrays.stream(values).map(ValueTypes::nameOf).toList();
        return scalar(
                "one of " + String.join(", ", names),
                false,
                text -> {
                    int i = names.indexOf(text.toLowerCase(Locale.ROOT));
                    return i < 0 ? null : values[i];
                },
                ValueTypes::nameOf);
    }

    /** A whole number, or the word {@code auto}, which is -1. */
    public static ValueType<Integer> numberOrAuto(String unit, int from, int to) {
        ValueType<Integer> number = number(unit, from, to);
        return scalar(
                "auto, or " + number.expected(),
                false,
                text -> text.equals("auto")
                        ? Integer.valueOf(-1)
                        : number.parse().apply(List.of(text)),
                value -> value < 0 ? "auto" : value.toString());
    }

    public static ValueType<String> text(String expected, int most) {
        return scalar(
                expected,
                true,
                text -> text.length() <= most && text.chars().noneMatch(Character::isISOControl) ? text : null,
                text -> text);
    }

    /** Letters, digits and hyphens, lower case. */
    public static ValueType<String> name(int most) {
        Pattern allowed = Pattern.compile("[a-z0-9-]{1," + most + "}");
        return scalar(
                "1 to " + most + " of a-z, 0-9 and -",
                false,
                text -> allowed.matcher(text).matches() ? text : null,
                text -> text);
    }

    public static ValueType<IpAddress> address() {
        return scalar("an IPv4 or IPv6 address", true, text -> accepted(text, IpAddress::parse), IpAddress::toString);
    }

    public static ValueType<LocalDate> date() {
        return scalar(
                "a date such as 2027-03-31",
                false,
                text -> {
                    try {
                        return LocalDate.parse(text);
                    } catch (DateTimeParseException e) {
                        return null;
                    }
                },
                LocalDate::toString);
    }

    public static ValueType<List<Network>> networks() {
        return list(
                "addresses or networks such as 10.0.0.0/8, fd00::/8", false, text -> accepted(text, Network::parse));
    }

    /** Several values of a form of their own, which throws when it is violated. */
    public static <T> ValueType<List<T>> parsed(String expected, Function<String, T> parse) {
        return list(expected, true, text -> accepted(text, parse));
    }

    public static <E extends Enum<E>> ValueType<List<E>> choices(Class<E> type) {
        ValueType<E> one = choice(type);
        return new ValueType<>(
                "some of " + one.expected().substring("one of ".length()),
                true,
                false,
                false,
                texts -> {
                    List<E> values = new ArrayList<>();
                    for (String text : texts) {
                        E value = one.parse().apply(List.of(text));
                        if (value == null) {
                            return null;
                        }
                        values.add(value);
                    }
                    return List.copyOf(values);
                },
                values -> values.stream().map(ValueTypes::nameOf).toList());
    }

    public static ValueType<List<String>> texts(String expected, int most) {
        return list(expected, true, text(expected, most).parse().compose(List::of));
    }

    /** A file that is to be read later, or none. */
    public static ValueType<Optional<Path>> file(String expected) {
        return scalar(
                expected,
                true,
                text -> {
                    Path path = text.chars().anyMatch(Character::isISOControl) ? null : accepted(text, Path::of);
                    return path == null ? null : text.isEmpty() ? Optional.empty() : Optional.of(path);
                },
                value -> value.map(Path::toString).orElse(""));
    }

    /** Where a secret stands, or nothing. */
    public static ValueType<Optional<Secret>> secret() {
        return new ValueType<>(
                "file:/path or env:NAME, never the secret itself",
                false,
                true,
                true,
                texts -> {
                    String text = texts.size() == 1 ? texts.getFirst() : "?";
                    if (text.isEmpty()) {
                        return Optional.empty();
                    }
                    Secret secret = accepted(text, given -> Secret.of("secret", given));
                    return secret == null ? null : Optional.of(secret);
                },
                value -> List.of(value.map(Secret::toString).orElse("")));
    }

    /** Where several secrets stand. */
    public static ValueType<List<Secret>> secrets(String expected) {
        ValueType<List<Secret>> shown =
                list(expected, true, text -> accepted(text, given -> Secret.of("secret", given)));
        return new ValueType<>(expected, true, true, true, shown.parse(), shown.print());
    }

    private static <T> ValueType<T> scalar(
            String expected, boolean isText, Function<String, @Nullable T> parse, Function<T, String> print) {
        return new ValueType<>(
                expected,
                false,
                isText,
                false,
                texts -> texts.size() == 1 ? parse.apply(texts.getFirst()) : null,
                value -> List.of(print.apply(value)));
    }

    private static <T> ValueType<List<T>> list(String expected, boolean isText, Function<String, @Nullable T> parse) {
        return new ValueType<>(
                expected,
                true,
                isText,
                false,
                texts -> {
                    List<T> values = new ArrayList<>();
                    for (String text : texts) {
                        T value = parse.apply(text);
                        if (value == null) {
                            return null;
                        }
                        values.add(value);
                    }
                    return List.copyOf(values);
                },
                values -> values.stream().map(Object::toString).toList());
    }

    private static <T> @Nullable T accepted(String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String nameOf(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static long sizeOf(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        for (int i = 0; matcher.matches() && i < SIZE_UNITS.length; i++) {
            if (matcher.group(2).equals(SIZE_UNITS[i])
                    && Long.parseLong(matcher.group(1)) <= Long.MAX_VALUE >> 10 * i) {
                return Long.parseLong(matcher.group(1)) << 10 * i;
            }
        }
        return -1;
    }

    static String printSize(long bytes) {
        int unit = 0;
        while (unit < SIZE_UNITS.length - 1 && bytes != 0 && (bytes & (1L << 10 * (unit + 1)) - 1) == 0) {
            unit++;
        }
        return (bytes >> 10 * unit) + " " + SIZE_UNITS[unit];
    }

    private static long millisOf(String text) {
        Matcher matcher = AMOUNT.matcher(text);
        for (int i = 0; matcher.matches() && i < TIME_UNITS.length; i++) {
            if (matcher.group(2).equals(TIME_UNITS[i])
                    && Long.parseLong(matcher.group(1)) <= Long.MAX_VALUE / TIME_MS[i]) {
                return Long.parseLong(matcher.group(1)) * TIME_MS[i];
            }
        }
        return -1;
    }

    static String printDuration(Duration duration) {
        long millis = duration.toMillis();
        int unit = TIME_UNITS.length - 1;
        while (unit > 0 && (millis == 0 || millis % TIME_MS[unit] != 0)) {
            unit--;
        }
        return millis / TIME_MS[unit] + " " + TIME_UNITS[unit];
    }
}
