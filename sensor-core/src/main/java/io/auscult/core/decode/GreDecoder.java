package io.auscult.core.decode;

import static io.auscult.core.decode.TunnelDecoder.NO_TUNNEL;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.decode.Packet.TunnelType;

/** GRE and what travels in it: IP, Ethernet, MPLS, PPP (PPTP), mirrored frames (ERSPAN), frames of access points. One per decoder. */
final class GreDecoder {
    private static final int ERSPAN_II_LENGTH = 8;
    private static final int ERSPAN_III_LENGTH = 12;
    private static final int ERSPAN_SUBHEADER_LENGTH = 8;
    private static final int METADATA_LENGTH = 8;
    private static final int WCCP = 0x883E;
    private static final int WCCP_LENGTH = 4;

    private final AnomalyReport report;
    private final GreHeader header = new GreHeader();
    private final WifiHeader wifi = new WifiHeader();

    GreDecoder(AnomalyReport report) {
        this.report = report;
    }

    /** What the header last opened stands for. */
    TunnelType type() {
        int inside = header.protocol();
        return inside == EtherType.ERSPAN || inside == EtherType.ERSPAN_III ? TunnelType.ERSPAN : TunnelType.GRE;
    }

    /** The cursor stands on the GRE header. @return the type of what is inside, or NO_TUNNEL */
    int open(Cursor c) {
        if (!header.wrap(c.bytes, c.at, c.available())) {
            if (c.available() < GreHeader.MIN_LENGTH) {
                report.add(Anomaly.TRUNCATED_TUNNEL);
            }
            return NO_TUNNEL;
        }
        int protocol = header.protocol();
        if (header.version() == 1) {
            return protocol == EtherType.PPP && header.hasKey() ? pptp(c) : NO_TUNNEL;
        }
        c.at += header.headerLength();
        return switch (protocol) {
            case EtherType.IPV4 -> Plausible.ipv4(c) ? protocol : truncated();
            case EtherType.IPV6 -> Plausible.ipv6(c) ? protocol : truncated();
            case EtherType.TRANSPARENT_ETHERNET -> c.has(EthernetHeader.LENGTH) ? protocol : truncated();
            case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> c.has(4) ? protocol : truncated();
            case EtherType.CISCO_METADATA -> metadata(c);
            case EtherType.PPP -> ppp(c);
            case EtherType.ERSPAN -> erspan(c);
            case EtherType.ERSPAN_III -> erspanIii(c);
            case WCCP -> wccp(c);
            default -> isAruba(protocol) && isReadableWifi(c) ? EtherType.WIFI : NO_TUNNEL;
        };
    }

    /** Access points of Aruba send IEEE 802.11 frames to their controller, under numbers that tell the radio. */
    private static boolean isAruba(int protocol) {
        return protocol >= 0x8200 && protocol <= 0x8370 && (protocol & 0x0F) == 0 || protocol == 0x9000;
    }

    private boolean isReadableWifi(Cursor c) {
        return wifi.wrap(c.bytes, c.at, c.available()) && wifi.isReadableData();
    }

    /** Cisco metadata in GRE: the type of what follows comes first, unlike in an Ethernet frame. */
    private int metadata(Cursor c) {
        if (!c.has(METADATA_LENGTH)) {
            return truncated();
        }
        int type = BigEndian.getShort(c.bytes, c.at);
        c.at += METADATA_LENGTH;
        return type == EtherType.IPV4 && Plausible.ipv4(c) || type == EtherType.IPV6 && Plausible.ipv6(c)
                ? type
                : NO_TUNNEL;
    }

    private int truncated() {
        report.add(Anomaly.TRUNCATED_TUNNEL);
        return NO_TUNNEL;
    }

    /** RFC 2637 section 4.1; what PPP negotiates or compresses cannot be followed. */
    private int pptp(Cursor c) {
        int length = header.pptpPayloadLength();
        int headerLength = header.headerLength();
        if (length == 0) {
            return NO_TUNNEL; // an acknowledgment
        }
        c.limit(headerLength + length);
        c.at += headerLength;
        return ppp(c);
    }

    private int ppp(Cursor c) {
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
        if (header.hasSequence()) {
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
}
