package io.auscult.core.evidence;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Counter;
import io.auscult.core.decode.FlowHash;
import io.auscult.core.decode.Packet;
import io.auscult.core.decode.PacketTap;
import java.nio.ByteBuffer;

/**
 * The last packets, as captured, in one array, the oldest overwritten first. The capture thread fills it; the detect thread reads it without locks: what it may
 * see ends with the block whose events it has ({@link #settle}), and begins so much later than the oldest bytes that the capture thread, which is at most
 * {@link #AHEAD} blocks ahead of it, never writes there. Blocks are handed from thread to thread in between, so what was
 * written is seen. For the same packets it holds the same at every settled block, whatever the threads do.
 */
final class PacketRing implements PacketTap {
    /** Blocks that may be filled while the detect thread is still at work with one; the pipeline has four on their way. */
    static final int AHEAD = 5;

    /** {@link #ports} of a packet that has none, or whose ports are not known. */
    static final int NO_PORTS = -1;
    /** {@link #ports} of an ARP message; its {@link #flow} is that of its sender's hardware address. */
    static final int ARP = -2;

    private static final int SPARE_BYTES = AHEAD * PacketBlock.CAPACITY + 2 * PacketBlock.MAX_PACKET;
    private static final int SPARE_SLOTS = AHEAD * PacketBlock.MAX_PACKETS;
    private static final int SLOT_BYTES = 52; // of all arrays by slot together
    private static final int BLOCKS = 8; // a power of two above AHEAD

    private final int snaplen;
    private final byte[] bytes;
    private final int mask;
    private final long[] position; // of the first byte, counted from the beginning of time
    private final long[] timestampNs;
    private final long[] src;
    private final long[] dst;
    private final int[] flow;
    private final int[] ports;
    private final int[] kept;
    private final int[] wire;
    private final char[] linkType;
    private final char[] iface;
    private final long[] lastOfBlock = new long[BLOCKS];

    // of the capture thread
    private long nextPosition;
    private int at;

    // of the detect thread
    private long blocks;
    private long tail = 1;
    private long end;

    PacketRing(long memoryBytes, int snaplen) {
        this.snaplen = snaplen;
        int slots = Integer.highestOneBit((int) (memoryBytes / 512) + SPARE_SLOTS - 1) << 1;
        mask = slots - 1;
        bytes = new byte[(int) Math.max(2 * SPARE_BYTES, memoryBytes - (long) slots * SLOT_BYTES)];
        position = new long[slots];
        timestampNs = new long[slots];
        src = new long[slots];
        dst = new long[slots];
        flow = new int[slots];
        ports = new int[slots];
        kept = new int[slots];
        wire = new int[slots];
        linkType = new char[slots];
        iface = new char[slots];
    }

    @Override
    public void onBlock(PacketBlock block) {
        int count = block.count();
        int slot = (int) block.packetNumber(0) & mask;
        byte[] from = block.bytes();
        for (int i = 0; i < count; i++) {
            int length = Math.min(block.captured(i), snaplen);
            if (at + length > bytes.length) {
                nextPosition += bytes.length - at;
                at = 0;
            }
            System.arraycopy(from, block.offset(i), bytes, at, length);
            position[slot] = nextPosition;
            timestampNs[slot] = block.timestampNs(i);
            kept[slot] = length;
            wire[slot] = block.wire(i);
            linkType[slot] = (char) block.linkType(i);
            iface[slot] = (char) block.iface(i);
            at += length;
            nextPosition += length;
            slot = slot + 1 & mask;
        }
        lastOfBlock[(int) block.number() & BLOCKS - 1] = block.packetNumber(count) - 1;
    }

    @Override
    public void onPacket(Packet p) {
        int slot = (int) p.number & mask;
        boolean isCopy = p.dropReason == Counter.PACKETS_DROPPED_DUPLICATE;
        src[slot] = isCopy ? 0 : FlowHash.address(p.srcHigh, p.srcLow);
        dst[slot] = isCopy ? 0 : FlowHash.address(p.dstHigh, p.dstLow);
        switch (p.type) {
            case TCP, UDP, SCTP -> {
                flow[slot] = p.flowHash;
                ports[slot] = p.srcPort << 16 | p.dstPort;
            }
            case ARP -> {
                flow[slot] = hardware(p.srcMac);
                ports[slot] = ARP;
            }
            case ICMP, OTHER_IP -> {
                flow[slot] = p.flowHash;
                ports[slot] = NO_PORTS;
            }
            default -> {
                flow[slot] = 0;
                ports[slot] = NO_PORTS;
            }
        }
    }

    /** Stands for a hardware address. */
    static int hardware(long mac) {
        return (int) (FlowHash.address(mac, mac) >>> 32);
    }

    /** The detect thread is through with the events of one more block: its packets may be seen, and the oldest not any more. */
    void settle() {
        end = lastOfBlock[(int) blocks++ & BLOCKS - 1];
        if (end < tail) {
            return; // no packet yet
        }
        long oldest = position[slot(end)] + kept[slot(end)] - (bytes.length - SPARE_BYTES);
        tail = Math.max(tail, end + 1 - (mask + 1 - SPARE_SLOTS));
        while (position[slot(tail)] < oldest) {
            tail++;
        }
    }

    /** Number of the oldest packet that is held; more than {@link #end} when there is none. */
    long tail() {
        return tail;
    }

    /** Number of the latest packet. */
    long end() {
        return end;
    }

    /** How many numbers have a slot of their own, a power of two. */
    int slots() {
        return mask + 1;
    }

    /** Where what is known of a packet lies. */
    int slot(long number) {
        return (int) number & mask;
    }

    long timestampNs(int slot) {
        return timestampNs[slot];
    }

    /** Stands for its source address, as {@link FlowHash#address} makes it. */
    long src(int slot) {
        return src[slot];
    }

    long dst(int slot) {
        return dst[slot];
    }

    /** Stands for its flow in both directions; 0 when it belongs to none. */
    int flow(int slot) {
        return flow[slot];
    }

    /** Source port in the upper half, destination port in the lower. */
    int ports(int slot) {
        return ports[slot];
    }

    /** Bytes kept. */
    int kept(int slot) {
        return kept[slot];
    }

    /** Bytes on the wire. */
    int wire(int slot) {
        return wire[slot];
    }

    int linkType(int slot) {
        return linkType[slot];
    }

    int iface(int slot) {
        return iface[slot];
    }

    /** Puts the first {@code length} bytes of a packet. */
    void copy(int slot, int length, ByteBuffer to) {
        to.put(bytes, (int) (position[slot] % bytes.length), length);
    }
}
