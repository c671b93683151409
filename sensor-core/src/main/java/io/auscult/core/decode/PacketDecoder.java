package io.auscult.core.decode;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.event.EventWriter;

/**
 * Reads the headers of a packet, outermost to innermost, into a {@link Packet}. Whatever the bytes are, it neither throws nor
 * allocates: what cannot be read is {@link Packet.Type#DROPPED} for a counted reason, what is odd is a named anomaly.
 * Lives on one thread.
 *
 * <p>It counts each packet it drops ({@code packets_dropped_*}), and {@code packets_not_ip}, {@code tunnelled_packets},
 * {@code checksum_bad_*}; the caller counts {@code packets_received}, {@code packets_cut} and, for every packet that comes back neither
 * {@link Packet.Type#DROPPED} nor {@link Packet.Type#FRAGMENT}, {@code packets_processed}. Fragments that waited are counted as processed
 * when their datagram is joined, as dropped when it is given up, at {@link #end} at the latest.
 *
 * <p>A datagram joined from fragments takes the place of its last fragment in the block ({@link PacketBlock#replace}), where a
 * {@link #second} decoder finds it; packets that need no second look get {@link PacketBlock#NO_SHARD}.
 */
public final class PacketDecoder {
    /** What a layer answers when nothing follows. */
    static final int DONE = -1;
    /** What the IP layer answers when a datagram became whole: it lies in the block instead of its last fragment, to be read anew. */
    static final int RESTART = -3;

    /** Datagrams in fragments inside datagrams in fragments. */
    private static final int MAX_JOINS = 4;

    private final Counters counters;
    private final FragmentJoiner joiner; // null in a second decoder
    private final DuplicateFilter duplicates; // null when nothing is left out
    private final LinkTypeCounts unknownLinkTypes = new LinkTypeCounts();
    private final AnomalyReport report;
    private final Cursor cursor = new Cursor();
    private final LinkDecoder links;
    private final IpDecoder ips;
    private final ArpMessage arp = new ArpMessage();

    public PacketDecoder(Counters counters, DecodeSettings settings) {
        this(counters, settings, true);
    }

    private PacketDecoder(Counters counters, DecodeSettings settings, boolean first) {
        this.counters = counters;
        this.report = new AnomalyReport(counters, !first);
        this.links = new LinkDecoder(report);
        this.duplicates = first && settings.dropDuplicates() ? new DuplicateFilter(settings.duplicateWindowNs()) : null;
        this.joiner = first ? new FragmentJoiner(settings, duplicates, report, counters) : null;
        this.ips = new IpDecoder(report, new TransportDecoder(report, settings), joiner);
    }

    /**
     * A decoder for packets that another one has already decoded and left in their block: it knows of no fragments or second copies, and
     * counts and reports nothing.
     */
    public static PacketDecoder second(Counters counters, DecodeSettings settings) {
        return new PacketDecoder(counters, settings, false);
    }

    /**
     * Decodes packet {@code i} of the block into {@code out}.
     *
     * @param weird where anomalies are written; the caller has said {@link EventWriter#at} which packet this is, and no connection
     */
    public void decode(PacketBlock block, int i, Packet out, EventWriter weird) {
        report.begin(weird, block.timestampNs(i));
        if (joiner != null) {
            joiner.at(block, i);
        }
        if (duplicates != null) {
            duplicates.at(block);
        }
        int joins = 0;
        while (walk(block, i, out) == RESTART) {
            if (++joins == MAX_JOINS) {
                report.malformed(out, Anomaly.TUNNEL_DEPTH);
                break;
            }
        }
        if (duplicates != null
                && joins == 0
                && out.type.ordinal() <= Packet.Type.OTHER_IP.ordinal()
                && duplicates.isCopy(out, out.transportOffset, false)) {
            out.type = Packet.Type.DROPPED;
            out.dropReason = Counter.PACKETS_DROPPED_DUPLICATE;
        }
        if (out.type.ordinal() <= Packet.Type.NOT_IP.ordinal()) {
            FlowHash.set(out);
        }
        if (joiner != null) {
            count(out);
            if (out.type == Packet.Type.FRAGMENT || out.type == Packet.Type.DROPPED) {
                block.shard(i, PacketBlock.NO_SHARD);
            }
        }
    }

    /** No packet will follow: fragments that still wait are dropped and counted. */
    public void end() {
        joiner.table().clear();
    }

    /** Fragments that wait for others: received, but neither processed nor dropped yet. */
    public int heldFragments() {
        return joiner.table().heldFragments();
    }

    /** Link types that came and are not understood, with the number of packets. */
    public LinkTypeCounts unknownLinkTypes() {
        return unknownLinkTypes;
    }

    private int walk(PacketBlock block, int i, Packet out) {
        clear(out);
        out.index = i;
        out.number = block.packetNumber(i);
        out.timestampNs = block.timestampNs(i);
        out.iface = block.iface(i);
        out.bytes = block.bytes(i);
        cursor.wrap(out.bytes, block.offset(i), block.captured(i), block.wire(i), block.joinedHeader(i));
        int linkType = block.linkType(i);
        int next = linkType == LinkType.ETHERNET ? links.ethernet(cursor, out) : links.open(linkType, cursor, out);
        if (next == EtherType.IPV4) { // nearly always
            next = ips.ipv4(cursor, out);
        } else if (next == LinkDecoder.UNKNOWN_LINK) {
            return unknownLink(linkType, out);
        }
        while (next >= 0) {
            next = switch (links.resolve(next, cursor, out)) {
                case EtherType.IPV4 -> ips.ipv4(cursor, out);
                case EtherType.IPV6 -> ips.ipv6(cursor, out);
                case EtherType.ARP -> arp(out);
                case DONE -> DONE;
                default -> notIp(out);
            };
        }
        return next;
    }

    private int unknownLink(int linkType, Packet out) {
        unknownLinkTypes.increment(linkType);
        report.add(Anomaly.UNKNOWN_LINK_TYPE);
        out.type = Packet.Type.DROPPED;
        out.dropReason = Counter.PACKETS_DROPPED_LINK_TYPE;
        return DONE;
    }

    private int arp(Packet out) {
        if (!arp.wrap(cursor.bytes, cursor.at, cursor.available())) {
            return report.malformed(out, Anomaly.TRUNCATED_ARP);
        }
        out.type = Packet.Type.ARP;
        out.srcLow = ipv4(arp.senderAddress());
        out.dstLow = ipv4(arp.targetAddress());
        out.srcHigh = 0;
        out.dstHigh = 0;
        out.payloadOffset = cursor.at;
        out.payloadLength = ArpMessage.LENGTH;
        out.payloadCaptured = ArpMessage.LENGTH;
        if (out.srcMac != 0 && out.srcMac != arp.senderMac()) {
            report.add(Anomaly.MAC_SPOOF);
        }
        return DONE;
    }

    private int notIp(Packet out) {
        out.type = Packet.Type.NOT_IP;
        out.payloadOffset = cursor.at;
        out.payloadLength = Math.max(0, cursor.remaining());
        out.payloadCaptured = Math.max(0, cursor.available());
        return DONE;
    }

    private void count(Packet out) {
        switch (out.type) {
            case DROPPED -> counters.increment(out.dropReason);
            case NOT_IP -> counters.increment(Counter.PACKETS_NOT_IP);
            default -> {}
        }
        if (out.tunnelCount > 0) {
            counters.increment(Counter.TUNNELLED_PACKETS);
        }
        if (out.ipChecksumBad) {
            counters.increment(Counter.CHECKSUM_BAD_IP);
        }
        if (out.transportChecksumBad) {
            counters.increment(Counter.CHECKSUM_BAD_TRANSPORT);
        }
    }

    private static long ipv4(int address) {
        return 0x0000_FFFF_0000_0000L | address & 0xFFFF_FFFFL;
    }

    private static void clear(Packet p) {
        p.type = Packet.Type.DROPPED;
        p.dropReason = null;
        p.srcMac = 0;
        p.dstMac = 0;
        p.vlan = 0;
        p.innerVlan = 0;
        p.srcHigh = 0;
        p.srcLow = 0;
        p.dstHigh = 0;
        p.dstLow = 0;
        p.proto = 0;
        p.ipVersion = 0;
        p.ttl = 0;
        p.ipId = 0;
        p.ipLength = 0;
        p.ipOffset = 0;
        p.transportOffset = 0;
        p.srcPort = 0;
        p.dstPort = 0;
        p.sequence = 0;
        p.acknowledgment = 0;
        p.flags = 0;
        p.window = 0;
        p.urgentPointer = 0;
        p.optionsOffset = 0;
        p.optionsLength = 0;
        p.payloadOffset = 0;
        p.payloadLength = 0;
        p.payloadCaptured = 0;
        p.ipChecksumBad = false;
        p.transportChecksumBad = false;
        p.pairHash = 0;
        p.flowHash = 0;
        p.tunnelCount = 0;
        p.tunnelParent = 0;
    }
}
