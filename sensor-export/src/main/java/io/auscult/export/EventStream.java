package io.auscult.export;

import io.auscult.core.event.EventConsumer;

/** A way out for events, straight from the detect thread, which it never keeps waiting: what finds no room is left out and counted. */
public interface EventStream extends EventConsumer, AutoCloseable {
    /** Such as {@code siem-events}; never an address. */
    String name();

    /** Why events are being lost, for a person; empty when all is well. Any thread. */
    String trouble();

    /** What waits is sent, for a few seconds at most. */
    @Override
    void close();
}
