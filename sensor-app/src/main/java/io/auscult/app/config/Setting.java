package io.auscult.app.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that can be set: what validates it, documents it and stands in for it. Immutable; all are in {@link Keys}.
 *
 * @param section first level of the file
 * @param name second level
 * @param type how its values are written and checked
 * @param fallback the value when nothing is set; null when it must be given (entries of lists only)
 * @param doc what it means, for a person
 */
public record Setting<T>(
        String section,
        String name,
        ValueType<T> type,
        @Nullable T fallback,
        String doc) {
    public String key() {
        return section + "." + name;
    }

    /** The variable that overrides the file. */
    public String variable() {
        return "AUSCULT_" + key().replace('.', '_').toUpperCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return key();
    }
}
