package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import java.util.Iterator;
import java.util.LinkedHashMap;

/**
 * Joins the messages of one exchange (same transaction id and client), which travel in up to four connections because of broadcasts, into one
 * {@code dhcp} event: when it has been silent for five seconds after ten, when thirty are over, when it has become too long, or at the end. Lives on the detect thread. At
 * {@link #MAX_EXCHANGES} the oldest is written to make room.
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

    static final int MAX_EXCHANGES = 4_096;
    private static final long SILENT_NS = 5_000_000_000L;
    private static final long SHORTEST_NS = 10_000_000_000L;
    private static final long LONGEST_NS = 30_000_000_000L;

    private record Key(long xid, String client) {}

    private final LinkedHashMap<Key, DhcpExchange> open = new LinkedHashMap<>(); // in the order of their beginning

    @Override
    public void onEvent(Event event, EventWriter out) {
        if (!event.is(DhcpParser.MESSAGE)) {
            return;
        }
        String chaddr = event.text(DhcpParser.CHADDR);
        Key key = new Key(event.number(DhcpParser.XID), chaddr == null ? "" : chaddr);
        DhcpExchange exchange = open.get(key);
        if (exchange != null && isOver(exchange, event.timestampNs())) {
            exchange.write(out);
            open.remove(key);
            exchange = null;
        }
        if (exchange == null) {
            makeRoom(out);
            exchange = new DhcpExchange(event.timestampNs());
            open.put(key, exchange);
        }
        exchange.add(event, out);
        if (exchange.isFull()) {
            exchange.write(out);
            open.remove(key);
        }
    }

    private static boolean isOver(DhcpExchange exchange, long nowNs) {
        long age = nowNs - exchange.firstNs;
        return age > LONGEST_NS || age > SHORTEST_NS && nowNs - exchange.lastNs > SILENT_NS;
    }

    private void makeRoom(EventWriter out) {
        if (open.size() == MAX_EXCHANGES) {
            Iterator<DhcpExchange> oldest = open.values().iterator();
            oldest.next().write(out);
            oldest.remove();
        }
    }

    @Override
    public void onTime(long nowNs, EventWriter out) {
        Iterator<DhcpExchange> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            DhcpExchange exchange = oldest.next();
            if (nowNs - exchange.firstNs <= SHORTEST_NS) {
                return;
            }
            if (isOver(exchange, nowNs)) {
                exchange.write(out);
                oldest.remove();
            }
        }
    }

    @Override
    public void onEnd(EventWriter out) {
        for (DhcpExchange exchange : open.values()) {
            exchange.write(out);
        }
        open.clear();
    }
}
