package io.auscult.core.decode;

/** EtherType values (IEEE 802 numbers), and a few codes beyond 16 bits for what has none. */
final class EtherType {
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int TRANSPARENT_ETHERNET = 0x6558;
    static final int VLAN = 0x8100;
    static final int PPP = 0x880B;
    static final int IPV6 = 0x86DD;
    static final int MPLS = 0x8847;
    static final int MPLS_UPSTREAM = 0x8848;
    static final int PPPOE_SESSION = 0x8864;
    static final int ERSPAN_III = 0x22EB;
    static final int ERSPAN = 0x88BE;
    static final int SERVICE_VLAN = 0x88A8;
    static final int FABRIC_PATH = 0x8903;
    static final int CISCO_METADATA = 0x8909;
    static final int VN_TAG = 0x8926;
    static final int OLD_QINQ = 0x9100;
    static final int OLD_QINQ_2 = 0x9200;
    static final int OLD_QINQ_3 = 0x9300;

    /** Smallest type; below it is a length (IEEE 802.3). */
    static final int MIN = 0x0600;

    /** IPv4 or IPv6, told by the first four bits. */
    static final int IP_BY_VERSION = 0x10000;
    /** IEEE 802.2 LLC. */
    static final int LLC = 0x10001;
    /** IEEE 802.11. */
    static final int WIFI = 0x10003;
    /** Nothing that is followed. */
    static final int UNKNOWN = 0x10002;

    private EtherType() {}
}
