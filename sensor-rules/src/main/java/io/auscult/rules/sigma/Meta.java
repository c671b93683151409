package io.auscult.rules.sigma;

import io.auscult.core.alert.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rule says about itself. Immutable.
 *
 * @param file where it stands
 * @param line where in it, from 1
 * @param id its UUID, when it has one
 * @param name how correlations may call it, when it has one
 * @param rule as alerts carry it
 * @param isActorResponder whether who did it is the responder of the connection
 * @param outcome what it says of the outcome; null when a field tells
 * @param fields to be shown besides those it asks about
 */
record Meta(
        String file,
        int line,
        @Nullable String id,
        @Nullable String name,
        Rule rule,
        boolean isActorResponder,
        @Nullable String outcome,
        List<String> fields) {
    /** Whether it is called so. */
    boolean isCalled(String reference) {
        return reference.equalsIgnoreCase(id == null ? "" : id)
                || reference.equals(name)
                || reference.equals(rule.id());
    }
}
