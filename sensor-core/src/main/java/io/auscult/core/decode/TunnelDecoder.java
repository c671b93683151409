package io.auscult.core.decode;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.decode.Packet.TunnelLayer;
import io.auscult.core.decode.Packet.TunnelType;

/**
 * Opens tunnels: notes the outer layer in the packet and moves the cursor to what is inside. A tunnel whose inside does not look like what
 * it claims stays what it is outside. UDP tunnels are known by port, and then by their content alone. One per decoder.
 */
final class TunnelDecoder {
    /** Not a tunnel, or not opened: the packet is what its outer headers say. */
    static final int NO_TUNNEL = -4;

    private static final int VXLAN = 4789;
    private static final int VXLAN_LINUX = 8472;
    private static final int VXLAN_GPE = 4790;
    private static final int GENEVE = 6081;
    private static final int GTP_U = 2152;
    private static final int TEREDO = 3544;

    private static final int ERSPAN_II_LENGTH = 8;
    private static final int ERSPAN_III_LENGTH = 12;
    private static final int ERSPAN_SUBHEADER_LENGTH = 8;
    private static final int VXLAN_LENGTH = 8;
    private static final int GENEVE_LENGTH = 8;
    private static final int GTP_LENGTH = 8;
    private static final int GTP_G_PDU = 0xFF;
    private static final int MAX_GTP_EXTENSIONS = 8;
    private static final int WCCP = 0x883E;
    private static final int WCCP_LENGTH = 4;
    private static final long TEREDO_PREFIX = 0x2001_0000L; // RFC 4380 section 2.6

    private final AnomalyReport report;
    private final GreHeader gre = new GreHeader();

    TunnelDecoder(AnomalyReport report) {
        this.report = report;
    }

    /** IP in IP, IPv6 in IP and GRE; the cursor stands behind the IP header. @return the type of what is inside, or NO_TUNNEL */
    int openIp(Cursor c, Packet p) {
        int at = c.at;
        int have = c.have;
        int end = c.end;
        int inside = switch (p.proto) {
            case IpProtocol.IPV4 -> Plausible.ipv4(c) ? EtherType.IPV4 : NO_TUNNEL;
            case IpProtocol.IPV6 -> Plausible.ipv6(c) ? EtherType.IPV6 : NO_TUNNEL;
            default -> gre(c);
        };
        if (inside == NO_TUNNEL || !note(ipType(p.proto), end - at, p)) {
            if (inside == NO_TUNNEL && p.proto != IpProtocol.GRE) {
                report.add(Anomaly.TRUNCATED_TUNNEL);
            }
            return back(c, at, have, end);
        }
        return inside;
    }

    /** VXLAN, GENEVE, GTP-U and Teredo; the cursor stands behind the UDP header. @return the type of what is inside, or NO_TUNNEL */
    int openUdp(Cursor c, Packet p) {
        TunnelType type = udpType(p.srcPort, p.dstPort);
        if (type == null) {
            return NO_TUNNEL;
        }
        int at = c.at;
        int have = c.have;
        int end = c.end;
        int inside = switch (type) {
            case VXLAN -> vxlan(c);
            case GENEVE -> geneve(c);
            case GTP_U -> gtp(c);
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

    private TunnelType ipType(int proto) {
        if (proto != IpProtocol.GRE) {
            return TunnelType.IP_IN_IP;
        }
        int inside = gre.protocol();
        return inside == EtherType.ERSPAN || inside == EtherType.ERSPAN_III ? TunnelType.ERSPAN : TunnelType.GRE;
    }

    private static TunnelType udpType(int srcPort, int dstPort) {
        return switch (dstPort) {
            case VXLAN, VXLAN_LINUX, VXLAN_GPE -> TunnelType.VXLAN;
            case GENEVE -> TunnelType.GENEVE;
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

    private int gre(Cursor c) {
        if (!gre.wrap(c.bytes, c.at, c.available())) {
            if (c.available() < GreHeader.MIN_LENGTH) {
                report.add(Anomaly.TRUNCATED_TUNNEL);
            }
            return NO_TUNNEL;
        }
        int protocol = gre.protocol();
        if (gre.version() == 1) {
            return protocol == EtherType.PPP && gre.hasKey() ? pptp(c) : NO_TUNNEL;
        }
        c.at += gre.headerLength();
        return switch (protocol) {
            case EtherType.IPV4 -> Plausible.ipv4(c) ? protocol : truncated();
            case EtherType.IPV6 -> Plausible.ipv6(c) ? protocol : truncated();
            case EtherType.TRANSPARENT_ETHERNET -> c.has(EthernetHeader.LENGTH) ? protocol : truncated();
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> c.has(4) ? protocol : truncated();
            case EtherType.ERSPAN -> erspan(c);
            case EtherType.ERSPAN_III -> erspanIii(c);
            case WCCP -> wccp(c);
            default -> NO_TUNNEL;
        };
    }

    private int truncated() {
        report.add(Anomaly.TRUNCATED_TUNNEL);
        return NO_TUNNEL;
    }

    /** RFC 2637 section 4.1; what PPP negotiates or compresses cannot be followed. */
    private int pptp(Cursor c) {
        int length = gre.pptpPayloadLength();
        int header = gre.headerLength();
        if (length == 0) {
            return NO_TUNNEL; // an acknowledgment
        }
        c.limit(header + length);
        c.at += header;
        if (c.has(2) && BigEndian.getShort(c.bytes, c.at) == 0xFF03) {
            c.at += 2;
        }
        if (!c.has(2)) {
            return truncated();
        }
        int protocol = c.bytes[c.at] & 0xFF;
        c.at++;
        if ((protocol & 1) == 0) {
            protocol = protocol << 8 | c.bytes[c.at] & 0xFF;
            c.at++;
        }
        return switch (protocol) {
            case 0x21 -> Plausible.ipv4(c) ? EtherType.IPV4 : NO_TUNNEL;
            case 0x57 -> Plausible.ipv6(c) ? EtherType.IPV6 : NO_TUNNEL;
            default -> NO_TUNNEL;
        };
    }

    /**
     * ERSPAN type I has no header of its own; type II (told by the sequence number of GRE) has
     * {@code | version 1 (4) | VLAN (12) | class (3) | encapsulation (2) | truncated (1) | session (10) | reserved (12) | index (20) |}.
     */
    private int erspan(Cursor c) {
        if (gre.hasSequence()) {
            if (!c.has(ERSPAN_II_LENGTH)) {
                return truncated();
            }
            forgetEndIf((c.bytes[c.at + 2] & 0x04) != 0, c);
            c.at += ERSPAN_II_LENGTH;
        }
        return c.has(EthernetHeader.LENGTH) ? EtherType.TRANSPARENT_ETHERNET : truncated();
    }

    /**
     * ERSPAN type III: {@code | version 2 (4) | VLAN (12) | class (3) | bad/short (2) | truncated (1) | session (10) | timestamp (32) |
     * security group (16) | P (1) | frame type (5) | hardware id (6) | D (1) | granularity (2) | O (1) |}, 8 bytes more when O is set.
     */
    private int erspanIii(Cursor c) {
        if (!c.has(ERSPAN_III_LENGTH)) {
            return truncated();
        }
        int last = BigEndian.getShort(c.bytes, c.at + 10);
        boolean holdsIp = (last >>> 10 & 0x1F) == 2;
        forgetEndIf((c.bytes[c.at + 2] & 0x04) != 0, c);
        c.at += ERSPAN_III_LENGTH + ((last & 1) != 0 ? ERSPAN_SUBHEADER_LENGTH : 0);
        if (holdsIp) {
            return Plausible.ip(c) ? EtherType.IP_BY_VERSION : truncated();
        }
        return c.has(EthernetHeader.LENGTH) ? EtherType.TRANSPARENT_ETHERNET : truncated();
    }

    /** The switch cut the frame before it sent it on: where it ended is for its own headers to say. */
    private static void forgetEndIf(boolean cut, Cursor c) {
        if (cut) {
            c.end = Math.max(c.end, c.at + 0xFFFF);
        }
    }

    /** Web cache redirection, version 2 has four bytes of its own before the IP header. */
    private static int wccp(Cursor c) {
        if (Plausible.ipv4(c)) {
            return EtherType.IPV4;
        }
        c.at += WCCP_LENGTH;
        return Plausible.ipv4(c) ? EtherType.IPV4 : NO_TUNNEL;
    }

    /** RFC 7348: {@code | flags (8) | reserved (24) | network id (24) | reserved (8) |}; with group policy or, as GPE, the next protocol. */
    private static int vxlan(Cursor c) {
        if (!c.has(VXLAN_LENGTH)) {
            return NO_TUNNEL;
        }
        int flags = c.bytes[c.at] & 0xFF;
        int next = c.bytes[c.at + 3];
        boolean plain = flags == 0x08 && BigEndian.getMedium(c.bytes, c.at + 1) == 0;
        boolean group = flags == 0x88;
        boolean generic = flags == 0x0C;
        if (!plain && !group && !generic || c.bytes[c.at + 7] != 0) {
            return NO_TUNNEL;
        }
        c.at += VXLAN_LENGTH;
        if (generic && next != 3) {
            return next == 1 && Plausible.ipv4(c)
                    ? EtherType.IPV4
                    : next == 2 && Plausible.ipv6(c) ? EtherType.IPV6 : NO_TUNNEL;
        }
        return Plausible.ethernet(c) ? EtherType.TRANSPARENT_ETHERNET : NO_TUNNEL;
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
}
