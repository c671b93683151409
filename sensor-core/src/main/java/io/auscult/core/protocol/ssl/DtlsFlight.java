package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.StreamView;
import org.jspecify.annotations.Nullable;

/**
 * The handshake messages of one direction of DTLS: which have been read, and fragments of {@link #MAX_OPEN} that are not whole yet; a further one takes
 * the place of the first in number. Two per parser, reused.
 */
final class DtlsFlight {
    static final int MAX_OPEN = 3;

    private static final int MAX_NUMBERS = 32; // of messages that are remembered as read; a handshake has about ten

    private final @Nullable DtlsMessage[] open = new DtlsMessage[MAX_OPEN]; // made when needed
    private final byte[] read = new byte[MAX_NUMBERS]; // type of the message by its number, 0 for none

    /** Whether this message was read before and comes again. */
    boolean isAgain(int number, int type) {
        return number < MAX_NUMBERS && read[number] == (byte) type;
    }

    void setRead(int number, int type) {
        if (number < MAX_NUMBERS) {
            read[number] = (byte) type;
        }
    }

    /** @return the message, when this fragment made it whole; to be cleared after use */
    @Nullable
    DtlsMessage add(StreamView in, int at, int number, int type, int length, int offset, int size) {
        DtlsMessage message = place(number, type, length);
        return message.add(in, at, offset, size) ? message : null;
    }

    private DtlsMessage place(int number, int type, int length) {
        int best = 0;
        for (int i = 0; i < MAX_OPEN; i++) {
            DtlsMessage message = open[i];
            if (message != null && message.is(number, type, length)) {
                return message;
            }
            if (rank(message) < rank(open[best])) {
                best = i;
            }
        }
        DtlsMessage message = open[best];
        if (message == null) {
            message = new DtlsMessage();
            open[best] = message;
        }
        message.begin(number, type, length);
        return message;
    }

    /** Which place is best to be taken: one at hand that is free, one to be made, the lowest number. */
    private static int rank(@Nullable DtlsMessage message) {
        return message == null ? -1 : message.isOpen() ? message.number() : -2;
    }

    int kept() {
        int kept = 0;
        for (DtlsMessage message : open) {
            kept += message == null ? 0 : message.kept();
        }
        return kept;
    }

    void reset() {
        for (DtlsMessage message : open) {
            if (message != null) {
                message.clear();
            }
        }
        java.util.Arrays.fill(read, (byte) 0);
    }
}
