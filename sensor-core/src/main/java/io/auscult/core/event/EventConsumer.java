package io.auscult.core.event;

import java.io.IOException;

/**
 * Receives all events of all lanes in one order, on one thread: the detect stage, or a log writer.
 * The {@link Event} is a reused view: copy what must be kept.
 */
public interface EventConsumer {
    void onEvent(Event event) throws IOException;

    /** Whether {@link #onEvent} is to be called for events of this type. Asked once a type. */
    default boolean wants(EventType type) {
        return true;
    }

    /** After the events of a packet block. @param nowNs packet time at its end */
    default void onBlockEnd(long nowNs) throws IOException {}

    /** After the last event. */
    default void onEnd() throws IOException {}
}
