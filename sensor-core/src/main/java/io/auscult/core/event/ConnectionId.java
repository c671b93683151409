package io.auscult.core.event;

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
}
