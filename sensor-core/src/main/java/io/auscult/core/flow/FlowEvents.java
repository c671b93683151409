package io.auscult.core.flow;

import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import java.util.List;

/** What the flow stage has to say. {@code conn} is Zeek's log; {@code contact} is for detectors. */
public final class FlowEvents {
    public static final EventType CONN = EventType.of("conn", "A connection, when it ended or was given up.");
    public static final Field PROTO = CONN.text("proto", "tcp, udp, icmp, sctp ...");
    public static final Field SERVICE = CONN.text("service", "Protocols recognised by content.");
    public static final Field DURATION = CONN.interval("duration", "From first to last packet.");
    public static final Field ORIG_BYTES =
            CONN.count("orig_bytes", "Payload bytes of the originator; for TCP by sequence numbers.");
    public static final Field RESP_BYTES = CONN.count("resp_bytes", "Payload bytes of the responder.");
    public static final Field CONN_STATE =
            CONN.text("conn_state", "S0, S1, SF, REJ, S2, S3, RSTO, RSTR, RSTOS0, RSTRH, SH, SHR or OTH.");
    public static final Field LOCAL_ORIG = CONN.bool("local_orig", "Whether the originator is inside.");
    public static final Field LOCAL_RESP = CONN.bool("local_resp", "Whether the responder is inside.");
    public static final Field MISSED_BYTES = CONN.count("missed_bytes", "Bytes in gaps of the streams.");
    public static final Field HISTORY =
            CONN.text("history", "What happened in which order, one letter each; upper case: the originator.");
    public static final Field ORIG_PKTS = CONN.count("orig_pkts", "Packets of the originator.");
    public static final Field ORIG_IP_BYTES = CONN.count("orig_ip_bytes", "Bytes of these at the IP level.");
    public static final Field RESP_PKTS = CONN.count("resp_pkts", "Packets of the responder.");
    public static final Field RESP_IP_BYTES = CONN.count("resp_ip_bytes", "Bytes of these at the IP level.");
    public static final Field TUNNEL_PARENTS =
            CONN.textList("tunnel_parents", "The uid of each connection that carried this one in a tunnel.");
    public static final Field IP_PROTO = CONN.count("ip_proto", "IP protocol number.");
    public static final Field COMMUNITY_ID = CONN.text("community_id", "Community ID, version 1, seed 0.");
    public static final Field VLAN = CONN.count("vlan", "Outer VLAN id.");
    public static final Field INNER_VLAN = CONN.count("inner_vlan", "Inner VLAN id.");
    public static final Field ORIG_HOST_NAME =
            CONN.text("orig_host_name", "What the originator is called, as far as known when the connection ended.");
    public static final Field RESP_HOST_NAME = CONN.text("resp_host_name", "What the responder is called.");

    /**
     * One for each flow, as soon as its first request was answered, refused or given up: what scan detectors judge. The event's time is
     * that of the verdict; {@link #CONTACT_STARTED} that of the first packet.
     */
    public static final EventType CONTACT = EventType.internal("contact", "The outcome of the first packet of a flow.");

    public static final Field CONTACT_OUTCOME = CONTACT.count("outcome", "One of the constants below.");
    public static final Field CONTACT_STARTED = CONTACT.time("started", "Time of the flow's first packet.");
    public static final Field CONTACT_FLAGS = CONTACT.count(
            "flags",
            "TCP flags of the first packet (FIN 1, SYN 2, RST 4, PSH 8, ACK 16, URG 32, ECE 64, CWR 128); for SCTP the"
                    + " type of its first chunk.");
    public static final Field CONTACT_WINDOW = CONTACT.count("window", "TCP window of the first packet, unscaled.");
    public static final Field CONTACT_OPTIONS = CONTACT.count(
            "options",
            "TCP option kinds of the first packet in order, five bits each from the lowest, kinds over 30 as 31; 0 for"
                    + " none.");
    public static final Field CONTACT_PAYLOAD = CONTACT.count("payload", "Payload bytes of the first packet.");
    public static final Field CONTACT_TTL = CONTACT.count("ttl", "TTL or hop limit of the first packet.");
    public static final Field CONTACT_IP_ID = CONTACT.count("ip_id", "IPv4 identification of the first packet.");
    public static final Field CONTACT_ANSWER_IP_ID =
            CONTACT.count("answer_ip_id", "IPv4 identification of the answer.");
    public static final Field CONTACT_ANSWER_TTL = CONTACT.count("answer_ttl", "TTL of the answer.");
    public static final Field CONTACT_ANSWER_FLAGS = CONTACT.count("answer_flags", "TCP flags of the answer.");
    public static final Field CONTACT_ANSWER_WINDOW =
            CONTACT.count("answer_window", "TCP window of the answer; a window scan reads it.");
    public static final Field CONTACT_ICMP =
            CONTACT.count("icmp", "ICMP type x 256 + code where ICMP brought the answer.");
    public static final Field CONTACT_PACKETS = CONTACT.count("packets", "Packets of the originator so far.");
    public static final Field CONTACT_LOCAL_ORIG = CONTACT.bool("local_orig", "Whether the originator is inside.");
    public static final Field CONTACT_LOCAL_RESP = CONTACT.bool("local_resp", "Whether the responder is inside.");
    public static final Field CONTACT_ORIG_L2_ADDR =
            CONTACT.mac("orig_l2_addr", "Hardware address on the originator's side.");

    public static final Field CONTACT_RESP_L2_ADDR =
            CONTACT.mac("resp_l2_addr", "Hardware address on the responder's side.");

    /** Nobody answered in time. */
    public static final int SILENT = 0;
    /** The responder took the request: SYN-ACK, data, an echo reply. */
    public static final int ANSWERED = 1;
    /** The responder refused: RST, port unreachable. */
    public static final int REFUSED = 2;
    /** A router or filter said that it cannot be reached or is forbidden. */
    public static final int UNREACHABLE = 3;
    /** The flow began with an answer (SYN-ACK, RST, reply): its request was not seen, or never was (backscatter). */
    public static final int UNSOLICITED = 4;
    /** A flow picked up in the middle: data or ACK with traffic in both directions. */
    public static final int MIDSTREAM = 5;
    /**
     * No answer was seen, yet the originator went on as if it had one (its ACK or data after its SYN; several datagrams of UDP that differ in
     * length): a one-way mirror or an asymmetric route. What became of it is unknown, and it is no failure.
     */
    public static final int ONE_SIDED = 6;

    public static final EventType ARP = EventType.standalone("arp", "An ARP message.");
    public static final Field ARP_OPERATION = ARP.text("operation", "request or reply.");
    public static final Field ARP_SRC_MAC = ARP.mac("src_mac", "Source of the frame.");
    public static final Field ARP_DST_MAC = ARP.mac("dst_mac", "Destination of the frame.");
    public static final Field ARP_ORIG_H = ARP.address("orig_h", "Sender's protocol address.");
    public static final Field ARP_ORIG_HW = ARP.mac("orig_hw_addr", "Sender's hardware address.");
    public static final Field ARP_RESP_H = ARP.address("resp_h", "Target's protocol address.");
    public static final Field ARP_RESP_HW = ARP.mac("resp_hw_addr", "Target's hardware address.");
    public static final Field ARP_VLAN = ARP.count("vlan", "Outer VLAN id.");

    public static final EventType ICMP = EventType.of(
            "icmp", "An ICMP or ICMPv6 message: every error, and of anything else the first that each side sends.");
    public static final Field ICMP_TYPE = ICMP.count("icmp_type", "Type.");
    public static final Field ICMP_CODE = ICMP.count("icmp_code", "Code.");
    public static final Field ICMP_NAME = ICMP.text("name", "Name of the type.");
    public static final Field ICMP_IS_ORIG = ICMP.bool("is_orig", "Whether the originator of the ICMP flow sent it.");
    public static final Field ICMP_LEN = ICMP.count("len", "Bytes of ICMP payload.");
    public static final Field ICMP_TTL = ICMP.count("ttl", "TTL or hop limit.");
    public static final Field ICMP_ABOUT_ORIG_H =
            ICMP.address("about.orig_h", "Source of the packet that an error is about.");
    public static final Field ICMP_ABOUT_ORIG_P = ICMP.port("about.orig_p", "Its source port.");
    public static final Field ICMP_ABOUT_RESP_H = ICMP.address("about.resp_h", "Its destination.");
    public static final Field ICMP_ABOUT_RESP_P = ICMP.port("about.resp_p", "Its destination port.");
    public static final Field ICMP_ABOUT_PROTO = ICMP.count("about.proto", "Its IP protocol.");
    public static final Field ICMP_ROUTER_LIFETIME = ICMP.count(
            "router_lifetime", "Of an IPv6 router: for how many seconds it wants to be the way out; 0 for not at all.");
    public static final Field ICMP_ROUTER_PREFIX =
            ICMP.address("router_prefix", "The first network that an IPv6 router announces.");

    public static final Field ICMP_ROUTER_ODD_DNS = ICMP.bool(
            "router_odd_dns",
            "Of a router advertisement: true when a list of name servers has a length that it cannot have.");

    public static final Field ICMP_NEIGHBOR = ICMP.address(
            "neighbor", "Of a neighbor solicitation or advertisement: the address that is asked for or told of.");
    public static final Field ICMP_SRC_MAC =
            ICMP.mac("src_mac", "Of messages of IPv6 neighbors and routers: source of the frame.");
    public static final Field ICMP_DST_MAC =
            ICMP.mac("dst_mac", "Of messages of IPv6 neighbors and routers: destination of the frame.");

    public static final List<EventType> ALL = List.of(CONN, CONTACT, ARP, ICMP);

    private FlowEvents() {}
}
