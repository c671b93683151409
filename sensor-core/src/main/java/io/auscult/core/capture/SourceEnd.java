package io.auscult.core.capture;

/** How a {@link PacketSource} ended. */
public enum SourceEnd {
    /** More may follow. */
    OPEN,
    /** At a packet's end. */
    COMPLETE,
    /** In the middle of a packet. */
    TRUNCATED,
    /** At bytes that are no packet. */
    DAMAGED
}
