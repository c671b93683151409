package io.auscult.core.evidence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts packets into a file that holds later ones already, each where it belongs, and comments to packets that are there. Of files and blocks that
 * {@link PcapngBlocks} wrote: one section, packets in ascending order.
 */
final class Amendment {
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private Amendment() {}

    private record Block(ByteBuffer bytes, int start, int length) {
        int type() {
            return bytes.getInt(start);
        }

        /** Of a packet: its number in the capture, the last of its options. */
        long number() {
            return bytes.getLong(start + length - 16);
        }

        /** Of a packet: where its comments begin. */
        int comments() {
            return start + 28 + (bytes.getInt(start + 20) + 3 & ~3);
        }

        int commentsLength() {
            return start + length - 20 - comments();
        }

        void copyTo(ByteBuffer out) {
            out.put(bytes.slice(start, length));
        }
    }

    /**
     * @param file all of it, little-endian
     * @param late descriptions of interfaces, which follow those in the file, and packets, ascending
     * @return the whole file as it should be
     */
    static ByteBuffer merge(ByteBuffer file, ByteBuffer late) {
        List<Block> was = blocks(file);
        List<Block> comes = blocks(late);
        ByteBuffer out =
                ByteBuffer.allocate(file.remaining() + late.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        was.getFirst().copyTo(out);
        was.stream().filter(block -> block.type() == INTERFACE_DESCRIPTION).forEach(block -> block.copyTo(out));
        comes.stream().filter(block -> block.type() == INTERFACE_DESCRIPTION).forEach(block -> block.copyTo(out));
        List<Block> packets = packets(was);
        int next = 0;
        for (Block packet : packets(comes)) {
            while (next < packets.size() && packets.get(next).number() < packet.number()) {
                packets.get(next++).copyTo(out);
            }
            if (next < packets.size() && packets.get(next).number() == packet.number()) {
                comment(packets.get(next++), packet, out);
            } else {
                packet.copyTo(out);
            }
        }
        while (next < packets.size()) {
            packets.get(next++).copyTo(out);
        }
        return out.flip();
    }

    private static List<Block> packets(List<Block> blocks) {
        return blocks.stream().filter(block -> block.type() == ENHANCED_PACKET).toList();
    }

    private static List<Block> blocks(ByteBuffer bytes) {
        List<Block> blocks = new ArrayList<>();
        for (int at = bytes.position(); at < bytes.limit(); ) {
            int length = bytes.getInt(at + 4);
            blocks.add(new Block(bytes, at, length));
            at += length;
        }
        return blocks;
    }

    /** The packet as it was, with what is to be said of it besides. */
    private static void comment(Block was, Block comes, ByteBuffer out) {
        int begin = out.position();
        int upTo = was.comments() + was.commentsLength() - was.start;
        out.put(was.bytes.slice(was.start, upTo));
        out.put(comes.bytes.slice(comes.comments(), comes.commentsLength()));
        out.put(was.bytes.slice(was.start + upTo, was.length - upTo));
        int length = out.position() - begin;
        out.putInt(begin + 4, length).putInt(out.position() - 4, length);
    }
}
