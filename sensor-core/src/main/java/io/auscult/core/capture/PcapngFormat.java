package io.auscult.core.capture;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pcapng file format (draft-ietf-opsawg-pcapng): sections in either byte order, interfaces, packets in all three kinds of
 * blocks, statistics. Names, custom blocks and everything unknown are passed over; decryption secrets are wiped from the buffer.
 * <pre>
 *  | block type | total length | body ... | total length |
 * </pre>
 * Used by the capture thread alone. Allocates per interface and never per packet. Bounded by {@link #MAX_INTERFACES}; a file with
 * more is damaged.
 */
final class PcapngFormat implements RecordFormat {
    static final int SECTION_HEADER = 0x0A0D0D0A;
    static final int INTERFACE_DESCRIPTION = 1;
    static final int PACKET = 2; // obsolete, yet there
    static final int SIMPLE_PACKET = 3;
    static final int INTERFACE_STATISTICS = 5;
    static final int ENHANCED_PACKET = 6;
    static final int DECRYPTION_SECRETS = 10;
    static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    static final int MAX_INTERFACES = 65_535; // what a block of packets can number

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int HEAD = 8; // bytes before the body
    private static final int TAIL = 4; // bytes after it
    private static final int MAX_NAME = 255; // bytes
    private static final int MICROSECONDS = 6; // if_tsresol that is meant where none is given

    private final String fileName;
    private final List<String> names = Collections.synchronizedList(new ArrayList<>());
    private final List<String> namesSeenOutside = Collections.unmodifiableList(names);
    /** Interface number and name in a section, to its index: an interface that comes again in the next section is the same. */
    private final Map<String, Integer> indexes = new HashMap<>();

    private boolean inSection;
    private boolean bigEndian;
    private PcapngInterface[] interfaces = new PcapngInterface[1];
    private int interfaceCount;
    private long lastTimestampNs;
    private long endedSectionsDroppedByKernel;
    private long endedSectionsDroppedByInterface;

    /** Of a block that is passed over: what is left of its body, and the total length that must follow; 0 for no such block. */
    private long skip;

    private int skippedTotal;
    private boolean skippedSecret;

    private String damage = "";

    PcapngFormat(String fileName) {
        this.fileName = fileName;
    }

    static boolean isMagic(int firstBytes) {
        return firstBytes == SECTION_HEADER; // reads the same both ways
    }

    @Override
    public int scan(PacketBlock block, int from, int to) {
        byte[] bytes = block.bytes();
        int at = from;
        while (true) {
            if (skippedTotal != 0) {
                at = passOver(bytes, at, to);
                if (skippedTotal != 0) {
                    return at;
                }
            }
            if (to - at < HEAD + TAIL || !block.hasRoom()) {
                return at;
            }
            int type = getInt(bytes, at);
            if (type == SECTION_HEADER ? !readByteOrder(bytes, at) : !inSection) {
                damage = "no section header";
                return at;
            }
            long total = getInt(bytes, at + 4) & 0xFFFF_FFFFL;
            if (total < HEAD + minBody(type) + TAIL || (total & 3) != 0) {
                damage = "block length: " + total + " (expected: at least " + (HEAD + minBody(type) + TAIL)
                        + ", in steps of 4)";
                return at;
            }
            if (minBody(type) == 0) {
                beginSkip(type, total, total - HEAD - TAIL);
                at += HEAD;
                continue;
            }
            int whole = (int) Math.min(total, MAX_RECORD);
            if (to - at < whole) {
                return at;
            }
            boolean fits = total == whole;
            if (fits && getInt(bytes, at + whole - TAIL) != (int) total) {
                damage =
                        "block length: " + total + " at its begin, " + getInt(bytes, at + whole - TAIL) + " at its end";
                return at;
            }
            accept(block, type, at + HEAD, fits ? at + whole - TAIL : at + whole, total - HEAD - TAIL);
            if (!damage.isEmpty()) {
                return at;
            }
            at += whole;
            if (!fits) {
                beginSkip(type, total, total - whole - TAIL);
            }
        }
    }

    /** Bytes of body that a block of a type we read has at least; 0 for all that is passed over. */
    private static int minBody(int type) {
        return switch (type) {
            case SECTION_HEADER -> 16;
            case INTERFACE_DESCRIPTION -> 8;
            case PACKET, ENHANCED_PACKET -> 20;
            case SIMPLE_PACKET -> 4;
            case INTERFACE_STATISTICS -> 12;
            default -> 0;
        };
    }

    private void beginSkip(int type, long total, long length) {
        skip = length;
        skippedTotal = (int) total;
        skippedSecret = type == DECRYPTION_SECRETS;
    }

    private int passOver(byte[] bytes, int from, int to) {
        int n = (int) Math.min(skip, to - from);
        if (skippedSecret) {
            Arrays.fill(bytes, from, from + n, (byte) 0);
        }
        skip -= n;
        int at = from + n;
        if (skip > 0 || to - at < TAIL) {
            return at;
        }
        if (getInt(bytes, at) != skippedTotal) {
            damage = "block length: " + Integer.toUnsignedString(skippedTotal) + " at its begin, "
                    + Integer.toUnsignedString(getInt(bytes, at)) + " at its end";
            return at;
        }
        skippedTotal = 0;
        return at + TAIL;
    }

    private boolean readByteOrder(byte[] bytes, int at) {
        int magic = (int) INT.get(bytes, at + HEAD);
        bigEndian = magic == Integer.reverseBytes(BYTE_ORDER_MAGIC);
        return bigEndian || magic == BYTE_ORDER_MAGIC;
    }

    /** @param bodyLength as the block says; what lies beyond {@code end} is not there to be looked at */
    private void accept(PacketBlock block, int type, int body, int end, long bodyLength) {
        byte[] bytes = block.bytes();
        switch (type) {
            case SECTION_HEADER -> beginSection(bytes, body);
            case INTERFACE_DESCRIPTION -> describeInterface(bytes, body, end);
            case INTERFACE_STATISTICS -> readStatistics(bytes, body, end);
            case ENHANCED_PACKET -> {
                int id = getInt(bytes, body);
                addPacket(block, id, body, bodyLength);
            }
            case PACKET -> addPacket(block, getShort(bytes, body), body, bodyLength);
            default -> addSimplePacket(block, body, bodyLength);
        }
    }

    private void beginSection(byte[] bytes, int body) {
        int major = getShort(bytes, body + 4);
        if (major != 1) {
            damage = "pcapng version: " + major + " (expected: 1)";
            return;
        }
        endedSectionsDroppedByKernel = droppedByKernel();
        endedSectionsDroppedByInterface = droppedByInterface();
        Arrays.fill(interfaces, null);
        interfaceCount = 0;
        inSection = true;
    }

    /** Enhanced Packet Block and Packet Block: interface, timestamp high and low, captured length, wire length, bytes. */
    private void addPacket(PacketBlock block, int id, int body, long bodyLength) {
        if (id < 0 || id >= interfaceCount) {
            damage = "interface: " + Integer.toUnsignedString(id) + " (expected: less than " + interfaceCount + ")";
            return;
        }
        byte[] bytes = block.bytes();
        PcapngInterface iface = interfaces[id];
        long length = getInt(bytes, body + 12) & 0xFFFF_FFFFL;
        if (!isPossible(length, bodyLength - 20, iface)) {
            return;
        }
        long units = (long) getInt(bytes, body + 4) << 32 | getInt(bytes, body + 8) & 0xFFFF_FFFFL;
        lastTimestampNs = iface.timestampNs(units);
        add(block, body + 20, (int) length, getInt(bytes, body + 16), iface);
    }

    /** Simple Packet Block: wire length, bytes. It has no time; the latest one stands in. */
    private void addSimplePacket(PacketBlock block, int body, long bodyLength) {
        if (interfaceCount == 0) {
            damage = "simple packet block without an interface";
            return;
        }
        PcapngInterface iface = interfaces[0];
        int wire = getInt(block.bytes(), body);
        long length = wire & 0xFFFF_FFFFL;
        if (iface.snapLength != 0) {
            length = Math.min(length, iface.snapLength & 0xFFFF_FFFFL);
        }
        if (isPossible(length, bodyLength - 4, iface)) {
            add(block, body + 4, (int) length, wire, iface);
        }
    }

    private boolean isPossible(long length, long room, PcapngInterface iface) {
        long limit = LinkType.isLong(iface.linkType) ? room : Math.min(room, PacketBlock.MAX_PACKET);
        if (length > limit || length > Integer.MAX_VALUE) {
            damage = "captured length: " + length + " (expected: at most " + limit + ")";
            return false;
        }
        return true;
    }

    private void add(PacketBlock block, int data, int length, int wire, PcapngInterface iface) {
        int captured = Math.min(length, PacketBlock.MAX_PACKET);
        block.add(data, captured, RecordFormat.wireLength(wire, length), lastTimestampNs, iface.linkType, iface.index);
    }

    private void describeInterface(byte[] bytes, int body, int end) {
        String name = "";
        int resolution = MICROSECONDS;
        long offsetSeconds = 0;
        int option = body + 8;
        while (hasOption(bytes, option, end)) {
            int length = getShort(bytes, option + 2);
            switch (getShort(bytes, option)) {
                case 2 -> name = nameOf(bytes, option + 4, length);
                case 9 -> resolution = length == 1 ? bytes[option + 4] : resolution;
                case 14 -> offsetSeconds = length == 8 ? getLong(bytes, option + 4) : offsetSeconds;
                default -> {}
            }
            option = nextOption(option, length);
        }
        int index = indexOf(name);
        if (index == MAX_INTERFACES) {
            damage = "interfaces: more than " + MAX_INTERFACES;
        }
        if (!damage.isEmpty()) {
            return;
        }
        if (interfaceCount == interfaces.length) {
            interfaces = Arrays.copyOf(interfaces, interfaceCount * 2);
        }
        int linkType = LinkType.normal(getShort(bytes, body));
        interfaces[interfaceCount++] =
                new PcapngInterface(index, linkType, getInt(bytes, body + 4), resolution, offsetSeconds);
    }

    /** The index of the section's next interface, or {@link #MAX_INTERFACES} when there is no more room. */
    private int indexOf(String name) {
        String key = interfaceCount + " " + name;
        Integer known = indexes.get(key);
        if (known != null) {
            return known;
        }
        int index = names.size();
        if (index < MAX_INTERFACES) {
            indexes.put(key, index);
            names.add(!name.isEmpty() ? name : interfaceCount == 0 ? fileName : fileName + "#" + interfaceCount);
        }
        return index;
    }

    private void readStatistics(byte[] bytes, int body, int end) {
        int id = getInt(bytes, body);
        if (id < 0 || id >= interfaceCount) {
            return; // no packet hangs on it
        }
        int option = body + 12;
        while (hasOption(bytes, option, end)) {
            int length = getShort(bytes, option + 2);
            if (length == 8) {
                switch (getShort(bytes, option)) {
                    case 5 -> interfaces[id].droppedByInterface = getLong(bytes, option + 4);
                    case 7 -> interfaces[id].droppedByKernel = getLong(bytes, option + 4);
                    default -> {}
                }
            }
            option = nextOption(option, length);
        }
    }

    private boolean hasOption(byte[] bytes, int option, int end) {
        if (end - option < 4 || getShort(bytes, option) == 0) {
            return false;
        }
        int length = getShort(bytes, option + 2);
        if (length > end - option - 4) {
            damage = "option length: " + length + " (expected: at most " + (end - option - 4) + ")";
            return false;
        }
        return true;
    }

    private static int nextOption(int option, int length) {
        return option + 4 + (length + 3 & ~3);
    }

    /** What a hostile file calls an interface may reach a terminal: nothing that controls one gets through. */
    private static String nameOf(byte[] bytes, int from, int length) {
        String text = new String(bytes, from, Math.min(length, MAX_NAME), StandardCharsets.UTF_8);
        int nul = text.indexOf('\0');
        return (nul < 0 ? text : text.substring(0, nul)).replaceAll("\\p{C}", "?");
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

    private long getLong(byte[] bytes, int at) {
        long first = getInt(bytes, at) & 0xFFFF_FFFFL;
        long second = getInt(bytes, at + 4) & 0xFFFF_FFFFL;
        return bigEndian ? first << 32 | second : second << 32 | first;
    }

    @Override
    public String damage() {
        return damage;
    }

    @Override
    public boolean mayEnd() {
        return inSection && skippedTotal == 0;
    }

    @Override
    public List<String> interfaces() {
        return namesSeenOutside;
    }

    @Override
    public long droppedByKernel() {
        long sum = endedSectionsDroppedByKernel;
        for (int i = 0; i < interfaceCount; i++) {
            sum += interfaces[i].droppedByKernel;
        }
        return sum;
    }

    @Override
    public long droppedByInterface() {
        long sum = endedSectionsDroppedByInterface;
        for (int i = 0; i < interfaceCount; i++) {
            sum += interfaces[i].droppedByInterface;
        }
        return sum;
    }
}
