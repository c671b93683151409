package io.auscult.rules.sigma;

import io.auscult.core.alert.Outcome;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a rule knows what became of what it saw: it says so itself, or a field of the event does ({@code outcome}, {@code success}, {@code status} ...), or nobody knows. Immutable.
 *
 * @param fixed what the rule says; null when a field tells
 * @param column the field; null when there is none
 */
record OutcomeSource(@Nullable Outcome fixed, @Nullable Column column) {
    private static final String[] USUAL = {"outcome", "success", "auth_success", "status", "result", "status_code"};

    /** What the rule's own attribute says, or else the first usual field that the events have. */
    static OutcomeSource of(@Nullable String said, EventType type, Schema schema) {
        if (said == null) {
            for (String name : USUAL) {
                Column column = schema.column(type, name);
                if (column != null) {
                    return new OutcomeSource(null, column);
                }
            }
            return new OutcomeSource(Outcome.UNKNOWN, null);
        }
        for (Outcome outcome : Outcome.values()) {
            if (outcome.name().toLowerCase(Locale.ROOT).equals(said)) {
                return new OutcomeSource(outcome, null);
            }
        }
        Column column = schema.column(type, said);
        if (column == null) {
            throw new IllegalArgumentException("outcome: " + said
                    + " (expected: attempted, failed, succeeded, unknown or a field of " + type.name() + ")");
        }
        return new OutcomeSource(null, column);
    }

    Outcome of(Event event) {
        if (fixed != null) {
            return fixed;
        }
        if (column == null || !column.has(event)) {
            return Outcome.UNKNOWN;
        }
        if (column.kind() == Kind.BOOL) {
            return column.number(event, 0) != 0 ? Outcome.SUCCEEDED : Outcome.FAILED;
        }
        if (column.isNumber()) { // of HTTP
            long status = column.number(event, 0);
            return status >= 400 ? Outcome.FAILED : status >= 100 ? Outcome.SUCCEEDED : Outcome.UNKNOWN;
        }
        return switch (column.print(event).toLowerCase(Locale.ROOT)) {
            case "success", "accepted", "ok", "true", "encrypted" -> Outcome.SUCCEEDED;
            case "unanswered", "attempted" -> Outcome.ATTEMPTED;
            case "answered", "unknown", "" -> Outcome.UNKNOWN;
            default -> Outcome.FAILED;
        };
    }
}
