package io.auscult.core.counter;

/**
 * Everything hostile, broken or odd that traffic can show, by the name that the {@code weird} log prints (Zeek's name where Zeek
 * has one). Each is counted, and sampled as a {@code weird} event.
 */
public enum Anomaly {
    TRUNCATED_LINK("truncated_link_header", "The link-layer header is cut."),
    TRUNCATED_ARP("truncated_ARP", "An ARP message is cut or of unknown form."),
    TRUNCATED_IP("truncated_IP", "An IP header is cut."),
    TRUNCATED_IPV6("truncated_IPv6", "An IPv6 header or extension header is cut."),
    INVALID_IP_VERSION("invalid_IP_version", "The version of an IP header is neither 4 nor 6."),
    INVALID_IP_HEADER("invalid_IP_header_size", "An IPv4 header length under 20 bytes or over the packet."),
    IP_LENGTH_MISMATCH("bad_IP_length", "The IP length field contradicts the bytes on the wire."),
    BAD_IP_CHECKSUM("bad_IP_checksum", "The IPv4 header checksum is wrong."),
    BAD_TCP_CHECKSUM("bad_TCP_checksum", "The TCP checksum is wrong."),
    BAD_UDP_CHECKSUM("bad_UDP_checksum", "The UDP checksum is wrong."),
    BAD_SCTP_CHECKSUM("bad_SCTP_checksum", "The SCTP checksum is wrong."),
    BAD_ICMP_CHECKSUM("bad_ICMP_checksum", "The ICMP or ICMPv6 checksum is wrong."),
    TRUNCATED_TCP("truncated_header_in_TCP", "A TCP header is cut or its length impossible."),
    TRUNCATED_UDP("truncated_header_in_UDP", "A UDP header is cut or its length impossible."),
    TRUNCATED_ICMP("truncated_header_in_ICMP", "An ICMP header is cut."),
    TRUNCATED_SCTP("truncated_header_in_SCTP", "An SCTP header is cut."),
    TRUNCATED_TUNNEL("truncated_tunnel", "A tunnel header is cut or contradicts itself."),
    TUNNEL_DEPTH("exceeded_tunnel_max_depth", "Tunnels inside tunnels beyond the limit."),
    IPV6_EXTENSION_CHAIN("excessive_IPv6_extension_headers", "More IPv6 extension headers than the limit."),
    IPV6_ROUTING_HEADER("routing0_hdr", "An IPv6 type 0 routing header (RFC 5095 forbids it)."),
    IPV6_JUMBOGRAM("jumbo_payload", "An IPv6 jumbo payload option (RFC 2675), which no network of today carries."),
    IP_SOURCE_ROUTE("ip_source_route", "An IPv4 loose or strict source route option."),
    FRAGMENT_TINY("excessively_small_fragment", "A first fragment too small for the transport header."),
    FRAGMENT_OVERLAP("fragment_overlap", "IP fragments overlap with the same bytes."),
    FRAGMENT_INCONSISTENT("fragment_inconsistency", "IP fragments overlap with different bytes."),
    FRAGMENT_OVERSIZE("excessively_large_fragment", "A fragment reaches beyond 65,535 bytes."),
    FRAGMENT_SIZE_CHANGE("fragment_size_inconsistency", "Fragments disagree on where the datagram ends."),
    FRAGMENT_TABLE_FULL("fragment_table_full", "No room to hold one more datagram in pieces."),
    LAND_ATTACK("land_attack", "Source and destination address and port are the same."),
    TCP_NO_FLAGS("TCP_null_flags", "A TCP segment without any flag."),
    TCP_SYN_FIN("TCP_SYN_FIN", "A TCP segment with both SYN and FIN."),
    TCP_XMAS("TCP_christmas", "A TCP segment with FIN, PSH and URG."),
    TCP_BAD_OPTIONS("bad_TCP_options", "TCP options that reach beyond their header."),
    SYN_INSIDE_CONNECTION("SYN_inside_connection", "A SYN within an established connection."),
    SYN_AFTER_CLOSE("SYN_after_close", "A SYN on a connection that was just closed."),
    SYN_SEQ_JUMP("SYN_seq_jump", "A repeated SYN with another sequence number."),
    DATA_BEFORE_ESTABLISHED("data_before_established", "TCP data before the handshake ended."),
    DATA_AFTER_RESET("data_after_reset", "TCP data after a reset of the same side."),
    FIN_ADVANCED_LAST_SEQ("FIN_advanced_last_seq", "A FIN beyond all data that was seen."),
    RST_OUT_OF_WINDOW("RST_out_of_window", "A reset whose sequence number is outside the window."),
    SEGMENT_OVERLAP_DIFFERENT("rexmit_inconsistency", "A TCP retransmission with other bytes than the first time."),
    URGENT_DATA("TCP_urgent_data", "TCP urgent data."),
    WINDOW_RECISION("window_recision", "A TCP window was taken back."),
    ABOVE_HOLE_DATA_WITHOUT_ANY_ACKS("above_hole_data_without_any_acks", "TCP data beyond a hole, never acknowledged."),
    STREAM_HELD_LIMIT(
            "tcp_reassembly_limit", "A stream's limit for out-of-order data was reached; the hole was skipped."),
    ACTIVE_CONNECTION_REUSE(
            "active_connection_reuse", "A new handshake on the ports of a connection that had not ended."),
    UNKNOWN_LINK_TYPE("unknown_link_type", "A link type that is not understood."),
    UNKNOWN_ETHERTYPE("unknown_packet_type", "An EtherType or network protocol that is not followed."),
    TIMESTAMP_JUMP_BACK("timestamp_jump_back", "The capture clock went back by more than a second."),
    MAC_SPOOF("arp_sender_mismatch", "The sender's hardware address inside ARP differs from that of the frame."),
    PROTOCOL_VIOLATION("protocol_violation", "Bytes that break the rules of the protocol the parser had recognised."),
    DNS_LABEL_LIMIT("DNS_label_len_gt_name_len", "A DNS name that is too long, loops or leaves the message."),
    DNS_TRUNCATED("DNS_truncated_len_lt_hdr_len", "A DNS message that is cut."),
    HTTP_LINE_LIMIT("excessively_long_HTTP_line", "An HTTP line or header block over the limit."),
    HTTP_BAD_CHUNK("HTTP_chunked_multipart_invalid", "An HTTP chunk size that is not a number."),
    HTTP_LENGTH_AND_CHUNKED(
            "HTTP_content_length_and_chunked",
            "An HTTP message whose length is told in two ways, as request smuggling does."),
    HTTP_PIPELINE_LIMIT("HTTP_excessive_pipelining", "More unanswered HTTP requests than are followed."),
    TLS_BAD_RECORD("SSL_bad_record", "A TLS record of impossible type or length."),
    TLS_BAD_HANDSHAKE("SSL_bad_handshake", "A TLS handshake message that contradicts its length."),
    CERTIFICATE_INVALID("X509_parse_error", "A certificate that cannot be read."),
    LDAP_MESSAGE_LIMIT("LDAP_message_limit", "An LDAP message over the limit; only its kind is told."),
    SSH_BAD_BANNER("SSH_bad_identification", "An SSH identification line that is too long or malformed.");

    private final String weird;
    private final String doc;

    Anomaly(String weird, String doc) {
        this.weird = weird;
        this.doc = doc;
    }

    /** The name in the {@code weird} log. */
    public String weird() {
        return weird;
    }

    public String doc() {
        return doc;
    }
}
