package io.auscult.core.stream;

/** The memory of one shard's streams: segments out of order, bytes kept for parsers, and who keeps much. Owned by the shard's lane. */
final class StreamMemory {
    final SegmentPool held;
    final SegmentPool buffers = new SegmentPool(Integer.MAX_VALUE); // bounded by the keepers
    final Keepers keepers;

    /** @param bound bytes of segments out of order; and as many of unfinished messages */
    StreamMemory(int bound) {
        held = new SegmentPool(bound);
        keepers = new Keepers(bound);
    }
}
