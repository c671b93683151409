package io.auscult.core.stream;

import io.auscult.core.protocol.Expectations;

/** The memory of one shard's streams: segments out of order, bytes kept for parsers, who keeps much, and what
 * connections were announced. Owned by the shard's lane. */
final class StreamMemory {
    final SegmentPool held;
    final SegmentPool buffers = new SegmentPool(Integer.MAX_VALUE); // bounded by the keepers
    final Keepers keepers;
    final Expectations expectations = new Expectations();

    /** @param bound bytes of segments out of order; and as many of unfinished messages */
    StreamMemory(int bound) {
        held = new SegmentPool(bound);
        keepers = new Keepers(bound);
    }
}
