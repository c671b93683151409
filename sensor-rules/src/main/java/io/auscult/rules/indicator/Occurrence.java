package io.auscult.rules.indicator;

import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Outcome;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Something that matched, as it happened or as a log tells it. Immutable.
 *
 * @param timeNs when it happened, ns since 1970
 * @param connection what is known of it
 * @param orig who asked; null where nobody is known
 * @param resp who was asked
 * @param field log and field: {@code dns.query}
 * @param met what stood there
 * @param outcome what became of it
 * @param uid the connection's id as logs write it; "" in live traffic, where the connection tells
 */
record Occurrence(
        long timeNs,
        ConnectionRef connection,
        @Nullable IpAddress orig,
        @Nullable IpAddress resp,
        String field,
        String met,
        Outcome outcome,
        String uid) {
    static Occurrence of(Event e, String field, String met, Outcome outcome) {
        return new Occurrence(
                e.timestampNs(), ConnectionRef.of(e), e.origHost(), e.respHost(), field, met, outcome, "");
    }
}
