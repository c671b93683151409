package io.auscult.core.capture;

/** LINKTYPE_ values, as far as reading captures needs them (tcpdump.org/linktypes.html). */
final class LinkType {
    static final int RAW = 101;

    private static final int LINUX_USB_MMAPPED = 220;
    private static final int DBUS = 231;
    private static final int USBPCAP = 249;
    private static final int EBHSCR = 279;
    private static final int UNKNOWN = 0xFFFF;

    private LinkType() {}

    /**
     * Brings values that mean the same to one: raw IP was written as 12 and 14 by some systems. Also leaves out the bits for the
     * frame check sequence that a pcap header carries above the value.
     */
    static int normal(int value) {
        int type = value & 0x03FF_FFFF;
        if (type == 12 || type == 14) {
            return RAW;
        }
        return Math.min(type, UNKNOWN);
    }

    /** The DLT_ value that libpcap has for it on this system, so far as the two differ. */
    static int dataLink(int type) {
        return type == RAW ? 12 : type;
    }

    /** Whether a packet of this type may be longer than {@link PacketBlock#MAX_PACKET}, as libpcap allows. */
    static boolean isLong(int type) {
        return type == LINUX_USB_MMAPPED || type == DBUS || type == USBPCAP || type == EBHSCR;
    }
}
