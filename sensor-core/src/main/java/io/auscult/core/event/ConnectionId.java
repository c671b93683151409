package io.auscult.core.event;

import org.jspecify.annotations.Nullable;

/**
 * Which connection an event is about. Mutable and reused: a flow is one, an {@link Event} copies it. Addresses are 128 bits in two
 * longs, IPv4 as ::ffff:a.b.c.d; for ICMP the ports are type and code as in Zeek.
 */
public class ConnectionId {
    /** Identifies the connection in all events and alerts; the same in every run over the same packets. */
    public long uid;

    public long origHigh;
    public long origLow;
    public long respHigh;
    public long respLow;
    public int origPort;
    public int respPort;
    /** IP protocol number. */
    public int proto;
    /** Outermost VLAN id, 0 for none. */
    public int vlan;
    /** Second VLAN id, 0 for none. */
    public int innerVlan;
    /** Index of the capture interface. */
    public int iface;
    /** What protocols were recognised, Zeek's names joined by commas in the order they were; null for none. */
    public @Nullable String service;

    /** Whether the protocol was recognised. */
    public boolean hasService(String name) {
        String all = service;
        if (all == null || all.length() < name.length()) {
            return false;
        }
        for (int at = all.indexOf(name); at >= 0; at = all.indexOf(name, at + 1)) {
            int end = at + name.length();
            if ((at == 0 || all.charAt(at - 1) == ',') && (end == all.length() || all.charAt(end) == ',')) {
                return true;
            }
        }
        return false;
    }
}
