package io.auscult.core.protocol.dhcp;

import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;

/**
 * One DHCPv6 message with what relays put around it, RFC 8415: options of code (2), length (2) and data, some holding further options. One per parser,
 * reused. Bounds: {@link #MAX_HOPS} relays, options in options to {@link #MAX_DEPTH}, {@link AddressList#MAX} addresses of a kind; a text is cut at
 * {@link DhcpOptions#MAX_TEXT} bytes, a DUID at {@link #MAX_DUID}.
 * <pre>
 *  | type | transaction (3) | options ...                                  client and server, section 8
 *  | type | hops | link address (16) | peer address (16) | options ...     relays, section 9
 * </pre>
 */
final class Dhcp6Options {
    static final int HEADER = 4;
    static final int RELAY_HEADER = 34;
    static final int RELAY_FORW = 12, RELAY_REPL = 13;
    static final int LAST_TYPE = 37;
    static final int MAX_HOPS = 32;
    static final int CLIENT_ID = 1, RELAY_MESSAGE = 9;
    static final int MAX_DUID = 130; // bytes, RFC 8415 section 11.1

    private static final int SERVER_ID = 2, IA_NA = 3, IA_TA = 4, IA_ADDRESS = 5, OPTION_REQUEST = 6;
    private static final int STATUS_CODE = 13, VENDOR_CLASS = 16, DNS_SERVERS = 23, DOMAIN_LIST = 24;
    private static final int IA_PD = 25, IA_PREFIX = 26, CLIENT_FQDN = 39, CLIENT_LINK_LAYER = 79;
    private static final int MAX_DEPTH = 2; // an address in an association, a status in an address
    private static final int DUID_LINK_LAYER_TIME = 1, DUID_LINK_LAYER = 3;
    private static final int ETHERNET = 1;

    final TextSlot clientDuid = new TextSlot(2 * MAX_DUID);
    final TextSlot serverDuid = new TextSlot(2 * MAX_DUID);
    final TextSlot mac = new TextSlot(32);
    final TextSlot clientFqdn = new TextSlot(DhcpOptions.MAX_TEXT);
    final TextSlot domain = new TextSlot(DhcpOptions.MAX_TEXT);
    final TextSlot vendorClass = new TextSlot(DhcpOptions.MAX_TEXT);
    final TextSlot parameters = new TextSlot(4 * DhcpOptions.MAX_TEXT);
    final TextSlot statusMessage = new TextSlot(DhcpOptions.MAX_TEXT);
    final TextSlot prefix = new TextSlot(64);
    final AddressList addresses = new AddressList();
    final AddressList dnsServers = new AddressList();
    final AddressList relays = new AddressList(); // nearest to the server first
    int type;
    long transaction;
    int status; // -1 for none
    long leaseTime; // seconds, the longest; -1 for none
    boolean relayed;
    long peerHigh; // of the innermost relay: the client
    long peerLow;

    /** @return whether the message is whole, or what stands before the fault was enough to know its type */
    boolean read(StreamView in) {
        clear();
        int from = 0;
        int end = in.length();
        for (int hop = 0; hop <= MAX_HOPS; hop++) {
            if (end - from < HEADER) {
                return false;
            }
            type = in.u8(from);
            if (type != RELAY_FORW && type != RELAY_REPL) {
                transaction = in.u24(from + 1);
                options(in, from + HEADER, end, 0);
                return true;
            }
            if (end - from < RELAY_HEADER) {
                return false;
            }
            int inner = relay(in, from, end);
            if (inner < 0) {
                return false;
            }
            end = inner + in.u16(inner - 2);
            from = inner;
        }
        return false;
    }

    /** @return place of the message inside, -1 if there is none */
    private int relay(StreamView in, int from, int end) {
        relayed = true;
        long linkHigh = in.u64(from + 2);
        long linkLow = in.u64(from + 10);
        if (linkHigh != 0 || linkLow != 0) {
            relays.add(linkHigh, linkLow);
        }
        peerHigh = in.u64(from + 18);
        peerLow = in.u64(from + 26);
        int inner = -1;
        int at = from + RELAY_HEADER;
        while (end - at >= 4 && in.u16(at + 2) <= end - at - 4) {
            int code = in.u16(at);
            int length = in.u16(at + 2);
            if (code == RELAY_MESSAGE) {
                inner = at + 4;
            } else if (code == CLIENT_LINK_LAYER && length > 2 && in.u16(at + 4) == ETHERNET) {
                mac.clear();
                DhcpOptions.mac(mac, in, at + 6, length - 2);
            }
            at += 4 + length;
        }
        return inner;
    }

    private void options(StreamView in, int from, int end, int depth) {
        int at = from;
        while (end - at >= 4) {
            int length = in.u16(at + 2);
            if (length > end - at - 4) {
                return;
            }
            option(in, in.u16(at), at + 4, length, depth);
            at += 4 + length;
        }
    }

    private void option(StreamView in, int code, int at, int length, int depth) {
        switch (code) {
            case CLIENT_ID -> clientId(in, at, length);
            case SERVER_ID -> duid(serverDuid, in, at, length);
            case IA_NA, IA_PD -> inside(in, at, length, 12, depth);
            case IA_TA -> inside(in, at, length, 4, depth);
            case IA_ADDRESS -> address(in, at, length, depth);
            case IA_PREFIX -> prefix(in, at, length, depth);
            case OPTION_REQUEST -> requested(in, at, length);
            case STATUS_CODE -> status(in, at, length);
            case VENDOR_CLASS -> vendorClass(in, at, length);
            case DNS_SERVERS -> servers(in, at, length);
            case DOMAIN_LIST -> name(domain, in, at, at + length);
            case CLIENT_FQDN -> name(clientFqdn, in, at + 1, at + length);
            default -> {}
        }
    }

    private void inside(StreamView in, int at, int length, int fixed, int depth) {
        if (length >= fixed && depth < MAX_DEPTH) {
            options(in, at + fixed, at + length, depth + 1);
        }
    }

    private static void duid(TextSlot slot, StreamView in, int at, int length) {
        slot.clear();
        slot.appendHex(in.array(), in.arrayOffset() + at, Math.min(length, MAX_DUID));
    }

    private void clientId(StreamView in, int at, int length) {
        duid(clientDuid, in, at, length);
        int kind = length >= 4 ? in.u16(at) : 0;
        int header = kind == DUID_LINK_LAYER_TIME ? 8 : kind == DUID_LINK_LAYER ? 4 : length;
        if (length > header && in.u16(at + 2) == ETHERNET && !mac.isSet()) {
            DhcpOptions.mac(mac, in, at + header, length - header);
        }
    }

    private void address(StreamView in, int at, int length, int depth) {
        if (length < 24) {
            return;
        }
        if (in.u64(at) != 0 || in.u64(at + 8) != 0) {
            addresses.add(in.u64(at), in.u64(at + 8));
            lease(in.u32(at + 20));
        }
        inside(in, at, length, 24, depth);
    }

    private void prefix(StreamView in, int at, int length, int depth) {
        if (length < 25) {
            return;
        }
        if (!prefix.isSet() && (in.u64(at + 9) != 0 || in.u64(at + 17) != 0)) {
            prefix.appendAddress(in.u64(at + 9), in.u64(at + 17));
            prefix.append((byte) '/');
            prefix.appendDecimal(in.u8(at + 8));
            lease(in.u32(at + 4));
        }
        inside(in, at, length, 25, depth);
    }

    private void lease(long seconds) {
        leaseTime = Math.max(leaseTime, seconds);
    }

    private void requested(StreamView in, int at, int length) {
        for (int i = 0; i + 2 <= length; i += 2) {
            if (parameters.length() > 0) {
                parameters.append((byte) ',');
            }
            parameters.appendDecimal(in.u16(at + i));
        }
    }

    /** Of several the last that is no success. */
    private void status(StreamView in, int at, int length) {
        if (length < 2 || in.u16(at) == 0 && status > 0) {
            return;
        }
        status = in.u16(at);
        statusMessage.clear();
        if (length > 2) {
            statusMessage.append(in, at + 2, length - 2);
        }
    }

    /** An enterprise number, then texts with their lengths. */
    private void vendorClass(StreamView in, int at, int length) {
        int end = at + length;
        int from = at + 4;
        while (end - from > 2) {
            int size = Math.min(in.u16(from), end - from - 2);
            if (vendorClass.length() > 0) {
                vendorClass.append((byte) ',');
            }
            vendorClass.append(in, from + 2, size);
            from += 2 + size;
        }
    }

    private void servers(StreamView in, int at, int length) {
        for (int i = 0; i + 16 <= length; i += 16) {
            dnsServers.add(in.u64(at + i), in.u64(at + i + 8));
        }
    }

    /** The first name, in the wire format of DNS; it may be a part, without the end. */
    private static void name(TextSlot slot, StreamView in, int from, int end) {
        slot.clear();
        int at = from;
        while (at < end) {
            int size = Math.min(in.u8(at), end - at - 1);
            if (size == 0) {
                return;
            }
            if (slot.length() > 0) {
                slot.append((byte) '.');
            }
            slot.append(in, at + 1, size);
            at += 1 + size;
        }
    }

    void clear() {
        clientDuid.clear();
        serverDuid.clear();
        mac.clear();
        clientFqdn.clear();
        domain.clear();
        vendorClass.clear();
        parameters.clear();
        statusMessage.clear();
        prefix.clear();
        addresses.clear();
        dnsServers.clear();
        relays.clear();
        type = 0;
        transaction = 0;
        status = -1;
        leaseTime = -1;
        relayed = false;
        peerHigh = 0;
        peerLow = 0;
    }
}
