package io.auscult.core.capture;

import java.util.Arrays;

/**
 * A numbered block of packets: one reused byte buffer and parallel arrays, owned by exactly one stage at a time (while lanes
 * read, nobody writes). Filled by a {@link PacketSource}: it puts bytes into {@link #bytes} and calls {@link #add}.
 * Full when {@link #hasRoom} says so; the source then goes on in the next block. After construction only the buffer of
 * joined datagrams may still grow, up to {@link #MAX_SIDE}.
 */
public final class PacketBlock {
    /** Bytes of the buffer that are meant to be filled. */
    public static final int CAPACITY = 1 << 20;
    /** The longest packet kept, libpcap's own limit; the buffer has room for one beyond {@link #CAPACITY}. */
    public static final int MAX_PACKET = 1 << 18;

    public static final int MAX_PACKETS = 1 << 11;

    /** Limit of the bytes of datagrams joined from fragments. */
    public static final int MAX_SIDE = 2 * CAPACITY;

    /** {@link #shard} of a packet that is done with: dropped, or a fragment whose datagram comes with a later packet. */
    public static final int NO_SHARD = -1;

    private final int capacity;
    private final byte[] bytes;
    private final int[] offset;
    private final int[] captured;
    private final int[] wire;
    private final long[] timestampNs;
    private final char[] linkType;
    private final char[] iface;
    private final byte[] shard;

    private final long[] tunnelParent;
    private final int[] tickBefore;
    private final long[] tickNs;
    private int[] joinedHeader = {}; // plus 1; 0 for packets as captured
    private byte[] side = {};
    private int sideEnd;
    private int joinedCount;

    private long number;
    private long firstPacket;
    private int count;
    private int tickCount;
    private long nowNs;
    private boolean last;
    private boolean collect;
    private long drainTo;

    /** A block of the pipeline. */
    public PacketBlock() {
        this(CAPACITY, CAPACITY + MAX_PACKET + 4096, MAX_PACKETS);
    }

    /** A small block to read ahead in, with nothing beyond what sources fill. */
    PacketBlock(int capacity, int packets) {
        this(capacity, capacity, packets);
    }

    private PacketBlock(int capacity, int length, int packets) {
        this.capacity = capacity;
        bytes = new byte[length];
        offset = new int[packets];
        captured = new int[packets];
        wire = new int[packets];
        timestampNs = new long[packets];
        linkType = new char[packets];
        iface = new char[packets];
        shard = new byte[packets];
        tunnelParent = new long[packets];
        tickBefore = new int[packets + 1];
        tickNs = new long[packets + 1];
    }

    /** Bytes of {@link #bytes} that a source may fill; what lies beyond belongs to the stages that follow. */
    public int capacity() {
        return capacity;
    }

    /** Empties the block. @param number of the block, from 0; @param firstPacket number of its first packet, from 1 */
    public void begin(long number, long firstPacket) {
        this.number = number;
        this.firstPacket = firstPacket;
        this.count = 0;
        this.tickCount = 0;
        this.last = false;
        this.collect = false;
        this.drainTo = 0;
        this.joinedCount = 0;
    }

    public boolean hasRoom() {
        return count < offset.length;
    }

    /**
     * Adds a packet whose bytes already lie in {@link #bytes}.
     *
     * @param offset of the link-layer header
     * @param captured bytes that are there, at most {@link #MAX_PACKET}
     * @param wire bytes it had on the wire
     * @param timestampNs nanoseconds since 1970
     * @param linkType LINKTYPE_ value as in capture files
     * @param iface index of the interface in {@link PacketSource#interfaces}
     */
    public void add(int offset, int captured, int wire, long timestampNs, int linkType, int iface) {
        int i = count++;
        this.offset[i] = offset;
        this.captured[i] = captured;
        this.wire[i] = wire;
        this.timestampNs[i] = timestampNs;
        this.linkType[i] = (char) linkType;
        this.iface[i] = (char) iface;
    }

    public long number() {
        return number;
    }

    /** Number of packet {@code i} in the whole capture, from 1 (EVE's {@code pcap_cnt}). */
    public long packetNumber(int i) {
        return firstPacket + i;
    }

    public int count() {
        return count;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int offset(int i) {
        return offset[i];
    }

    public int captured(int i) {
        return captured[i];
    }

    public int wire(int i) {
        return wire[i];
    }

    public long timestampNs(int i) {
        return timestampNs[i];
    }

    public int linkType(int i) {
        return linkType[i];
    }

    public int iface(int i) {
        return iface[i];
    }

    /** Which part of the state this packet belongs to; a lane owns whole shards. Set before the block is handed to lanes. */
    public int shard(int i) {
        return shard[i];
    }

    public void shard(int i, int value) {
        shard[i] = (byte) value;
    }

    /** Puts packet {@code from} in place of an earlier one, for a source that leaves packets out. */
    void move(int from, int to) {
        offset[to] = offset[from];
        captured[to] = captured[from];
        wire[to] = wire[from];
        timestampNs[to] = timestampNs[from];
        linkType[to] = linkType[from];
        iface[to] = iface[from];
    }

    /** Forgets all packets but the first {@code count}. */
    void truncate(int count) {
        this.count = count;
    }

    /** Bytes that packet {@code i} lies in: {@link #bytes}, or {@link #side} for a datagram joined from fragments. */
    public byte[] bytes(int i) {
        return joinedCount > 0 && joinedHeader[i] > 0 ? side : bytes;
    }

    /** Buffer of joined datagrams. It may be replaced by a larger one with the same content as long as the block is being decoded. */
    public byte[] side() {
        return side;
    }

    /** Room for {@code length} bytes in {@link #side}. @return where it begins, or -1 when it would grow beyond {@link #MAX_SIDE} */
    public int reserveSide(int length) {
        int at = joinedCount == 0 ? 0 : sideEnd;
        if (at + length > MAX_SIDE) {
            return -1;
        }
        if (at + length > side.length) {
            side = Arrays.copyOf(side, Math.min(MAX_SIDE, Math.max(2 * side.length, at + length)));
        }
        sideEnd = at + length;
        return at;
    }

    /**
     * Replaces packet {@code i} by a datagram joined from fragments, which lies in {@link #side}.
     *
     * @param ipHeader where in it the IP header lies whose datagram was joined; headers before it speak of the last fragment only
     */
    public void replace(int i, int offset, int length, int ipHeader) {
        if (joinedHeader.length == 0) {
            joinedHeader = new int[shard.length];
        } else if (joinedCount == 0) {
            Arrays.fill(joinedHeader, 0);
        }
        joinedCount++;
        this.offset[i] = offset;
        this.captured[i] = length;
        this.wire[i] = length;
        this.joinedHeader[i] = offset + ipHeader + 1;
    }

    /** Where in {@link #bytes(int)} the IP header of a joined datagram lies; 0 for a packet as captured. */
    public int joinedHeader(int i) {
        return joinedCount > 0 && joinedHeader[i] > 0 ? joinedHeader[i] - 1 : 0;
    }

    /** uid of the flow of the innermost tunnel around packet {@code i}, 0 for none. */
    public long tunnelParent(int i) {
        return tunnelParent[i];
    }

    public void tunnelParent(int i, long uid) {
        tunnelParent[i] = uid;
    }

    /** Notes that the clock enters another second just before packet {@code before} (which may be {@link #count}). */
    public void addTick(int before, long nowNs) {
        tickBefore[tickCount] = before;
        tickNs[tickCount++] = nowNs;
    }

    public int tickCount() {
        return tickCount;
    }

    public int tickBefore(int tick) {
        return tickBefore[tick];
    }

    public long tickNs(int tick) {
        return tickNs[tick];
    }

    /** Packet time after the last packet. */
    public void end(long nowNs) {
        this.nowNs = nowNs;
    }

    public long nowNs() {
        return nowNs;
    }

    /** No packet follows: lanes list the flows that are left. */
    public void markCollect() {
        collect = true;
    }

    public boolean isCollect() {
        return collect;
    }

    /** Lanes end the flows left that began before this packet; 0 for none. */
    public void drainTo(long packetNumber) {
        drainTo = packetNumber;
    }

    public long drainTo() {
        return drainTo;
    }

    /** Nothing follows this block. */
    public void markLast() {
        last = true;
    }

    public boolean isLast() {
        return last;
    }
}
