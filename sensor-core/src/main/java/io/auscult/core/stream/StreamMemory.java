package io.auscult.core.stream;

import io.auscult.core.protocol.Expectations;
import io.auscult.core.protocol.file.FileRoom;
import io.auscult.core.protocol.file.FileSettings;

/** The memory of one shard's streams: segments out of order, bytes kept for parsers, who keeps much, what
 * connections were announced, and what hashes files. Owned by the shard's lane. */
final class StreamMemory {
    final SegmentPool held;
    final SegmentPool buffers = new SegmentPool(Integer.MAX_VALUE); // bounded by the keepers
    final Keepers keepers;
    final Expectations expectations = new Expectations();
    final FileRoom files;

    /** @param bound bytes of segments out of order; and as many of unfinished messages @param files what is done with their content */
    StreamMemory(int bound, FileSettings files) {
        this.files = new FileRoom(files);
        held = new SegmentPool(bound);
        keepers = new Keepers(bound);
    }
}
