package io.auscult.app.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How the values of a setting are written. Immutable.
 *
 * @param expected what is accepted, unit and range included, to be read by a person
 * @param isList whether several are accepted, as a YAML list or separated by commas
 * @param isText whether printing in YAML needs quotes
 * @param isHidden whether a text that is not accepted must not be repeated: it may be a secret
 * @param parse from the texts (one, unless a list) to the value; null when they are not accepted
 * @param print the reverse
 */
public record ValueType<T>(
        String expected,
        boolean isList,
        boolean isText,
        boolean isHidden,
        Function<List<String>, @Nullable T> parse,
        Function<T, List<String>> print) {}
