package io.auscult.core.decode;

/** Whether bytes whose kind nothing states look like an IP datagram or an Ethernet frame. Strict: a wrong yes hides a flow. Any thread. */
final class Plausible {
    private Plausible() {}

    static boolean ip(Cursor c) {
        if (!c.has(1)) {
            return false;
        }
        return switch (c.bytes[c.at] >>> 4 & 0xF) {
            case 4 -> ipv4(c);
            case 6 -> ipv6(c);
            default -> false;
        };
    }

    static boolean ipv4(Cursor c) {
        if (!c.has(Ipv4Header.MIN_LENGTH) || (c.bytes[c.at] & 0xF0) != 0x40) {
            return false;
        }
        int headerLength = (c.bytes[c.at] & 0xF) << 2;
        int totalLength = BigEndian.getShort(c.bytes, c.at + 2);
        return headerLength >= Ipv4Header.MIN_LENGTH && totalLength >= headerLength && totalLength <= c.remaining();
    }

    static boolean ipv6(Cursor c) {
        return c.has(Ipv6Header.LENGTH)
                && (c.bytes[c.at] & 0xF0) == 0x60
                && BigEndian.getShort(c.bytes, c.at + 4) + Ipv6Header.LENGTH <= c.remaining();
    }

    /** An Ethernet frame with IP, ARP, a VLAN tag or a fitting LLC length inside. */
    static boolean ethernet(Cursor c) {
        if (!c.has(EthernetHeader.LENGTH + 1)) {
            return false;
        }
        int type = BigEndian.getShort(c.bytes, c.at + 12);
        int nibble = c.bytes[c.at + EthernetHeader.LENGTH] >>> 4 & 0xF;
        return switch (type) {
            case EtherType.IPV4 -> nibble == 4;
            case EtherType.IPV6 -> nibble == 6;
            case EtherType.ARP -> c.bytes[c.at + EthernetHeader.LENGTH] == 0;
            case EtherType.VLAN, EtherType.SERVICE_VLAN, EtherType.MPLS -> true;
            default -> type >= 3 && type <= Math.min(1500, c.remaining() - EthernetHeader.LENGTH) || isCommon(type);
        };
    }

    /** Loopback test, EAPOL, LLDP, PTP. */
    private static boolean isCommon(int type) {
        return type == 0x9000 || type == 0x888E || type == 0x88CC || type == 0x88F7;
    }
}
