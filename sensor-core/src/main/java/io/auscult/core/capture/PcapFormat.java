package io.auscult.core.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The pcap file format (draft-ietf-opsawg-pcap), both byte orders, micro- and nanoseconds, and its relatives in the wild:
 * Kuznetsov's longer record header, Navtel's and Ixia's magic numbers, and the swapped lengths of files before version 2.4.
 * <pre>
 *  | magic | major.minor | zone | accuracy | snaplen | link type |         file header, 24 bytes
 *  | seconds | fraction | captured | wire | bytes ...                      record header, 16 bytes (Kuznetsov: 24)
 * </pre>
 * Used by the capture thread alone. Never allocates after construction.
 */
final class PcapFormat implements RecordFormat {
    static final int MICROSECONDS = 0xA1B2C3D4;
    static final int NANOSECONDS = 0xA1B23C4D;
    static final int KUZNETSOV = 0xA1B2CD34;
    static final int NAVTEL = 0xA12B3C4D;
    static final int IXIA_HARDWARE = 0x1C0001AC;
    static final int IXIA_SOFTWARE = 0x1C0001AB;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FILE_HEADER = 24; // bytes
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final List<String> interfaces;
    private final boolean bigEndian;
    private final int fileHeaderLength;
    private final int recordHeaderLength;
    private final int nsPerFraction;

    private boolean begun;
    private int linkType;
    /** 0: as today; below: swapped; above: swapped where captured is over wire. */
    private int lengthsSwapped;
    /** Bytes of a cut packet still to be passed over. */
    private int skip;

    private String damage = "";

    private PcapFormat(String name, int magic, boolean bigEndian) {
        this.interfaces = List.of(name);
        this.bigEndian = bigEndian;
        this.fileHeaderLength = magic == IXIA_HARDWARE || magic == IXIA_SOFTWARE ? FILE_HEADER + 4 : FILE_HEADER;
        this.recordHeaderLength = magic == KUZNETSOV ? 24 : 16;
        this.nsPerFraction = magic == NANOSECONDS || magic == IXIA_SOFTWARE ? 1 : 1000;
    }

    /** The reader for a file that begins with these four bytes (taken as little endian), or null when it is none of pcap. */
    static PcapFormat of(int firstBytes, String name) {
        if (isMagic(firstBytes)) {
            return new PcapFormat(name, firstBytes, false);
        }
        int swapped = Integer.reverseBytes(firstBytes);
        return isMagic(swapped) ? new PcapFormat(name, swapped, true) : null;
    }

    private static boolean isMagic(int magic) {
        return switch (magic) {
            case MICROSECONDS, NANOSECONDS, KUZNETSOV, NAVTEL, IXIA_HARDWARE, IXIA_SOFTWARE -> true;
            default -> false;
        };
    }

    @Override
    public int scan(PacketBlock block, int from, int to) {
        byte[] bytes = block.bytes();
        int at = from;
        if (!begun) {
            if (to - at < fileHeaderLength) {
                return at;
            }
            begin(bytes, at);
            at += fileHeaderLength;
        }
        while (true) {
            if (skip > 0) {
                int n = Math.min(skip, to - at);
                skip -= n;
                at += n;
            }
            if (to - at < recordHeaderLength || !block.hasRoom()) {
                return at;
            }
            int first = getInt(bytes, at + 8);
            int second = getInt(bytes, at + 12);
            boolean swap = lengthsSwapped != 0 && (lengthsSwapped < 0 || Integer.compareUnsigned(first, second) > 0);
            int length = swap ? second : first;
            int wire = swap ? first : second;
            int captured = length;
            if (Integer.compareUnsigned(length, PacketBlock.MAX_PACKET) > 0) {
                if (length < 0 || !LinkType.isLong(linkType)) {
                    damage = "captured length: " + Integer.toUnsignedString(length) + " (expected: at most "
                            + PacketBlock.MAX_PACKET + ")";
                    return at;
                }
                captured = PacketBlock.MAX_PACKET;
            }
            int data = at + recordHeaderLength;
            if (captured > to - data) {
                return at;
            }
            long seconds = getInt(bytes, at) & 0xFFFF_FFFFL;
            long fraction = getInt(bytes, at + 4) & 0xFFFF_FFFFL;
            block.add(
                    data,
                    captured,
                    RecordFormat.wireLength(wire, length),
                    seconds * NS_PER_SECOND + fraction * nsPerFraction,
                    linkType,
                    0);
            at = data + captured;
            skip = length - captured;
        }
    }

    private void begin(byte[] bytes, int at) {
        begun = true;
        int major = getShort(bytes, at + 4);
        int minor = getShort(bytes, at + 6);
        // As libpcap reads them: versions before 2.3 and DG/UX's 543 have the lengths the other way round, 2.3 may
        // have.
        lengthsSwapped = major == 543 || (major == 2 && minor < 3) ? -1 : major == 2 && minor == 3 ? 1 : 0;
        linkType = LinkType.normal(getInt(bytes, at + 20));
    }

    private int getInt(byte[] bytes, int at) {
        int value = (int) INT.get(bytes, at);
        return bigEndian ? Integer.reverseBytes(value) : value;
    }

    private int getShort(byte[] bytes, int at) {
        int low = bytes[at] & 0xFF;
        int high = bytes[at + 1] & 0xFF;
        return bigEndian ? low << 8 | high : high << 8 | low;
    }

    @Override
    public String damage() {
        return damage;
    }

    @Override
    public boolean mayEnd() {
        return begun && skip == 0;
    }

    @Override
    public List<String> interfaces() {
        return interfaces;
    }
}
