package io.auscult.export.syslog;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** One connection to a receiver, until it is lost or closed. One thread. */
interface SyslogLink extends Closeable {
    /** Hands over one message. What it throws is final: the link is of no use any more. */
    void send(byte[] message) throws IOException;

    /** Returns when all that was sent is with the receiver, as far as that can be known; throws when the receiver was seen to be gone. */
    void confirm() throws IOException;

    /** Whether the receiver was seen to be gone. */
    boolean isLost();

    /** How far back what was confirmed may nevertheless have been lost, now that the link is over; zero where nothing can be said. */
    Duration doubt();

    /** When it was seen to be gone, on the machine's monotonic clock; now while it is not. */
    long endedNs();

    /** Orderly, with what was sent before; waits for the receiver a moment. Any number of times. */
    @Override
    void close();
}
