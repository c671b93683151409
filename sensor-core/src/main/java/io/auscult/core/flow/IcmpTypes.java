package io.auscult.core.flow;

import io.auscult.core.decode.IcmpHeader;

/** ICMP types: which answer which, and their names (RFC 792, 950, 1256, 4443, 4861, 2710, 4620). */
final class IcmpTypes {
    static final int ICMP = 1;
    static final int ICMPV6 = 58;
    static final int ROUTER_ADVERTISEMENT = 134;
    static final int NEIGHBOR_SOLICITATION = 135;
    static final int NEIGHBOR_ADVERTISEMENT = 136;
    /** The type has no answer: what {@link #counterpart} gives then. */
    static final int NONE = -1;

    private IcmpTypes() {}

    static int counterpart(int proto, int type) {
        return proto == ICMP ? IcmpHeader.counterpart(type) : IcmpHeader.counterpart6(type);
    }

    /** Whether somebody asks with it and expects an answer from one host: what a sweep may use. */
    static boolean isRequest(int proto, int type) {
        return proto == ICMP ? type == 8 || type == 13 || type == 15 || type == 17 : type == 128;
    }

    /** Whether it reports an error about a packet that it quotes. */
    static boolean isError(int proto, int type) {
        return proto == ICMP ? type == 3 || type == 4 || type == 5 || type == 11 || type == 12 : type < 128;
    }

    static boolean isPortUnreachable(int proto, int type, int code) {
        return proto == ICMP ? type == 3 && (code == 3 || code == 2) : type == 1 && code == 4;
    }

    static boolean isUnreachable(int proto, int type) {
        return proto == ICMP ? type == 3 : type == 1;
    }

    static String name(int proto, int type) {
        return proto == ICMP
                ? switch (type) {
                    case 0 -> "echo_reply";
                    case 3 -> "unreachable";
                    case 4 -> "source_quench";
                    case 5 -> "redirect";
                    case 8 -> "echo_request";
                    case 9 -> "router_advertisement";
                    case 10 -> "router_solicitation";
                    case 11 -> "time_exceeded";
                    case 12 -> "parameter_problem";
                    case 13 -> "timestamp_request";
                    case 14 -> "timestamp_reply";
                    case 15 -> "information_request";
                    case 16 -> "information_reply";
                    case 17 -> "mask_request";
                    case 18 -> "mask_reply";
                    default -> "other";
                }
                : switch (type) {
                    case 1 -> "unreachable";
                    case 2 -> "packet_too_big";
                    case 3 -> "time_exceeded";
                    case 4 -> "parameter_problem";
                    case 128 -> "echo_request";
                    case 129 -> "echo_reply";
                    case 130 -> "multicast_listener_query";
                    case 131 -> "multicast_listener_report";
                    case 132 -> "multicast_listener_done";
                    case 133 -> "router_solicitation";
                    case 134 -> "router_advertisement";
                    case 135 -> "neighbor_solicitation";
                    case 136 -> "neighbor_advertisement";
                    case 137 -> "redirect";
                    case 143 -> "multicast_listener_report_v2";
                    default -> "other";
                };
    }
}
