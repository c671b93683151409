package io.auscult.rules.scan;

/** What a first packet is, as a way of scanning. */
enum ProbeKind {
    SYN("SYN", false),
    CONNECT("connect", false),
    FIN("FIN", true),
    NULL("NULL", true),
    XMAS("XMAS", true),
    /** Both look the same; only what their senders read in the answers differs. */
    ACK("ACK or window", false),
    MAIMON("Maimon", false),
    SYN_FIN("SYN/FIN", true),
    ODD_FLAGS("odd TCP flags", true),
    UDP("UDP", false),
    PING("ping", false),
    ICMP_TIMESTAMP("ICMP timestamp", true),
    ICMP_MASK("ICMP address mask", true),
    ICMP_INFORMATION("ICMP information", true),
    SCTP_INIT("SCTP INIT", false),
    SCTP_COOKIE("SCTP COOKIE ECHO", true),
    IP_PROTOCOL("IP protocol", false);

    private static final int FIN_FLAG = 1;
    private static final int SYN_FLAG = 2;
    private static final int RST_FLAG = 4;
    private static final int ACK_FLAG = 16;
    private static final int XMAS_FLAGS = 1 | 8 | 32;
    private static final int SCTP_COOKIE_ECHO = 10;
    private static final int TCP = 6;
    private static final int UDP_PROTOCOL = 17;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    private static final int SCTP = 132;
    private static final int NOP_OPTION = 1;

    final String words;
    /** No program that means well sends this. */
    final boolean stealthy;

    ProbeKind(String words, boolean stealthy) {
        this.words = words;
        this.stealthy = stealthy;
    }

    boolean isTcp() {
        return ordinal() <= ODD_FLAGS.ordinal();
    }

    boolean isIcmp() {
        return this == PING || this == ICMP_TIMESTAMP || this == ICMP_MASK || this == ICMP_INFORMATION;
    }

    /**
     * @param flags TCP flags, or an SCTP chunk type
     * @param options TCP option kinds, five bits each
     * @param icmpType type where it is ICMP
     */
    static ProbeKind of(int proto, int flags, long options, int icmpType) {
        return switch (proto) {
            case TCP -> ofTcp(flags & 0x3F, options);
            case UDP_PROTOCOL -> UDP;
            case ICMP, ICMPV6 ->
                switch (icmpType) {
                    case 13 -> ICMP_TIMESTAMP;
                    case 15 -> ICMP_INFORMATION;
                    case 17 -> ICMP_MASK;
                    default -> PING;
                };
            case SCTP -> flags == SCTP_COOKIE_ECHO ? SCTP_COOKIE : SCTP_INIT;
            default -> IP_PROTOCOL;
        };
    }

    private static ProbeKind ofTcp(int flags, long options) {
        if ((flags & SYN_FLAG) != 0 && (flags & (FIN_FLAG | RST_FLAG)) == 0) {
            return isSocket(options) ? CONNECT : SYN;
        }
        return switch (flags) {
            case 0 -> NULL;
            case FIN_FLAG -> FIN;
            case XMAS_FLAGS -> XMAS;
            case ACK_FLAG -> ACK;
            case FIN_FLAG | ACK_FLAG -> MAIMON;
            default -> (flags & SYN_FLAG) != 0 && (flags & FIN_FLAG) != 0 ? SYN_FIN : ODD_FLAGS;
        };
    }

    /** An operating system's own connect sends several options; scanners that make their own packets send none or MSS alone. */
    private static boolean isSocket(long options) {
        int kinds = 0;
        for (long rest = options; rest != 0; rest >>>= 5) {
            kinds += (rest & 31) != NOP_OPTION ? 1 : 0;
        }
        return kinds > 1;
    }
}
