package io.auscult.core.decode;

import static io.auscult.core.decode.PacketDecoder.DONE;
import static io.auscult.core.decode.PacketDecoder.RESTART;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;

/**
 * Takes fragments to the {@link FragmentTable} and puts datagrams that became whole in the place of their last fragment, in the block's
 * side buffer. One per first decoder.
 */
final class FragmentJoiner {
    private final FragmentTable table;
    private final DuplicateFilter duplicates; // null when nothing is left out
    private final Fragment fragment = new Fragment();
    private final AnomalyReport report;
    private final Counters counters;
    private PacketBlock block;
    private int index;

    FragmentJoiner(DecodeSettings settings, DuplicateFilter duplicates, AnomalyReport report, Counters counters) {
        this.duplicates = duplicates;
        this.table = new FragmentTable(settings, report, counters);
        this.report = report;
        this.counters = counters;
    }

    void at(PacketBlock block, int index) {
        this.block = block;
        this.index = index;
    }

    FragmentTable table() {
        return table;
    }

    /** The cursor stands behind the IPv4 header. @return DONE or RESTART */
    int ipv4(Cursor c, Packet p, Ipv4Header header) {
        int field = header.fragmentField();
        fragment.proto = p.proto;
        fragment.id = p.ipId;
        fragment.offset = (field & Ipv4Header.FRAGMENT_OFFSET) << 3;
        fragment.more = (field & Ipv4Header.MORE_FRAGMENTS) != 0;
        fragment.headersEnd = c.at;
        fragment.nextHeaderOffset = 0;
        fragment.nextHeader = 0;
        return join(c, p);
    }

    /** The cursor stands on the fragment header. @param nextHeaderOffset where its number stands. @return DONE or RESTART */
    int ipv6(Cursor c, Packet p, Ipv6Extension header, int nextHeaderOffset) {
        fragment.proto = 0;
        fragment.id = header.identification();
        fragment.offset = header.fragmentOffset();
        fragment.more = header.moreFragments();
        fragment.headersEnd = c.at;
        fragment.nextHeaderOffset = nextHeaderOffset;
        fragment.nextHeader = header.nextHeader();
        c.at += header.headerLength();
        return join(c, p);
    }

    private int join(Cursor c, Packet p) {
        if (duplicates != null && block.joinedHeader(index) == 0 && duplicates.isCopy(p, c.at, true)) {
            p.type = Packet.Type.DROPPED;
            p.dropReason = Counter.PACKETS_DROPPED_DUPLICATE;
            return DONE;
        }
        Fragment f = fragment;
        f.bytes = c.bytes;
        f.linkType = block.linkType(index);
        f.timestampNs = p.timestampNs;
        f.srcHigh = p.srcHigh;
        f.srcLow = p.srcLow;
        f.dstHigh = p.dstHigh;
        f.dstLow = p.dstLow;
        f.ipVersion = p.ipVersion;
        f.frameOffset = c.start;
        f.ipOffset = p.ipOffset;
        f.dataOffset = c.at;
        f.dataLength = c.available();
        if (f.offset == 0 && f.more && f.dataLength < smallest(p.proto)) {
            report.add(Anomaly.FRAGMENT_TINY);
        }
        return switch (table.add(f)) {
            case FragmentTable.WAITS -> {
                p.type = Packet.Type.FRAGMENT;
                yield DONE;
            }
            case FragmentTable.WHOLE -> replace(p);
            default -> refuse(p);
        };
    }

    private int replace(Packet p) {
        int length = table.joinedLength();
        int at = length < 0 ? -1 : block.reserveSide(length);
        if (at < 0) {
            report.add(length < 0 ? Anomaly.FRAGMENT_OVERSIZE : Anomaly.FRAGMENT_TABLE_FULL);
            table.release(false);
            return refuse(p);
        }
        table.copyJoined(block.side(), at);
        block.replace(index, at, length, table.joinedIpOffset());
        table.release(true);
        return RESTART;
    }

    /** A fragment that was not captured to its end cannot be joined. */
    int refuse(Packet p) {
        p.type = Packet.Type.DROPPED;
        p.dropReason = Counter.PACKETS_DROPPED_FRAGMENT;
        return DONE;
    }

    void count() {
        counters.increment(Counter.FRAGMENTS_RECEIVED);
    }

    private static int smallest(int proto) {
        return switch (proto) {
            case IpProtocol.TCP -> TcpHeader.MIN_LENGTH;
            case IpProtocol.UDP -> UdpHeader.LENGTH;
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> IcmpHeader.LENGTH;
            case IpProtocol.SCTP -> SctpHeader.LENGTH;
            default -> 0;
        };
    }
}
