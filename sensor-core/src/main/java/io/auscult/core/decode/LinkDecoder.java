package io.auscult.core.decode;

import static io.auscult.core.decode.PacketDecoder.DONE;

import io.auscult.core.counter.Anomaly;

/**
 * Link layers: from the first byte of a frame to the network protocol it carries, through VLAN tags, LLC, MPLS, PPP and PPPoE. Used for
 * the frame as captured and for frames inside tunnels. One per decoder.
 */
final class LinkDecoder {
    private static final int SLL_LENGTH = 16;
    private static final int SLL2_LENGTH = 20;
    private static final int PPPOE_LENGTH = 6;
    private static final int CISCO_HDLC_LENGTH = 4;
    private static final int FABRIC_PATH_LENGTH = 2; // behind its own Ethernet header
    private static final int CISCO_METADATA_LENGTH = 6;
    private static final int VN_TAG_LENGTH = 4;

    private static final int NFLOG_PAYLOAD = 9;

    private static final int ARPHRD_ETHER = 1;
    private static final int SLL_802_3 = 1; // "protocol" of frames without a type
    private static final int SLL_802_2 = 4;

    private final AnomalyReport report;
    private final WifiDecoder wifi;
    private final EthernetHeader ethernet = new EthernetHeader();

    LinkDecoder(AnomalyReport report) {
        this.report = report;
        this.wifi = new WifiDecoder(report);
    }

    /**
     * Opens a frame as captured.
     *
     * @return what {@link #resolve} understands, or -2 when the link type is not understood
     */
    int open(int linkType, Cursor c, Packet p) {
        return switch (linkType) {
            case LinkType.ETHERNET -> ethernet(c, p);
            case LinkType.RAW, LinkType.RAW_BSD, LinkType.RAW_OPENBSD, LinkType.IPV4, LinkType.IPV6 ->
                EtherType.IP_BY_VERSION;
            case LinkType.LINUX_SLL -> cooked(c, p);
            case LinkType.LINUX_SLL2 -> cookedV2(c, p);
            case LinkType.NULL, LinkType.LOOP -> loopback(c, p);
            case LinkType.PPP -> EtherType.PPP;
            case LinkType.PPP_HDLC -> c.has(1) && isCiscoHdlc(c.bytes[c.at]) ? ciscoHdlc(c, p) : EtherType.PPP;
            case LinkType.CISCO_HDLC -> ciscoHdlc(c, p);
            case LinkType.PPP_ETHER -> EtherType.PPPOE_SESSION;
            case LinkType.IEEE802_11 -> wifi.plain(c, p);
            case LinkType.IEEE802_11_RADIOTAP -> wifi.radiotap(c, p);
            case LinkType.IEEE802_11_PRISM -> wifi.prism(c, p);
            case LinkType.IEEE802_11_AVS -> wifi.avs(c, p);
            case LinkType.PPI -> ppi(c, p);
            case LinkType.NFLOG -> nflog(c, p);
            default -> UNKNOWN_LINK;
        };
    }

    static final int UNKNOWN_LINK = -2;

    /** Goes on until a network protocol begins. @return IPV4, IPV6, ARP or UNKNOWN of {@link EtherType}, or DONE */
    int resolve(int first, Cursor c, Packet p) {
        int type = first;
        boolean tagged = false;
        while (true) {
            switch (type) {
                case EtherType.IPV4, EtherType.IPV6, EtherType.ARP -> {
                    return type;
                }
                case EtherType.TRANSPARENT_ETHERNET -> {
                    type = ethernet(c, p);
                    tagged = false;
                }
                case EtherType.VLAN,
                        EtherType.SERVICE_VLAN,
                        EtherType.OLD_QINQ,
                        EtherType.OLD_QINQ_2,
                        EtherType.OLD_QINQ_3 -> {
                    type = vlan(c, p, tagged);
                    tagged = true;
                }
                case EtherType.LLC -> type = llc(c);
                case EtherType.MPLS, EtherType.MPLS_UPSTREAM -> type = mpls(c, p);
                case EtherType.PPPOE_SESSION -> type = pppoe(c, p);
                case EtherType.PPP -> type = ppp(c, p);
                case EtherType.IP_BY_VERSION -> type = byVersion(c, p);
                case EtherType.WIFI -> type = wifi.plain(c, p);
                case EtherType.FABRIC_PATH -> {
                    c.at += FABRIC_PATH_LENGTH;
                    type = EtherType.TRANSPARENT_ETHERNET;
                }
                case EtherType.CISCO_METADATA -> type = skip(CISCO_METADATA_LENGTH, c, p);
                case EtherType.VN_TAG -> type = skip(VN_TAG_LENGTH, c, p);
                default -> {
                    return type < 0 ? DONE : EtherType.UNKNOWN;
                }
            }
        }
    }

    int ethernet(Cursor c, Packet p) {
        if (!ethernet.wrap(c.bytes, c.at, c.available())) {
            return truncated(p);
        }
        p.dstMac = ethernet.destination();
        p.srcMac = ethernet.source();
        c.at += EthernetHeader.LENGTH;
        return typeOrLength(ethernet.type(), c);
    }

    /** IEEE 802.3 section 3.2.6: below 0x600 it is the length of an LLC frame. */
    private int typeOrLength(int type, Cursor c) {
        if (type >= EtherType.MIN) {
            return type;
        }
        if (type > 1500) {
            report.add(Anomaly.UNKNOWN_ETHERTYPE);
            return EtherType.UNKNOWN;
        }
        c.limit(type);
        return EtherType.LLC;
    }

    /** IEEE 802.1Q and 802.1ad: |PCP|DEI| VLAN id |, then the type. An id of 0 is a priority alone. */
    private int vlan(Cursor c, Packet p, boolean tagged) {
        if (!c.has(4)) {
            return truncated(p);
        }
        int id = BigEndian.getShort(c.bytes, c.at) & 0xFFF;
        if (!tagged) {
            p.vlan = id;
            p.innerVlan = 0;
        } else if (p.vlan == 0) {
            p.vlan = id;
        } else if (p.innerVlan == 0) {
            p.innerVlan = id;
        }
        c.at += 4;
        return typeOrLength(BigEndian.getShort(c.bytes, c.at - 2), c);
    }

    /** IEEE 802.2, and SNAP with an EtherType (RFC 1042; bridge-tunnel form too). */
    private static int llc(Cursor c) {
        if (c.has(8) && BigEndian.getMedium(c.bytes, c.at) == 0xAAAA03) {
            int organisation = BigEndian.getMedium(c.bytes, c.at + 3);
            c.at += 8;
            int type = BigEndian.getShort(c.bytes, c.at - 2);
            return (organisation == 0 || organisation == 0xF8) && type >= EtherType.MIN ? type : EtherType.UNKNOWN;
        }
        if (c.has(3) && BigEndian.getMedium(c.bytes, c.at) == 0x060603) {
            c.at += 3;
            return EtherType.IPV4;
        }
        return EtherType.UNKNOWN;
    }

    /** RFC 3032: | label (20) | class (3) | bottom (1) | TTL (8) | ...; what follows the bottom one must be guessed. */
    private int mpls(Cursor c, Packet p) {
        boolean bottom = false;
        while (!bottom) {
            if (!c.has(4)) {
                return truncated(p);
            }
            bottom = (c.bytes[c.at + 2] & 1) != 0;
            c.at += 4;
        }
        if (Plausible.ip(c)) {
            return EtherType.IP_BY_VERSION;
        }
        if (!Plausible.ethernet(c) && c.has(4) && c.bytes[c.at] >>> 4 == 0) {
            c.at += 4; // control word of a pseudo-wire, RFC 4385
        }
        return Plausible.ethernet(c) ? EtherType.TRANSPARENT_ETHERNET : EtherType.UNKNOWN;
    }

    /** RFC 2516: | version, type = 0x11 | code | session | length |. */
    private int pppoe(Cursor c, Packet p) {
        if (!c.has(PPPOE_LENGTH)) {
            return truncated(p);
        }
        if (c.bytes[c.at] != 0x11 || c.bytes[c.at + 1] != 0) {
            return EtherType.UNKNOWN;
        }
        c.limit(PPPOE_LENGTH + BigEndian.getShort(c.bytes, c.at + 4));
        c.at += PPPOE_LENGTH;
        return EtherType.PPP;
    }

    /** RFC 1661 and 1662: address and control may be left out, and an odd first byte is the whole protocol field. */
    private int ppp(Cursor c, Packet p) {
        if (c.has(2) && BigEndian.getShort(c.bytes, c.at) == 0xFF03) {
            c.at += 2;
        }
        if (!c.has(2)) {
            return truncated(p);
        }
        int protocol = c.bytes[c.at] & 0xFF;
        if ((protocol & 1) != 0) {
            c.at += 1;
        } else {
            protocol = BigEndian.getShort(c.bytes, c.at);
            c.at += 2;
        }
        return switch (protocol) {
            case 0x0021 -> EtherType.IPV4;
            case 0x0057 -> EtherType.IPV6;
            case 0x0281 -> EtherType.MPLS;
            default -> EtherType.UNKNOWN;
        };
    }

    /** Address families: 2 is IPv4 everywhere, IPv6 is 10, 24, 28 or 30. In the byte order of the machine that captured. */
    private int loopback(Cursor c, Packet p) {
        if (!c.has(4)) {
            return truncated(p);
        }
        int family = BigEndian.getInt(c.bytes, c.at);
        if ((family & 0xFFFF) == 0) {
            family = Integer.reverseBytes(family);
        }
        c.at += 4;
        return switch (family) {
            case 2, 10, 24, 28, 30 -> EtherType.IP_BY_VERSION;
            default -> EtherType.UNKNOWN;
        };
    }

    /** LINKTYPE_LINUX_SLL: | packet type | ARPHRD | address length | address (8) | protocol |. */
    private int cooked(Cursor c, Packet p) {
        if (!c.has(SLL_LENGTH)) {
            return truncated(p);
        }
        if (BigEndian.getShort(c.bytes, c.at + 4) == 6) {
            p.srcMac = BigEndian.getMac(c.bytes, c.at + 6);
        }
        int arphrd = BigEndian.getShort(c.bytes, c.at + 2);
        int protocol = BigEndian.getShort(c.bytes, c.at + 14);
        c.at += SLL_LENGTH;
        return cookedProtocol(arphrd, protocol);
    }

    /** LINKTYPE_LINUX_SLL2: | protocol | reserved | interface (4) | ARPHRD | packet type (1) | address length (1) | address (8) |. */
    private int cookedV2(Cursor c, Packet p) {
        if (!c.has(SLL2_LENGTH)) {
            return truncated(p);
        }
        if (c.bytes[c.at + 11] == 6) {
            p.srcMac = BigEndian.getMac(c.bytes, c.at + 12);
        }
        int arphrd = BigEndian.getShort(c.bytes, c.at + 8);
        int protocol = BigEndian.getShort(c.bytes, c.at);
        c.at += SLL2_LENGTH;
        return cookedProtocol(arphrd, protocol);
    }

    private static int cookedProtocol(int arphrd, int protocol) {
        if (protocol == SLL_802_2 || protocol == SLL_802_3 && arphrd == ARPHRD_ETHER) {
            return EtherType.LLC;
        }
        return protocol >= EtherType.MIN ? protocol : EtherType.UNKNOWN;
    }

    private int ppi(Cursor c, Packet p) {
        int linkType = WifiDecoder.ppi(c);
        if (linkType < 0) {
            return truncated(p);
        }
        return linkType == LinkType.PPI ? UNKNOWN_LINK : open(linkType, c, p);
    }

    /** LINKTYPE_NFLOG: | family | version | resource (16) |, then | length (16) | type (16) | value |, in the byte order of the host. */
    private int nflog(Cursor c, Packet p) {
        c.at += 4;
        while (c.has(4)) {
            int length = littleShort(c.bytes, c.at);
            int type = littleShort(c.bytes, c.at + 2);
            if (length < 4) {
                break;
            }
            if (type == NFLOG_PAYLOAD) {
                c.limit(length);
                c.at += 4;
                return EtherType.IP_BY_VERSION;
            }
            c.at += length + 3 & -4;
        }
        return truncated(p);
    }

    private static int littleShort(byte[] bytes, int at) {
        return Integer.reverseBytes(BigEndian.getShort(bytes, at)) >>> 16;
    }

    private static boolean isCiscoHdlc(byte address) {
        return address == 0x0F || address == (byte) 0x8F;
    }

    private int ciscoHdlc(Cursor c, Packet p) {
        return c.has(CISCO_HDLC_LENGTH) ? skip(CISCO_HDLC_LENGTH - 2, c, p) : truncated(p);
    }

    /** Tags of known length that end in the next type. */
    private int skip(int length, Cursor c, Packet p) {
        if (!c.has(length + 2)) {
            return truncated(p);
        }
        c.at += length + 2;
        return typeOrLength(BigEndian.getShort(c.bytes, c.at - 2), c);
    }

    private int byVersion(Cursor c, Packet p) {
        if (!c.has(1)) {
            return report.malformed(p, Anomaly.TRUNCATED_IP);
        }
        return switch (c.bytes[c.at] >>> 4 & 0xF) {
            case 4 -> EtherType.IPV4;
            case 6 -> EtherType.IPV6;
            default -> report.malformed(p, Anomaly.INVALID_IP_VERSION);
        };
    }

    private int truncated(Packet p) {
        return report.malformed(p, Anomaly.TRUNCATED_LINK);
    }
}
