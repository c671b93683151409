package io.auscult.core.stream;

import io.auscult.core.protocol.file.FileSettings;

/**
 * Bounds of reassembly, and what is done with what was put together.
 *
 * @param policy who wins an overlap
 * @param heldPerStream bytes held out of order for one direction, a segment counting as 512 at least; at the bound the hole is given up and reported as a gap
 * @param heldInAll bytes held out of order in all, divided over the shards; at the bound a new segment is dropped and counted; as much
 *     again for unfinished messages of flows that keep much, at the bound the first of them gives up its parser
 * @param files what is done with their content
 */
public record StreamSettings(OverlapPolicy policy, int heldPerStream, int heldInAll, FileSettings files) {
    /** All digests of files, and none of their content is passed on. */
    public StreamSettings(OverlapPolicy policy, int heldPerStream, int heldInAll) {
        this(policy, heldPerStream, heldInAll, FileSettings.DEFAULT);
    }

    public static StreamSettings defaults() {
        return new StreamSettings(OverlapPolicy.LINUX, 1 << 20, 1 << 26);
    }

    public StreamSettings withFiles(FileSettings files) {
        return new StreamSettings(policy, heldPerStream, heldInAll, files);
    }
}
