package io.auscult.core.decode;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.decode.Packet.TunnelLayer;
import io.auscult.core.decode.Packet.TunnelType;

/**
 * Opens tunnels: notes the outer layer in the packet and moves the cursor to what is inside. A tunnel whose inside does not look like what
 * it claims stays what it is outside. UDP tunnels are known by port and content, Teredo between its clients by content alone. One per decoder.
 */
final class TunnelDecoder {
    /** Not a tunnel, or not opened: the packet is what its outer headers say. */
    static final int NO_TUNNEL = -4;

    private static final int VXLAN = 4789;
    private static final int VXLAN_LINUX = 8472;
    private static final int VXLAN_GPE = 4790;
    private static final int GENEVE = 6081;
    private static final int GRE_IN_UDP = 4754; // RFC 8086
    private static final int GTP_U = 2152;
    private static final int TEREDO = 3544;

    private static final int VXLAN_LENGTH = 8;
    private static final int GENEVE_LENGTH = 8;
    private static final int GTP_LENGTH = 8;
    private static final int GTP_G_PDU = 0xFF;
    private static final int MAX_GTP_EXTENSIONS = 8;
    private static final int TEREDO_PREFIX = 0x2001_0000; // RFC 4380 section 2.6

    private final AnomalyReport report;
    private final GreDecoder gre;

    TunnelDecoder(AnomalyReport report) {
        this.report = report;
        this.gre = new GreDecoder(report);
    }

    /** IP in IP, IPv6 in IP and GRE; the cursor stands behind the IP header. @return the type of what is inside, or NO_TUNNEL */
    int openIp(Cursor c, Packet p) {
        int at = c.at;
        int have = c.have;
        int end = c.end;
        int inside = switch (p.proto) {
            case IpProtocol.IPV4 -> Plausible.ipv4(c) ? EtherType.IPV4 : NO_TUNNEL;
            case IpProtocol.IPV6 -> Plausible.ipv6(c) ? EtherType.IPV6 : NO_TUNNEL;
            default -> gre.open(c);
        };
        if (inside == NO_TUNNEL || !note(p.proto == IpProtocol.GRE ? gre.type() : TunnelType.IP_IN_IP, end - at, p)) {
            if (inside == NO_TUNNEL && p.proto != IpProtocol.GRE) {
                report.add(Anomaly.TRUNCATED_TUNNEL);
            }
            return back(c, at, have, end);
        }
        return inside;
    }

    /**
     * VXLAN, GENEVE, GTP-U and GRE by their ports, Teredo on any; the cursor stands behind the UDP header.
     *
     * @return the type of what is inside, or NO_TUNNEL
     */
    int openUdp(Cursor c, Packet p) {
        TunnelType type = udpType(p.srcPort, p.dstPort);
        if (type == null) {
            if (!isBetweenTeredoClients(c)) {
                return NO_TUNNEL;
            }
            type = TunnelType.TEREDO;
        }
        int at = c.at;
        int have = c.have;
        int end = c.end;
        int inside = switch (type) {
            case VXLAN -> vxlan(c);
            case GENEVE -> geneve(c);
            case GTP_U -> gtp(c);
            case GRE -> gre.open(c);
            default -> teredo(c);
        };
        return inside == NO_TUNNEL || !note(type, end - at, p) ? back(c, at, have, end) : inside;
    }

    private static int back(Cursor c, int at, int have, int end) {
        c.at = at;
        c.have = have;
        c.end = end;
        return NO_TUNNEL;
    }

    private static TunnelType udpType(int srcPort, int dstPort) {
        return switch (dstPort) {
            case VXLAN, VXLAN_LINUX, VXLAN_GPE -> TunnelType.VXLAN;
            case GENEVE -> TunnelType.GENEVE;
            case GRE_IN_UDP -> TunnelType.GRE;
            case GTP_U -> TunnelType.GTP_U;
            case TEREDO -> TunnelType.TEREDO;
            default -> srcPort == GTP_U ? TunnelType.GTP_U : srcPort == TEREDO ? TunnelType.TEREDO : null;
        };
    }

    /** The packet's headers so far are those of a tunnel. @return false when there are too many already */
    private boolean note(TunnelType type, int payloadLength, Packet p) {
        if (p.tunnelCount == p.tunnels.length) {
            report.add(Anomaly.TUNNEL_DEPTH);
            return false;
        }
        TunnelLayer layer = p.tunnels[p.tunnelCount++];
        layer.type = type;
        layer.srcHigh = p.srcHigh;
        layer.srcLow = p.srcLow;
        layer.dstHigh = p.dstHigh;
        layer.dstLow = p.dstLow;
        layer.proto = p.proto;
        layer.srcPort = p.srcPort;
        layer.dstPort = p.dstPort;
        layer.ipLength = p.ipLength;
        layer.payloadLength = payloadLength;
        layer.vlan = p.vlan;
        layer.innerVlan = p.innerVlan;
        layer.ttl = p.ttl;
        layer.ipId = p.ipId;
        p.srcPort = 0;
        p.dstPort = 0;
        p.ipChecksumBad = false;
        p.transportChecksumBad = false;
        return true;
    }

    /**
     * RFC 7348: {@code | flags (8) | reserved (24) | network id (24) | reserved (8) |}; the reserved bits may be anything. With a group
     * policy, or, as GPE, with the next protocol in the last reserved bits.
     */
    private static int vxlan(Cursor c) {
        if (!c.has(VXLAN_LENGTH)) {
            return NO_TUNNEL;
        }
        int flags = c.bytes[c.at] & 0xFF;
        int next = flags == 0x0C ? c.bytes[c.at + 3] : 3;
        if (flags != 0x08 && flags != 0x88 && flags != 0x0C) {
            return NO_TUNNEL;
        }
        c.at += VXLAN_LENGTH;
        return switch (next) {
            case 1 -> Plausible.ipv4(c) ? EtherType.IPV4 : NO_TUNNEL;
            case 2 -> Plausible.ipv6(c) ? EtherType.IPV6 : NO_TUNNEL;
            case 3 -> Plausible.ethernet(c) ? EtherType.TRANSPARENT_ETHERNET : NO_TUNNEL;
            default -> NO_TUNNEL;
        };
    }

    /** RFC 8926: {@code | version (2) | options length (6) | O | C | reserved (6) | protocol (16) | network id (24) | reserved (8) |}. */
    private static int geneve(Cursor c) {
        if (!c.has(GENEVE_LENGTH) || (c.bytes[c.at] & 0xC0) != 0 || (c.bytes[c.at + 1] & 0x3F) != 0) {
            return NO_TUNNEL;
        }
        int protocol = BigEndian.getShort(c.bytes, c.at + 2);
        c.at += GENEVE_LENGTH + ((c.bytes[c.at] & 0x3F) << 2);
        return switch (protocol) {
            case EtherType.TRANSPARENT_ETHERNET -> Plausible.ethernet(c) ? protocol : NO_TUNNEL;
            case EtherType.IPV4 -> Plausible.ipv4(c) ? protocol : NO_TUNNEL;
            case EtherType.IPV6 -> Plausible.ipv6(c) ? protocol : NO_TUNNEL;
            case EtherType.ARP -> c.has(ArpMessage.LENGTH) ? protocol : NO_TUNNEL;
            default -> NO_TUNNEL;
        };
    }

    /** 3GPP TS 29.281 section 5.1: {@code | version 1 (3) | PT 1 | 0 | E | S | PN | type | length (16) | tunnel id (32) |}. */
    private static int gtp(Cursor c) {
        if (!c.has(GTP_LENGTH) || (c.bytes[c.at] & 0xF0) != 0x30 || (c.bytes[c.at + 1] & 0xFF) != GTP_G_PDU) {
            return NO_TUNNEL;
        }
        int length = GTP_LENGTH + BigEndian.getShort(c.bytes, c.at + 2);
        if (c.judgesLength() && length > c.remaining()) {
            return NO_TUNNEL;
        }
        c.limit(length);
        int at = c.at + GTP_LENGTH;
        if ((c.bytes[c.at] & 0x07) != 0) {
            at += 4; // sequence number, N-PDU number, next extension
            for (int n = 0; at <= c.have && c.bytes[at - 1] != 0; n++) {
                int units = at < c.have ? c.bytes[at] & 0xFF : 0;
                if (units == 0 || n == MAX_GTP_EXTENSIONS) {
                    return NO_TUNNEL;
                }
                at += units << 2;
            }
        }
        c.at = at;
        return Plausible.ip(c) ? EtherType.IP_BY_VERSION : NO_TUNNEL;
    }

    /** RFC 4380 section 5.1.1: an authentication and an origin indication may come first. */
    private static int teredo(Cursor c) {
        if (c.has(4) && BigEndian.getShort(c.bytes, c.at) == 1) {
            c.at += 13 + (c.bytes[c.at + 2] & 0xFF) + (c.bytes[c.at + 3] & 0xFF);
        }
        if (c.has(8) && BigEndian.getShort(c.bytes, c.at) == 0) {
            c.at += 8;
        }
        return Plausible.ipv6(c) && (isTeredo(c, 8) || isTeredo(c, 24)) ? EtherType.IPV6 : NO_TUNNEL;
    }

    private static boolean isTeredo(Cursor c, int addressOffset) {
        long high = BigEndian.getLong(c.bytes, c.at + addressOffset);
        return high >>> 32 == TEREDO_PREFIX || high >>> 54 == 0x3FA; // fe80::/10
    }

    /** Clients talk to each other on ports of their own choice: an IPv6 packet that fills the datagram, and a Teredo address in it. */
    private static boolean isBetweenTeredoClients(Cursor c) {
        return Plausible.ipv6(c)
                && BigEndian.getShort(c.bytes, c.at + 4) + Ipv6Header.LENGTH == c.remaining()
                && (BigEndian.getInt(c.bytes, c.at + 8) == TEREDO_PREFIX
                        || BigEndian.getInt(c.bytes, c.at + 24) == TEREDO_PREFIX);
    }
}
