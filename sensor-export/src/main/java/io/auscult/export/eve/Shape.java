package io.auscult.export.eve;

import io.auscult.core.event.Event;
import java.util.function.Predicate;

/**
 * One record that an event becomes. Immutable.
 *
 * @param type its {@code event_type}
 * @param due which events become one
 * @param time the record's time
 * @param service the record's {@code app_proto}, or nothing
 * @param body the object of the record's type
 */
record Shape(EveType type, Predicate<Event> due, Time time, Part service, Part body) {
    /** A time of an event, ns since 1970. */
    @FunctionalInterface
    interface Time {
        long ns(Event event);
    }

    /** One record for every event, at its time. */
    static Shape of(EveType type, Part body) {
        return new Shape(type, event -> true, Event::timestampNs, Members.NOTHING, body);
    }
}
