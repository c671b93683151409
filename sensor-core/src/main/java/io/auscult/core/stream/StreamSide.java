package io.auscult.core.stream;

import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.stream.HeldSegments.Segment;

/**
 * One direction of a stream: how far it was delivered, what waits for a hole, and what the parser has not eaten. At most
 * {@link ProtocolParser#MAX_KEPT} bytes are kept for the parser. Part of a {@link Session}.
 */
final class StreamSide {
    final HeldSegments held = new HeldSegments();
    /** Position of the next byte to deliver, relative to the stream's start; the first data byte is 1. */
    long next = 1;

    int keptLength;

    private Segment buffer; // of the kept bytes; null for none

    void reset(SegmentPool pool, SegmentPool buffers) {
        held.clear(pool);
        next = 1;
        drop(buffers);
    }

    byte[] kept() {
        return buffer.bytes;
    }

    /** Memory that the kept bytes take. */
    int keptMemory() {
        return buffer == null ? 0 : buffer.bytes.length;
    }

    /** Adds bytes behind those kept; false when that would be too many. */
    boolean keep(byte[] from, int offset, int length, SegmentPool buffers) {
        int total = keptLength + length;
        if (total > ProtocolParser.MAX_KEPT) {
            return false;
        }
        if (total > keptMemory()) {
            Segment larger = buffers.take(total);
            if (buffer != null) {
                System.arraycopy(buffer.bytes, 0, larger.bytes, 0, keptLength);
                buffers.give(buffer);
            }
            buffer = larger;
        }
        System.arraycopy(from, offset, buffer.bytes, keptLength, length);
        keptLength = total;
        return true;
    }

    /** Drops the first bytes of those kept. */
    void eat(int length, SegmentPool buffers) {
        keptLength -= length;
        if (keptLength == 0) {
            drop(buffers);
        } else {
            System.arraycopy(buffer.bytes, length, buffer.bytes, 0, keptLength);
        }
    }

    /** Drops all kept bytes. */
    void drop(SegmentPool buffers) {
        keptLength = 0;
        if (buffer != null) {
            buffers.give(buffer);
            buffer = null;
        }
    }
}
