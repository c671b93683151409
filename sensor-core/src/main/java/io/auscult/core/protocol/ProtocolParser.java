package io.auscult.core.protocol;

import io.auscult.core.event.EventWriter;

/**
 * Reads one connection's bytes and writes events. One instance serves one flow at a time and is reused after {@link #reset}; it lives
 * on the flow's lane. A stream parser is called with everything it has not eaten yet of that direction; what it leaves is kept
 * (up to {@link #MAX_KEPT} bytes) and offered again with more behind it. A datagram parser gets each datagram once.
 */
public interface ProtocolParser {
    /** The bytes are not of this protocol, or break its rules: the parser is taken off the flow. */
    int REJECT = -1;
    /** Nothing more of this connection is of interest: no more calls but {@link #onEnd}; reassembly may stop. */
    int DONE = -2;

    /** Most bytes kept for a parser that waits for more; beyond that they are given up and reported as a gap. */
    int MAX_KEPT = 1 << 17;

    /** Bytes done with (0: wait for more), {@link #REJECT} or {@link #DONE}. */
    int onData(StreamView in, EventWriter out);

    /**
     * {@code length} bytes of this direction are missing; the next data comes after them. Bytes left uneaten before the gap are gone too.
     *
     * @return whether the parser can go on
     */
    default boolean onGap(Direction direction, long length, EventWriter out) {
        return false;
    }

    /** The connection ended (or the parser is taken off after DONE or a gap): write what is known. Not called after REJECT. */
    default void onEnd(EventWriter out) {}

    /** Bytes that it keeps of unfinished messages, beside its fixed parts; by lengths, not by capacities, so that it is the same in any lane. */
    default int kept() {
        return 0;
    }

    /** Forgets everything, for the next flow. */
    void reset();
}
