package io.auscult.core.decode;

import static io.auscult.core.decode.PacketDecoder.DONE;

import io.auscult.core.counter.Anomaly;

/** TCP, UDP, ICMP, ICMPv6 and SCTP: ports, flags, and where the payload lies; or the tunnel that it is. One per decoder. */
final class TransportDecoder {
    private final AnomalyReport report;
    private final boolean verifiesChecksums;
    private final TransportChecksum checksums = new TransportChecksum();
    private final TunnelDecoder tunnels;
    private final TcpHeader tcp = new TcpHeader();
    private final UdpHeader udp = new UdpHeader();
    private final IcmpHeader icmp = new IcmpHeader();
    private final SctpHeader sctp = new SctpHeader();
    private final Ipv6Extension authentication = new Ipv6Extension();

    TransportDecoder(AnomalyReport report, DecodeSettings settings) {
        this.report = report;
        this.tunnels = new TunnelDecoder(report);
        this.verifiesChecksums = settings.verifyTransportChecksums();
    }

    /** @param whole whether the datagram is neither a fragment nor left unfinished to a network card, so that its checksum means something */
    int open(Cursor c, Packet p, boolean whole) {
        p.transportOffset = c.at;
        return switch (p.proto) {
            case IpProtocol.TCP -> tcp(c, p, whole);
            case IpProtocol.UDP, IpProtocol.UDP_LITE -> udp(c, p, whole);
            case IpProtocol.ICMP -> p.ipVersion == 4 ? icmp(c, p, whole) : other(c, p);
            case IpProtocol.ICMPV6 -> p.ipVersion == 6 ? icmp(c, p, whole) : other(c, p);
            case IpProtocol.SCTP -> sctp(c, p, whole);
            case IpProtocol.AUTHENTICATION -> authentication(c, p, whole);
            case IpProtocol.IPV4, IpProtocol.IPV6, IpProtocol.GRE -> {
                int inside = tunnels.openIp(c, p);
                yield inside == TunnelDecoder.NO_TUNNEL ? other(c, p) : inside;
            }
            default -> other(c, p);
        };
    }

    /** RFC 4302 over IPv4, where it is a protocol and no extension header; what it protects is in the clear. */
    private int authentication(Cursor c, Packet p, boolean whole) {
        if (!authentication.wrap(p.proto, c.bytes, c.at, c.available()) || authentication.nextHeader() == p.proto) {
            return other(c, p);
        }
        p.proto = authentication.nextHeader();
        c.at += authentication.headerLength();
        return open(c, p, whole);
    }

    /** What has no ports, or is a fragment without the transport header. */
    int other(Cursor c, Packet p) {
        p.type = Packet.Type.OTHER_IP;
        p.transportOffset = c.at;
        payload(c, p, c.at);
        return DONE;
    }

    private int tcp(Cursor c, Packet p, boolean whole) {
        int at = c.at;
        int available = c.available();
        if (!tcp.wrap(c.bytes, at, available) && !isCutInOptions(c)) {
            return report.malformed(p, Anomaly.TRUNCATED_TCP);
        }
        int headerLength = tcp.headerLength();
        p.type = Packet.Type.TCP;
        p.srcPort = tcp.sourcePort();
        p.dstPort = tcp.destinationPort();
        p.sequence = tcp.sequence();
        p.acknowledgment = tcp.acknowledgment();
        p.flags = tcp.flags();
        p.window = tcp.window();
        p.urgentPointer = tcp.urgentPointer();
        p.optionsOffset = at + TcpHeader.MIN_LENGTH;
        p.optionsLength = Math.min(headerLength, available) - TcpHeader.MIN_LENGTH;
        if (headerLength <= available && !tcp.hasSoundOptions()) {
            report.add(Anomaly.TCP_BAD_OPTIONS);
        }
        payload(c, p, at + headerLength);
        landAttack(p);
        if (canVerify(c, whole) && TransportChecksum.isBad(p, c.bytes, at, c.end - at, tcp.checksum())) {
            bad(p, Anomaly.BAD_TCP_CHECKSUM);
        }
        return DONE;
    }

    /** A capture of the first bytes of each packet may end inside the options: what counts is there. */
    private boolean isCutInOptions(Cursor c) {
        return c.have < c.end
                && c.available() >= TcpHeader.MIN_LENGTH
                && tcp.headerLength() > c.available()
                && tcp.headerLength() <= c.remaining();
    }

    private int udp(Cursor c, Packet p, boolean whole) {
        if (!udp.wrap(c.bytes, c.at, c.available())) {
            return report.malformed(p, Anomaly.TRUNCATED_UDP);
        }
        int length = udp.length();
        if (p.proto == IpProtocol.UDP && length != 0) { // 0 in jumbograms; in UDP-Lite it is what the checksum covers
            if (length < UdpHeader.LENGTH) {
                return report.malformed(p, Anomaly.TRUNCATED_UDP);
            }
            c.limit(length);
        }
        p.type = Packet.Type.UDP;
        p.srcPort = udp.sourcePort();
        p.dstPort = udp.destinationPort();
        if (canVerify(c, whole && p.proto == IpProtocol.UDP)
                && TransportChecksum.isBad(p, c.bytes, c.at, c.end - c.at, udp.checksum())) {
            bad(p, Anomaly.BAD_UDP_CHECKSUM);
        }
        c.at += UdpHeader.LENGTH;
        payload(c, p, c.at);
        landAttack(p);
        int inside = tunnels.openUdp(c, p);
        return inside == TunnelDecoder.NO_TUNNEL ? DONE : inside;
    }

    private int icmp(Cursor c, Packet p, boolean whole) {
        if (!icmp.wrap(c.bytes, c.at, c.available())) {
            return report.malformed(p, Anomaly.TRUNCATED_ICMP);
        }
        p.type = Packet.Type.ICMP;
        p.srcPort = icmp.type();
        p.dstPort = icmp.code();
        payload(c, p, c.at + IcmpHeader.LENGTH);
        if (canVerify(c, whole) && isBadIcmp(c, p)) {
            bad(p, Anomaly.BAD_ICMP_CHECKSUM);
        }
        return DONE;
    }

    private int sctp(Cursor c, Packet p, boolean whole) {
        if (!sctp.wrap(c.bytes, c.at, c.available())) {
            return report.malformed(p, Anomaly.TRUNCATED_SCTP);
        }
        p.type = Packet.Type.SCTP;
        p.srcPort = sctp.sourcePort();
        p.dstPort = sctp.destinationPort();
        payload(c, p, c.at + SctpHeader.LENGTH);
        if (canVerify(c, whole) && checksums.isBadSctp(c.bytes, c.at, c.end - c.at, sctp.checksum())) {
            bad(p, Anomaly.BAD_SCTP_CHECKSUM);
        }
        return DONE;
    }

    private boolean isBadIcmp(Cursor c, Packet p) {
        int length = c.end - c.at;
        return p.ipVersion == 4
                ? TransportChecksum.isBadIcmp(c.bytes, c.at, length, icmp.checksum())
                : TransportChecksum.isBad(p, c.bytes, c.at, length, icmp.checksum());
    }

    private boolean canVerify(Cursor c, boolean whole) {
        return verifiesChecksums && whole && c.have == c.end && c.judgesLength();
    }

    private void bad(Packet p, Anomaly anomaly) {
        p.transportChecksumBad = true;
        report.add(anomaly);
    }

    private static void payload(Cursor c, Packet p, int offset) {
        p.payloadOffset = offset;
        p.payloadLength = Math.max(0, c.end - offset);
        p.payloadCaptured = Math.max(0, c.have - offset);
    }

    private void landAttack(Packet p) {
        if (p.srcLow == p.dstLow && p.srcPort == p.dstPort && p.srcHigh == p.dstHigh && !isLoopback(p)) {
            report.add(Anomaly.LAND_ATTACK);
        }
    }

    private static boolean isLoopback(Packet p) {
        return p.ipVersion == 4 ? (p.srcLow >>> 24 & 0xFF) == 127 : p.srcHigh == 0 && p.srcLow == 1;
    }
}
