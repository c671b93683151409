package io.auscult.core.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes blocks of a pcapng file (draft-ietf-opsawg-pcapng), little-endian, into a buffer with room for them.
 * <pre>
 *  | block type | total length | body ... | options ... | total length |
 * </pre>
 */
final class PcapngBlocks {
    /** Bytes of a packet's block beside the packet and its comments, at most. */
    static final int PACKET_OVERHEAD = 64;
    /** Bytes of a comment, at most; a longer one is cut. */
    static final int MAX_COMMENT = 1024;

    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int INTERFACE_DESCRIPTION = 1;
    private static final int ENHANCED_PACKET = 6;

    private static final int OPT_END = 0;
    private static final int OPT_COMMENT = 1;
    private static final int IF_NAME = 2;
    private static final int SHB_USERAPPL = 4;
    private static final int EPB_PACKETID = 5;
    private static final int IF_TSRESOL = 9;
    private static final byte NANOSECONDS = 9;
    private static final int MAX_NAME = 255;

    private PcapngBlocks() {}

    static void sectionHeader(ByteBuffer out, String program, List<String> comments) {
        int start = begin(out, SECTION_HEADER);
        out.putInt(BYTE_ORDER_MAGIC).putShort((short) 1).putShort((short) 0).putLong(-1);
        for (String comment : comments) {
            option(out, OPT_COMMENT, comment, MAX_COMMENT);
        }
        option(out, SHB_USERAPPL, program, MAX_NAME);
        end(out, start);
    }

    static void interfaceDescription(ByteBuffer out, int linkType, int snaplen, String name) {
        int start = begin(out, INTERFACE_DESCRIPTION);
        out.putShort((short) linkType).putShort((short) 0).putInt(snaplen);
        option(out, IF_NAME, name, MAX_NAME);
        out.putShort((short) IF_TSRESOL).putShort((short) 1).put(NANOSECONDS);
        pad(out);
        end(out, start);
    }

    /**
     * A packet of the ring.
     *
     * @param iface counted in this section
     * @param number of it in the capture
     * @param limit of its bytes
     * @return bytes that the comments take
     */
    static int packet(
            ByteBuffer out, PacketRing ring, int slot, int iface, long number, int limit, List<String> comments) {
        int start = begin(out, ENHANCED_PACKET);
        long ns = ring.timestampNs(slot);
        out.putInt(iface).putInt((int) (ns >>> 32)).putInt((int) ns);
        int length = Math.min(limit, ring.kept(slot));
        out.putInt(length).putInt(ring.wire(slot));
        ring.copy(slot, length, out);
        pad(out);
        int before = out.position();
        for (String comment : comments) {
            option(out, OPT_COMMENT, comment, MAX_COMMENT);
        }
        int commented = out.position() - before;
        out.putShort((short) EPB_PACKETID).putShort((short) 8).putLong(number);
        end(out, start);
        return commented;
    }

    private static int begin(ByteBuffer out, int type) {
        int start = out.position();
        out.putInt(type).putInt(0);
        return start;
    }

    private static void end(ByteBuffer out, int start) {
        out.putShort((short) OPT_END).putShort((short) 0);
        int length = out.position() - start + 4;
        out.putInt(length).putInt(start + 4, length);
    }

    private static void option(ByteBuffer out, int code, String text, int limit) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, limit);
        while (length < bytes.length && (bytes[length] & 0xC0) == 0x80) {
            length--; // not in the midst of a character
        }
        out.putShort((short) code).putShort((short) length).put(bytes, 0, length);
        pad(out);
    }

    /** Blocks begin at multiples of four, and so do the parts of a block. */
    private static void pad(ByteBuffer out) {
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }
}
