package io.auscult.export.eve;

import io.auscult.core.event.Event;
import io.auscult.export.JsonLine;

/** A member, or several, of an EVE record's object. Made once, used by the detect thread; writes nothing where the event says nothing. */
@FunctionalInterface
interface Part {
    void write(JsonLine line, Event event);
}
