package io.auscult.core.indicator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody knows to be bad. Immutable.
 *
 * @param type what it is
 * @param value in the normal form of its type ({@link IndicatorType#normal}), whatever form it was given in
 * @param source the configured name of where it comes from
 * @param sourceId the id it has there ("indicator--..." of STIX, the attribute's UUID of MISP, "file:line")
 * @param confidence how sure its author is, 0 to 100 as in STIX; {@link #UNKNOWN} where nothing is said
 * @param tlp how far it may be told
 * @param validFrom before this it counts for nothing; null: always
 * @param validUntil from this on it counts for nothing; null: for ever
 * @param labels what the source calls it (malware family, tags), at most {@link #MOST_LABELS}
 */
public record Indicator(
        IndicatorType type,
        String value,
        String source,
        String sourceId,
        int confidence,
        Tlp tlp,
        @Nullable Instant validFrom,
        @Nullable Instant validUntil,
        List<String> labels) {
    public static final int UNKNOWN = -1;
    public static final int MOST_VALUE = 2_048; // bytes, in UTF-8
    public static final int MOST_ID = 128; // bytes, in UTF-8
    public static final int MOST_LABELS = 16;
    public static final int MOST_LABEL = 128; // characters; longer ones are cut

    /** @throws IllegalArgumentException when the value is none of this type */
    public Indicator {
        String normal = type.normal(value);
        if (normal == null) {
            throw new IllegalArgumentException(
                    type.word() + ": " + shown(value) + " (expected: " + type.expected() + ")");
        }
        value = normal;
        if (sourceId.getBytes(StandardCharsets.UTF_8).length > MOST_ID) {
            throw new IllegalArgumentException("id: " + shown(sourceId) + " (expected: at most " + MOST_ID + " bytes)");
        }
        if (confidence < UNKNOWN || confidence > 100) {
            throw new IllegalArgumentException("confidence: " + confidence + " (expected: 0 to 100)");
        }
        labels = labels.stream()
                .limit(MOST_LABELS)
                .map(label -> label.length() > MOST_LABEL ? label.substring(0, MOST_LABEL) : label)
                .toList();
    }

    /** Of which nothing more is said. */
    public static Indicator of(IndicatorType type, String value, String source, String sourceId) {
        return new Indicator(type, value, source, sourceId, UNKNOWN, Tlp.AMBER, null, null, List.of());
    }

    /** The same said of another value. */
    Indicator as(IndicatorType otherType, String otherValue) {
        return new Indicator(otherType, otherValue, source, sourceId, confidence, tlp, validFrom, validUntil, labels);
    }

    private static String shown(String text) {
        return text.length() > 64 ? text.substring(0, 64) + "..." : text;
    }
}
