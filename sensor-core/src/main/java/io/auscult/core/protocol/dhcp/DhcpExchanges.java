package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;

/**
 * Joins the messages of one exchange (same transaction id and client), which travel in up to four connections because of broadcasts, into one
 * {@code dhcp} event. Lives on the detect thread; {@link ExchangeTable} says when an exchange is over and what bounds them.
 */
public final class DhcpExchanges implements EventJoiner {
    public static final EventType DHCP =
            EventType.standalone("dhcp", "What a client and its DHCP servers said to each other in one exchange.");
    static final Field UIDS = DHCP.textList("uids", "The connections in which they said it.");
    static final Field CLIENT_ADDR =
            DHCP.address("client_addr", "Address that the client (or its relay) sends from; else the one it got.");
    static final Field SERVER_ADDR = DHCP.address("server_addr", "Address of the server that gave an address.");
    static final Field MAC = DHCP.text("mac", "The client's hardware address.");
    static final Field HOST_NAME = DHCP.text("host_name", "What the client calls itself.");
    static final Field CLIENT_FQDN = DHCP.text("client_fqdn", "The name that the client wants in DNS.");
    static final Field DOMAIN = DHCP.text("domain", "The domain that the server names.");
    static final Field REQUESTED_ADDR = DHCP.address("requested_addr", "The address that the client asked for.");
    static final Field ASSIGNED_ADDR = DHCP.address("assigned_addr", "The address that it got.");
    static final Field LEASE_TIME = DHCP.interval("lease_time", "For how long.");
    static final Field CLIENT_MESSAGE = DHCP.text("client_message", "Why the client declined.");
    static final Field SERVER_MESSAGE = DHCP.text("server_message", "Why the server refused.");
    static final Field MSG_TYPES = DHCP.textList("msg_types", "The messages in order.");
    static final Field DURATION = DHCP.interval("duration", "From the first to the last message.");
    static final Field CLIENT_SOFTWARE = DHCP.text("client_software", "What the client says it is, its vendor class.");
    static final Field FINGERPRINT = DHCP.text(
            "fingerprint", "Numbers of the options that the client asks for, in its order: tells systems apart.");

    private final ExchangeTable open = new ExchangeTable(DhcpExchange::new);
    private final TextSlot key = new TextSlot(Exchange.MAX_KEY);

    @Override
    public boolean wants(EventType type) {
        return type == DhcpParser.MESSAGE;
    }

    @Override
    public void onEvent(Event event, EventWriter out) {
        key.clear();
        key.appendDecimal(event.number(DhcpParser.XID));
        if (event.has(DhcpParser.CHADDR)) {
            key.append((byte) ' ');
            key.append(event.bytes(), event.offset(DhcpParser.CHADDR), event.length(DhcpParser.CHADDR));
        }
        open.onMessage(event, event.number(DhcpParser.TYPE), key, out);
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
