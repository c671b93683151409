package io.auscult.core.stream;

import io.auscult.core.protocol.ProtocolParser;
import java.util.Arrays;

/**
 * One direction of a stream: how far it was delivered, what waits for a hole, and what the parser has not eaten. At most
 * {@link ProtocolParser#MAX_KEPT} bytes are kept for the parser. Part of a {@link Session}.
 */
final class StreamSide {
    final HeldSegments held = new HeldSegments();
    /** Position of the next byte to deliver, relative to the stream's start; the first data byte is 1. */
    long next = 1;

    byte[] kept = new byte[0];

    int keptLength;

    void reset(SegmentPool pool) {
        held.clear(pool);
        next = 1;
        keptLength = 0;
        if (kept.length > 1 << 16) {
            kept = new byte[0]; // do not hoard what one large message needed
        }
    }

    /** Adds bytes behind those kept; false when that would be too many. */
    boolean keep(byte[] from, int offset, int length) {
        int total = keptLength + length;
        if (total > ProtocolParser.MAX_KEPT) {
            return false;
        }
        if (total > kept.length) {
            kept = Arrays.copyOf(
                    kept, Math.min(ProtocolParser.MAX_KEPT, Math.max(total, Math.max(1024, kept.length * 2))));
        }
        System.arraycopy(from, offset, kept, keptLength, length);
        keptLength = total;
        return true;
    }

    /** Drops the first bytes of those kept. */
    void eat(int length) {
        System.arraycopy(kept, length, kept, 0, keptLength - length);
        keptLength -= length;
    }
}
