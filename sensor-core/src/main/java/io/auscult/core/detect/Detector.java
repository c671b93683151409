package io.auscult.core.detect;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import java.util.List;

/**
 * Notices attacks in events. Sees events of the types it asks for, in order, on the detect thread alone; owns bounded state; never
 * knows who is told. Time is the events' own.
 */
public interface Detector {
    List<EventType> wants();

    void onEvent(Event event, AlertSink alerts);

    /** At the end of each packet block. @param nowNs packet time */
    default void onTime(long nowNs, AlertSink alerts) {}

    /** After the last event: tell what was still being weighed. */
    default void onEnd(long nowNs, AlertSink alerts) {}
}
