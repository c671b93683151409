package io.auscult.rules.sigma;

import io.auscult.core.event.EventType;
import java.util.List;

/**
 * A rule about single events, compiled. Immutable but for the buffers of its columns, so of one thread.
 *
 * @param meta what it says about itself
 * @param type the events it is about
 * @param match when it holds
 * @param outcome how the outcome is known
 * @param shown columns that an alert shows
 * @param fingerprint the same for the same content
 * @param alerts whether it raises alerts itself; not when it only serves a correlation
 */
record EventRule(
        Meta meta,
        EventType type,
        Match match,
        OutcomeSource outcome,
        List<Column> shown,
        long fingerprint,
        boolean alerts) {
    EventRule with(Match narrower, long filtered) {
        return new EventRule(meta, type, narrower, outcome, shown, fingerprint * 31 + filtered, alerts);
    }

    EventRule silent() {
        return new EventRule(meta, type, match, outcome, shown, fingerprint, false);
    }
}
