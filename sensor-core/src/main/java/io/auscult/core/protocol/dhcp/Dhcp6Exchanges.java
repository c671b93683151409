package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;

/**
 * Joins what a client (by its DUID and its address on the link) and its servers say to each other within seconds, over several connections, into one {@code dhcpv6} event.
 * Lives on the detect thread; {@link ExchangeTable} says when an exchange is over and what bounds them.
 */
public final class Dhcp6Exchanges implements EventJoiner {
    public static final EventType DHCPV6 =
            EventType.standalone("dhcpv6", "What a client and its DHCPv6 servers said to each other in one exchange.");
    static final Field UIDS = DHCPV6.textList("uids", "The connections in which they said it.");
    static final Field CLIENT_ADDR = DHCPV6.address("client_addr", "The client's address on its link.");
    static final Field SERVER_ADDR = DHCPV6.address("server_addr", "Address that the last answer came from.");
    static final Field MAC = DHCPV6.text("mac", "The client's hardware address, from its DUID or from a relay.");
    static final Field DUID = DHCPV6.text("duid", "The client's identifier in hexadecimal digits.");
    static final Field SERVER_DUID = DHCPV6.text("server_duid", "The server's identifier in hexadecimal digits.");
    static final Field CLIENT_FQDN = DHCPV6.text("client_fqdn", "The name that the client wants in DNS.");
    static final Field DOMAIN = DHCPV6.text("domain", "The first domain that the server says to search.");
    static final Field DNS_SERVERS = DHCPV6.addressList("dns_servers", "The name servers that the server tells.");
    static final Field REQUESTED_ADDRS =
            DHCPV6.addressList("requested_addrs", "The addresses that the client asked for, renewed or gave back.");
    static final Field ASSIGNED_ADDRS = DHCPV6.addressList("assigned_addrs", "The addresses that it got.");
    static final Field PREFIX = DHCPV6.text("prefix", "The network that was delegated to it, the first.");
    static final Field LEASE_TIME = DHCPV6.interval("lease_time", "For how long, at the longest.");
    static final Field STATUS = DHCPV6.text("status", "What the server said of it, where it said anything.");
    static final Field SERVER_MESSAGE = DHCPV6.text("server_message", "The same for people.");
    static final Field RELAYS = DHCPV6.addressList("relays", "The links from which relays passed it on.");
    static final Field MSG_TYPES = DHCPV6.textList("msg_types", "The messages in order.");
    static final Field DURATION = DHCPV6.interval("duration", "From the first to the last message.");
    static final Field CLIENT_SOFTWARE =
            DHCPV6.text("client_software", "What the client says it is, its vendor class.");
    static final Field FINGERPRINT = DHCPV6.text(
            "fingerprint", "Numbers of the options that the client asks for, in its order: tells systems apart.");

    private final ExchangeTable open = new ExchangeTable(Dhcp6Exchange::new);
    private final TextSlot key = new TextSlot(Exchange.MAX_KEY);

    @Override
    public boolean wants(EventType type) {
        return type == Dhcp6Parser.MESSAGE;
    }

    @Override
    public void onEvent(Event event, EventWriter out) {
        key.clear();
        append(event, Dhcp6Parser.CLIENT);
        append(event, Dhcp6Parser.CLIENT_DUID);
        open.onMessage(event, event.number(Dhcp6Parser.TYPE), key, out);
    }

    private void append(Event event, Field field) {
        if (event.has(field)) {
            key.append(event.bytes(), event.offset(field), event.length(field));
        }
    }

    @Override
    public void onTime(long nowNs, EventWriter out) {
        open.onTime(nowNs, out);
    }

    @Override
    public void onEnd(EventWriter out) {
        open.onEnd(out);
    }
}
