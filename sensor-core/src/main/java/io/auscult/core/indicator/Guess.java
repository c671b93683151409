package io.auscult.core.indicator;

import org.jspecify.annotations.Nullable;

/** Tells what a value is by its form, as in a list of which nothing else is known. Stateless. */
public final class Guess {
    private static final IndicatorType[] ORDER = {
        IndicatorType.ADDRESS,
        IndicatorType.NETWORK,
        IndicatorType.URL,
        IndicatorType.MD5, // a JA3 fingerprint looks alike: only "ja3:" in front of it tells
        IndicatorType.SHA1,
        IndicatorType.SHA256,
        IndicatorType.JA4,
        IndicatorType.EMAIL,
        IndicatorType.DOMAIN
    };

    private Guess() {}

    /** The type, or null when it looks like nothing known; names of users are never guessed. */
    public static @Nullable IndicatorType of(String value) {
        for (IndicatorType type : ORDER) {
            if (type.normal(value) != null) {
                return type;
            }
        }
        return null;
    }
}
