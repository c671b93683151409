package io.auscult.core.decode;

/** LINKTYPE_ values of capture files (and DLT_ values found in their place) that are understood. */
final class LinkType {
    static final int NULL = 0;
    static final int ETHERNET = 1;
    static final int PPP = 9;
    static final int RAW_BSD = 12;
    static final int RAW_OPENBSD = 14;
    static final int PPP_HDLC = 50;
    static final int PPP_ETHER = 51;
    static final int RAW = 101;
    static final int CISCO_HDLC = 104;
    static final int IEEE802_11 = 105;
    static final int LOOP = 108;
    static final int LINUX_SLL = 113;
    static final int IEEE802_11_PRISM = 119;
    static final int IEEE802_11_RADIOTAP = 127;
    static final int IEEE802_11_AVS = 163;
    static final int PPI = 192;
    static final int IPV4 = 228;
    static final int IPV6 = 229;
    static final int NFLOG = 239;
    static final int LINUX_SLL2 = 276;

    private LinkType() {}
}
