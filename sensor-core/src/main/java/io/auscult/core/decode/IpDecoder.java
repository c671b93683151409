package io.auscult.core.decode;

import io.auscult.core.counter.Anomaly;

/** IPv4 and IPv6 with options and extension headers, down to the transport. One per decoder. */
final class IpDecoder {
    /** Extension headers that are walked; a packet with more is left out. */
    static final int MAX_EXTENSIONS = 8;

    private static final long MAPPED = 0x0000_FFFF_0000_0000L;

    private final AnomalyReport report;
    private final TransportDecoder transports;
    private final FragmentJoiner joiner;
    private final Ipv4Header ipv4 = new Ipv4Header();
    private final Ipv6Header ipv6 = new Ipv6Header();
    private final Ipv6Extension extension = new Ipv6Extension();

    /** @param joiner null in a second decoder, which is given no fragments */
    IpDecoder(AnomalyReport report, TransportDecoder transports, FragmentJoiner joiner) {
        this.report = report;
        this.transports = transports;
        this.joiner = joiner;
    }

    /** @return DONE, RESTART, or the type of what a tunnel carries */
    int ipv4(Cursor c, Packet p) {
        int at = c.at;
        if (!ipv4.wrap(c.bytes, at, c.available())) {
            return refuseIpv4(c, p);
        }
        int headerLength = ipv4.headerLength();
        int totalLength = ipv4.totalLength();
        boolean offloaded = totalLength == 0; // cut into segments by the network card, after the capture
        totalLength = offloaded ? c.remaining() : totalLength;
        if (c.judgesLength() && (totalLength < headerLength || totalLength > c.remaining())) {
            return report.malformed(p, Anomaly.IP_LENGTH_MISMATCH);
        }
        c.limit(totalLength);
        p.ipVersion = 4;
        p.ipOffset = at;
        p.ipLength = totalLength;
        p.srcHigh = 0;
        p.srcLow = MAPPED | ipv4.source() & 0xFFFF_FFFFL;
        p.dstHigh = 0;
        p.dstLow = MAPPED | ipv4.destination() & 0xFFFF_FFFFL;
        p.ttl = ipv4.ttl();
        p.ipId = ipv4.identification();
        p.proto = ipv4.protocol();
        if (headerLength > Ipv4Header.MIN_LENGTH || !ipv4.hasSoundChecksum()) {
            judgeIpv4(p);
        }
        c.at = at + headerLength;
        if (ipv4.isFragment()) {
            return fragment(c, p);
        }
        return transports.open(c, p, !offloaded);
    }

    private void judgeIpv4(Packet p) {
        if (ipv4.hasSourceRoute()) {
            report.add(Anomaly.IP_SOURCE_ROUTE);
        }
        if (!ipv4.hasSoundChecksum()) {
            p.ipChecksumBad = true;
            report.add(Anomaly.BAD_IP_CHECKSUM);
        }
    }

    private int fragment(Cursor c, Packet p) {
        return joiner != null && isCaptured(c)
                ? joiner.ipv4(c, p, ipv4)
                : lone(c, p, (ipv4.fragmentField() & Ipv4Header.FRAGMENT_OFFSET) == 0);
    }

    private boolean isCaptured(Cursor c) {
        joiner.count();
        return c.have == c.end || !c.judgesLength();
    }

    /** A fragment that cannot be joined: the first one still shows its ports. */
    private int lone(Cursor c, Packet p, boolean isFirst) {
        return isFirst ? transports.open(c, p, false) : joiner == null ? transports.other(c, p) : joiner.refuse(p);
    }

    private int refuseIpv4(Cursor c, Packet p) {
        if (c.available() < Ipv4Header.MIN_LENGTH) {
            return report.malformed(p, Anomaly.TRUNCATED_IP);
        }
        return report.malformed(p, ipv4.version() == 4 ? Anomaly.INVALID_IP_HEADER : Anomaly.INVALID_IP_VERSION);
    }

    /** @return DONE, RESTART, or the type of what a tunnel carries */
    int ipv6(Cursor c, Packet p) {
        int at = c.at;
        if (!ipv6.wrap(c.bytes, at, c.available())) {
            return report.malformed(
                    p, c.available() < Ipv6Header.LENGTH ? Anomaly.TRUNCATED_IPV6 : Anomaly.INVALID_IP_VERSION);
        }
        int payloadLength = ipv6.payloadLength();
        int totalLength = payloadLength == 0 ? c.remaining() : Ipv6Header.LENGTH + payloadLength;
        if (c.judgesLength() && totalLength > c.remaining()) {
            return report.malformed(p, Anomaly.IP_LENGTH_MISMATCH);
        }
        c.limit(totalLength);
        p.ipVersion = 6;
        p.ipOffset = at;
        p.ipLength = totalLength;
        p.srcHigh = ipv6.sourceHigh();
        p.srcLow = ipv6.sourceLow();
        p.dstHigh = ipv6.destinationHigh();
        p.dstLow = ipv6.destinationLow();
        p.ttl = ipv6.hopLimit();
        p.ipId = 0;
        p.proto = ipv6.nextHeader();
        c.at = at + Ipv6Header.LENGTH;
        return Ipv6Extension.isExtension(p.proto) ? extensions(c, p) : transports.open(c, p, payloadLength != 0);
    }

    private int extensions(Cursor c, Packet p) {
        boolean routed = false;
        int nextHeaderOffset = p.ipOffset + 6;
        for (int n = 0; Ipv6Extension.isExtension(p.proto); n++) {
            if (n == MAX_EXTENSIONS) {
                return report.malformed(p, Anomaly.IPV6_EXTENSION_CHAIN);
            }
            if (!extension.wrap(p.proto, c.bytes, c.at, c.available())) {
                return report.malformed(p, Anomaly.TRUNCATED_IPV6);
            }
            int kind = p.proto;
            p.proto = extension.nextHeader();
            if (kind == IpProtocol.ROUTING) {
                routed |= extension.segmentsLeft() > 0;
                if (extension.routingType() == 0) {
                    report.add(Anomaly.IPV6_ROUTING_HEADER);
                }
            } else if (kind == IpProtocol.HOP_BY_HOP && extension.hasJumboPayload()) {
                report.add(Anomaly.IPV6_JUMBOGRAM);
            } else if (kind == IpProtocol.FRAGMENT) {
                if (extension.fragmentOffset() != 0 || extension.moreFragments()) {
                    return fragment(c, p, nextHeaderOffset);
                }
            }
            nextHeaderOffset = c.at;
            c.at += extension.headerLength();
        }
        return transports.open(c, p, !routed);
    }

    private int fragment(Cursor c, Packet p, int nextHeaderOffset) {
        if (joiner != null && isCaptured(c)) {
            return joiner.ipv6(c, p, extension, nextHeaderOffset);
        }
        c.at += extension.headerLength();
        return lone(c, p, extension.fragmentOffset() == 0 && !Ipv6Extension.isExtension(p.proto));
    }
}
