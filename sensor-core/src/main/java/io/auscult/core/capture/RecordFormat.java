package io.auscult.core.capture;

import java.util.List;

/**
 * How packets lie in a capture file. Walks whole records in place; keeps what earlier records said about later ones. A new
 * format is one more class here and one more magic number in {@link CaptureFiles}.
 */
sealed interface RecordFormat permits PcapFormat, PcapngFormat {
    /** The longest record that must lie in the buffer as a whole, bytes. */
    int MAX_RECORD = PacketBlock.MAX_PACKET + (1 << 16);

    /**
     * Adds the packets of {@code block.bytes()} from {@code from} to {@code to}, as long as the block has room.
     *
     * @return where the first record begins that is not whole, had no room, or is {@link #damage}
     */
    int scan(PacketBlock block, int from, int to);

    /** What is wrong with the record that {@link #scan} stopped at, for a person; empty while nothing is. */
    String damage();

    /** Whether the input may end after the last record that {@link #scan} walked. */
    boolean mayEnd();

    /** A wire length below the captured one is a mistake of the writer; over 2 GiB it is one too, but no reason to stop. */
    static int wireLength(int wire, int captured) {
        return wire < 0 ? Integer.MAX_VALUE : Math.max(wire, captured);
    }

    /** Names of the interfaces; may grow. Any thread may read. */
    List<String> interfaces();

    /** Packets that the kernel dropped, as the file tells. */
    default long droppedByKernel() {
        return 0;
    }

    /** Packets that the interface dropped, as the file tells. */
    default long droppedByInterface() {
        return 0;
    }
}
