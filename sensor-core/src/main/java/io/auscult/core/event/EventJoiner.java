package io.auscult.core.event;

/**
 * Makes events of several others, whichever lanes these come from: what is said of one thing in several connections. Lives on the detect thread, sees
 * every event in the one order there is; what it writes goes to all consumers right behind the event that caused it.
 */
public interface EventJoiner {
    /** Whether {@link #enrich} and {@link #onEvent} are to be called for events of this type. Asked once a type. */
    boolean wants(EventType type);

    /** Before anybody else sees the event: add to it what is known by now. */
    default void enrich(Event event) {}

    void onEvent(Event event, EventWriter out);

    /** Packet time has passed a full second. */
    default void onTime(long nowNs, EventWriter out) {}

    /** After the last event: say what is known. */
    default void onEnd(EventWriter out) {}
}
