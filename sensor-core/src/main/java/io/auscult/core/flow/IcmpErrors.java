package io.auscult.core.flow;

import io.auscult.core.decode.FlowHash;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventWriter;

/** Reads the packet that an ICMP error quotes (RFC 792, RFC 4443 section 3), and writes {@code icmp} events. One per lane, reused. */
final class IcmpErrors {
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int PORTS = 4;
    private static final int ROUTER_TIMERS = 8;
    private static final int PREFIX_OPTION = 3;
    private static final int PREFIX_LENGTH = 32;
    private static final int DNS_OPTION = 25;
    private static final int ADDRESS = 16; // bytes
    private static final int LEAST_DNS = 24; // bytes: a header of 8 and one address
    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    long srcHigh;
    long srcLow;
    long dstHigh;
    long dstLow;
    int srcPort;
    int dstPort;
    int proto;

    /** Whether the quoted packet could be read; fragments other than the first have no ports and cannot. */
    boolean readQuoted(Packet p) {
        byte[] b = p.bytes;
        int at = p.payloadOffset;
        int left = p.payloadCaptured;
        if (left < IPV4_HEADER + PORTS) {
            return false;
        }
        int version = b[at] >>> 4 & 0xF;
        int header;
        if (version == 4) {
            header = (b[at] & 0xF) * 4;
            boolean laterFragment = (u16(b, at + 6) & 0x1FFF) != 0;
            if (header < IPV4_HEADER || left < header + PORTS || laterFragment) {
                return false;
            }
            proto = b[at + 9] & 0xFF;
            srcHigh = 0;
            dstHigh = 0;
            srcLow = MAPPED | (long) u16(b, at + 12) << 16 | u16(b, at + 14);
            dstLow = MAPPED | (long) u16(b, at + 16) << 16 | u16(b, at + 18);
        } else if (version == 6 && left >= IPV6_HEADER + PORTS) {
            header = IPV6_HEADER;
            proto = b[at + 6] & 0xFF;
            srcHigh = u64(b, at + 8);
            srcLow = u64(b, at + 16);
            dstHigh = u64(b, at + 24);
            dstLow = u64(b, at + 32);
        } else {
            return false;
        }
        boolean hasPorts = proto == 6 || proto == 17 || proto == 132;
        srcPort = hasPorts ? u16(b, at + header) : proto == p.proto ? b[at + header] & 0xFF : 0;
        dstPort = hasPorts ? u16(b, at + header + 2) : proto == p.proto ? IcmpTypes.counterpart(proto, srcPort) : 0;
        return dstPort >= 0;
    }

    /** Puts the quoted addresses and ports into a packet, to look it up. */
    void quoted(Packet p) {
        p.srcHigh = srcHigh;
        p.srcLow = srcLow;
        p.srcPort = srcPort;
        p.dstHigh = dstHigh;
        p.dstLow = dstLow;
        p.dstPort = dstPort;
    }

    /** The table's key of the quoted packet. */
    int hash() {
        return FlowHash.flow(srcHigh, srcLow, srcPort, dstHigh, dstLow, dstPort, proto);
    }

    void write(Flow flow, Packet p, boolean fromOrig, boolean error, EventWriter out) {
        out.begin(FlowEvents.ICMP);
        out.set(FlowEvents.ICMP_TYPE, p.srcPort);
        out.set(FlowEvents.ICMP_CODE, p.dstPort);
        out.set(FlowEvents.ICMP_NAME, IcmpTypes.name(p.proto, p.srcPort));
        out.set(FlowEvents.ICMP_IS_ORIG, fromOrig);
        out.set(FlowEvents.ICMP_LEN, p.payloadLength);
        out.set(FlowEvents.ICMP_TTL, p.ttl);
        if (error && readQuoted(p)) {
            out.setAddress(FlowEvents.ICMP_ABOUT_ORIG_H, srcHigh, srcLow);
            out.set(FlowEvents.ICMP_ABOUT_ORIG_P, srcPort);
            out.setAddress(FlowEvents.ICMP_ABOUT_RESP_H, dstHigh, dstLow);
            out.set(FlowEvents.ICMP_ABOUT_RESP_P, dstPort);
            out.set(FlowEvents.ICMP_ABOUT_PROTO, proto);
        }
        if (p.proto == IcmpTypes.ICMPV6) {
            writeNeighbor(p, out);
        }
        out.end();
    }

    /** RFC 4861 sections 4.2 to 4.4. */
    private static void writeNeighbor(Packet p, EventWriter out) {
        switch (p.srcPort) {
            case IcmpTypes.ROUTER_ADVERTISEMENT -> writeRouter(p, out);
            case IcmpTypes.NEIGHBOR_SOLICITATION, IcmpTypes.NEIGHBOR_ADVERTISEMENT -> {
                if (p.payloadCaptured >= ADDRESS) {
                    out.setAddress(
                            FlowEvents.ICMP_NEIGHBOR, u64(p.bytes, p.payloadOffset), u64(p.bytes, p.payloadOffset + 8));
                }
            }
            default -> {
                return;
            }
        }
        if (p.srcMac != 0) {
            out.set(FlowEvents.ICMP_SRC_MAC, p.srcMac);
            out.set(FlowEvents.ICMP_DST_MAC, p.dstMac);
        }
    }

    /** RFC 4861 section 4.2: what a router says of itself, the first prefix among its options, and whether its name servers are told as they can be. */
    private static void writeRouter(Packet p, EventWriter out) {
        byte[] b = p.bytes;
        out.set(FlowEvents.ICMP_ROUTER_LIFETIME, u16(b, p.payloadOffset - 2));
        int end = p.payloadOffset + p.payloadCaptured;
        int at = p.payloadOffset + ROUTER_TIMERS;
        boolean hasPrefix = false;
        boolean isOdd = false;
        while (at + 2 <= end) {
            int length = 8 * (b[at + 1] & 0xFF);
            isOdd |= b[at] == DNS_OPTION && (length < LEAST_DNS || length % 16 != 8); // RFC 8106 section 5.1
            if (length == 0 || at + length > end) {
                break;
            }
            if (b[at] == PREFIX_OPTION && length == PREFIX_LENGTH && !hasPrefix) {
                out.setAddress(FlowEvents.ICMP_ROUTER_PREFIX, u64(b, at + 16), u64(b, at + 24));
                hasPrefix = true;
            }
            at += length;
        }
        if (isOdd) {
            out.set(FlowEvents.ICMP_ROUTER_ODD_DNS, true);
        }
    }

    private static int u16(byte[] b, int at) {
        return (b[at] & 0xFF) << 8 | b[at + 1] & 0xFF;
    }

    private static long u64(byte[] b, int at) {
        return (long) u16(b, at) << 48 | (long) u16(b, at + 2) << 32 | (long) u16(b, at + 4) << 16 | u16(b, at + 6);
    }
}
