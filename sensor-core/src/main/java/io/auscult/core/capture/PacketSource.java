package io.auscult.core.capture;

import java.io.IOException;
import java.util.List;

/**
 * Where packets come from: a capture file, several as one timeline, or interfaces. Used by the capture thread alone; counts, position,
 * notes and names of interfaces may be read by any thread and are those of the last block.
 */
public interface PacketSource extends AutoCloseable {
    /**
     * Fills the block with the next packets, at least one unless the source ended, (live) nothing came for
     * 10 ms, or a filter left all out.
     * A source that reads ahead keeps what did not fit. Damage ends the source: packets before it are delivered.
     *
     * @return false when nothing will follow; the block may still hold packets then
     * @throws IOException the source cannot be read any more (disk, device gone); what was delivered stays valid
     */
    boolean fill(PacketBlock block) throws IOException;

    /** Names of the interfaces, by the index that packets carry. May grow while reading. */
    List<String> interfaces();

    /** How the source ended, or {@link SourceEnd#OPEN} as long as it has not. */
    SourceEnd end();

    /** Where and why it ended early, in words for a person; empty when it ended well. */
    String endDetail();

    /** What a person should know though it is no end: files left out, rights that were missing. May grow. */
    default List<String> notes() {
        return List.of();
    }

    /** Bytes of input read and in all ({@code -1} where unknown), for a progress bar. */
    long position();

    long size();

    /** Packets lost before they reached us, as the kernel and the device say. Zero for files. */
    default long droppedByKernel() {
        return 0;
    }

    default long droppedByInterface() {
        return 0;
    }

    /** Packets that a filter in front of us left out; zero where the kernel filters. */
    default long filtered() {
        return 0;
    }

    /** Whether packets come as they happen, so that time passes even when none come. */
    default boolean isLive() {
        return false;
    }

    /** Asks a live source to end: {@link #fill} returns false soon after. May be called from any thread. */
    default void stop() {}

    @Override
    void close();
}
