package io.auscult.core.indicator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What can be looked for of a pattern of STIX 2.1 (section 9): the values its comparisons name. Time and order (WITHIN, FOLLOWEDBY), conjunctions with what is not compared, and
 * wildcards are not expressed by single values; {@link #isPartial} says that something was left away. One pass over the text, never recursive; at most {@link #MOST_LENGTH}
 * characters and {@link #MOST_TERMS} values. Immutable.
 *
 * @param terms what to look for, any of them; empty when nothing of it can be looked for
 * @param isPartial whether a term alone says less than the pattern did
 * @param refusal why there are no terms, in words; null when there are
 */
public record StixPattern(
        List<Term> terms, boolean isPartial, @Nullable String refusal) {
    public static final int MOST_LENGTH = 1 << 20;
    public static final int MOST_TERMS = 4_096;
    /** Highest confidence that is left to a term of a partial pattern. */
    public static final int PARTIAL_CONFIDENCE = 40;

    /** A value in normal form. */
    public record Term(IndicatorType type, String value) {}

    /** What is left of it for a term alone; where nothing is said, a part is still no more than a part. */
    public int confidence(int said) {
        return !isPartial ? said : said == Indicator.UNKNOWN ? PARTIAL_CONFIDENCE : Math.min(said, PARTIAL_CONFIDENCE);
    }

    public static StixPattern read(String pattern) {
        if (pattern.length() > MOST_LENGTH) {
            return refused("the pattern is longer than " + MOST_LENGTH + " characters");
        }
        return new Reading(pattern).read();
    }

    private static StixPattern refused(String why) {
        return new StixPattern(List.of(), false, why);
    }

    /** One comparison after the other. */
    private static final class Reading {
        private final StixTokens tokens;
        private final List<Term> terms = new ArrayList<>();
        private boolean partial;
        private boolean joined; // by AND or in time
        private boolean loose; // something besides properties of a file was compared
        private @Nullable String unusable;

        Reading(String pattern) {
            tokens = new StixTokens(pattern);
        }

        StixPattern read() {
            boolean negated = false;
            while (tokens.next()) {
                if (tokens.isWord()) {
                    switch (tokens.text().toUpperCase(Locale.ROOT)) {
                        case "AND", "FOLLOWEDBY", "WITHIN", "REPEATS" -> joined = true;
                        case "NOT", "EXISTS" -> negated = true;
                        case "OR", "SECONDS", "TIMES", "START", "STOP" -> {}
                        default -> {
                            if (tokens.text().indexOf(':') > 0) {
                                compare(tokens.text(), negated);
                                negated = false;
                            }
                        }
                    }
                }
                if (terms.size() > MOST_TERMS) {
                    return refused("the pattern names more than " + MOST_TERMS + " values");
                }
            }
            if (tokens.isBroken()) {
                return refused("the pattern has a string without an end");
            }
            if (terms.isEmpty()) {
                return refused(unusable == null ? "the pattern compares nothing" : unusable);
            }
            return new StixPattern(List.copyOf(terms), partial || joined && loose, null);
        }

        private void compare(String path, boolean negatedBefore) {
            boolean negated = negatedBefore;
            loose |= !path.startsWith("file:") && !path.startsWith("artifact:");
            if (!tokens.next()) {
                return;
            }
            String operator = tokens.text().toUpperCase(Locale.ROOT);
            if (operator.equals("NOT")) {
                negated = true;
                operator = tokens.next() ? tokens.text().toUpperCase(Locale.ROOT) : "";
            }
            List<String> values = new ArrayList<>();
            if (operator.equals("IN")) {
                while (tokens.next() && !tokens.text().equals(")") && values.size() <= MOST_TERMS) {
                    if (tokens.isString()) {
                        values.add(tokens.text());
                    }
                }
            } else if (tokens.next() && tokens.isString()) {
                values.add(tokens.text());
            }
            switch (operator) {
                case "=", "==", "IN", "ISSUBSET", "LIKE" -> take(path, operator, negated, values);
                default -> leave(path, operator);
            }
        }

        private void take(String path, String operator, boolean negated, List<String> values) {
            for (String value : values) {
                Term term = negated ? null : term(path, operator, value);
                if (term == null) {
                    leave(path, negated ? "NOT " + operator : operator);
                } else {
                    terms.add(term);
                }
            }
        }

        private void leave(String path, String operator) {
            boolean kept = path.startsWith("file:") && !path.startsWith("file:hashes") || path.endsWith("ref.type");
            partial |= joined && !kept;
            unusable = "nothing to look for in " + shown(path) + " " + shown(operator);
        }
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }

    private static @Nullable Term term(String path, String operator, String value) {
        String plain = value;
        if (operator.equals("LIKE")) {
            plain = value.startsWith("%.") ? value.substring(2) : value;
            if (plain.indexOf('%') >= 0 || plain.indexOf('_') >= 0) {
                return null;
            }
        }
        for (IndicatorType type : typesOf(path)) {
            String normal = type.normal(plain);
            if (normal != null) {
                return new Term(type, normal);
            }
        }
        return null;
    }

    /** What a property may hold, the likeliest first. */
    private static List<IndicatorType> typesOf(String path) {
        String lower =
                path.toLowerCase(Locale.ROOT).replace("'", "").replace("\"", "").replace("-", "");
        int colon = lower.indexOf(':');
        String object = lower.substring(0, colon);
        String property = lower.substring(colon + 1);
        String last = property.substring(property.lastIndexOf('.') + 1);
        if (property.startsWith("hashes.") || property.contains(".hashes.")) {
            if (object.equals("x509certificate")) {
                return List.of(IndicatorType.CERTIFICATE);
            }
            return switch (last) {
                case "md5" -> List.of(IndicatorType.MD5);
                case "sha1" -> List.of(IndicatorType.SHA1);
                case "sha256" -> List.of(IndicatorType.SHA256);
                default -> List.of();
            };
        }
        return switch (last) {
            case "ja3", "ja3_hash", "ja3s", "ja3s_hash", "ja3fingerprint" -> List.of(IndicatorType.JA3);
            case "ja4", "ja4s" -> List.of(IndicatorType.JA4);
            case "value" -> ofValue(object, property);
            case "host" -> List.of(IndicatorType.DOMAIN, IndicatorType.ADDRESS);
            case "user_id", "account_login" -> object.equals("useraccount") ? List.of(IndicatorType.USER) : List.of();
            default -> List.of();
        };
    }

    private static List<IndicatorType> ofValue(String object, String property) {
        return switch (object) {
            case "ipv4addr", "ipv6addr" ->
                property.equals("value") ? List.of(IndicatorType.ADDRESS, IndicatorType.NETWORK) : List.of();
            case "domainname" ->
                property.equals("value")
                        ? List.of(IndicatorType.DOMAIN)
                        : List.of(IndicatorType.ADDRESS, IndicatorType.DOMAIN);
            case "url" -> List.of(IndicatorType.URL);
            case "emailaddr" -> List.of(IndicatorType.EMAIL);
            case "emailmessage" ->
                property.startsWith("from_ref") || property.startsWith("sender_ref")
                        ? List.of(IndicatorType.EMAIL)
                        : List.of();
            case "networktraffic" ->
                property.startsWith("dst_ref") || property.startsWith("src_ref")
                        ? List.of(IndicatorType.ADDRESS, IndicatorType.NETWORK, IndicatorType.DOMAIN)
                        : List.of();
            default -> List.of();
        };
    }
}
