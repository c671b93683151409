package io.auscult.core.alert;

import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The connection that tipped the balance, as an alert keeps it; zeros and nulls where there was none (ARP).
 *
 * @param uid connection id
 * @param proto IP protocol number
 * @param packetNumber number of the packet in the capture, from 1: the one that gave the last reason; where silence did, the first of the connection
 * @param iface index of the capture interface; {@link #NO_INTERFACE} where it is not told
 */
public record ConnectionRef(
        long uid,
        @Nullable IpAddress origHost,
        int origPort,
        @Nullable IpAddress respHost,
        int respPort,
        int proto,
        int vlan,
        int innerVlan,
        int iface,
        long packetNumber) {
    public static final int NO_INTERFACE = -1;

    /** No connection. */
    public static final ConnectionRef NONE = new ConnectionRef(0, null, 0, null, 0, 0, 0, 0, 0, 0);

    public static ConnectionRef of(Event event) {
        boolean connected = event.hasConnection();
        return new ConnectionRef(
                event.uid(),
                connected ? event.origHost() : null,
                event.origPort(),
                connected ? event.respHost() : null,
                event.respPort(),
                event.proto(),
                event.vlan(),
                event.innerVlan(),
                event.iface(),
                event.packetOfItsOwn());
    }
}
