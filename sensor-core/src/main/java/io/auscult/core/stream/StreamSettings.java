package io.auscult.core.stream;

import io.auscult.core.protocol.file.WantedFiles;

/**
 * Bounds of reassembly, and what is passed on of what was put together.
 *
 * @param policy who wins an overlap
 * @param heldPerStream bytes held out of order for one direction, a segment counting as 512 at least; at the bound the hole is given up and reported as a gap
 * @param heldInAll bytes held out of order in all, divided over the shards; at the bound a new segment is dropped and counted; as much
 *     again for unfinished messages of flows that keep much, at the bound the first of them gives up its parser
 * @param files whose content is passed on
 */
public record StreamSettings(OverlapPolicy policy, int heldPerStream, int heldInAll, WantedFiles files) {
    /** No content of files is passed on. */
    public StreamSettings(OverlapPolicy policy, int heldPerStream, int heldInAll) {
        this(policy, heldPerStream, heldInAll, WantedFiles.NONE);
    }

    public static StreamSettings defaults() {
        return new StreamSettings(OverlapPolicy.LINUX, 1 << 20, 1 << 26);
    }

    public StreamSettings withFiles(WantedFiles files) {
        return new StreamSettings(policy, heldPerStream, heldInAll, files);
    }
}
