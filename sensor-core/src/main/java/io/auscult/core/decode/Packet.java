package io.auscult.core.decode;

/**
 * What the decoder read from one packet, innermost datagram first: plain fields, filled anew for every packet, never allocated on
 * the path. Offsets point into {@link #bytes}. Lengths of payload are what the headers promise; {@link #payloadCaptured} what is there.
 * Addresses as in {@link io.auscult.core.event.IpAddress}.
 */
public final class Packet {
    /** What kind of packet it turned out to be. */
    public enum Type {
        TCP,
        UDP,
        /** ICMP and ICMPv6; {@link #proto} tells which. */
        ICMP,
        SCTP,
        /** Any other IP protocol (IGMP, ESP, OSPF ...), or a non-first fragment given up. */
        OTHER_IP,
        ARP,
        /** Neither IP nor ARP: counted, not followed. */
        NOT_IP,
        /** A fragment that waits for others; its datagram comes whole with a later packet. */
        FRAGMENT,
        /** Left out; {@link #dropReason} says why. */
        DROPPED
    }

    public Type type = Type.DROPPED;
    /** The counter of the reason when {@link Type#DROPPED}. */
    public io.auscult.core.counter.Counter dropReason;

    public byte[] bytes;
    /** Index in its block. */
    public int index;
    /** Number in the capture, from 1. */
    public long number;

    public long timestampNs;
    public int iface;

    /** Hardware addresses, 48 bits; 0 where the link has none. */
    public long srcMac;

    public long dstMac;
    public int vlan;
    public int innerVlan;

    public long srcHigh;
    public long srcLow;
    public long dstHigh;
    public long dstLow;
    /** IP protocol number of the transport. */
    public int proto;
    /** 4 or 6. */
    public int ipVersion;

    public int ttl;
    /** IPv4 identification; 0 for IPv6. */
    public int ipId;
    /** Length of the whole IP packet as its header says (IPv6: header included), Zeek's ip_bytes. */
    public int ipLength;
    /** Where the innermost IP header begins. */
    public int ipOffset;

    public int transportOffset;
    /** Ports; for ICMP type and code of this packet. */
    public int srcPort;

    public int dstPort;

    /** TCP fields. */
    public int sequence;

    public int acknowledgment;
    public int flags;
    public int window;
    public int urgentPointer;
    /** TCP options. */
    public int optionsOffset;

    public int optionsLength;

    public int payloadOffset;
    /** As the IP header says. */
    public int payloadLength;
    /** At most {@link #payloadLength}; less when the packet was cut on capture. */
    public int payloadCaptured;

    /** A checksum that is wrong and not merely left to the network card (both zero and partial sums are not called wrong). */
    public boolean ipChecksumBad;

    public boolean transportChecksumBad;

    /** Symmetric hash of the innermost address pair, well mixed: chooses the shard. */
    public int pairHash;
    /** Symmetric hash of addresses, ports and protocol, well mixed: the flow table's key. */
    public int flowHash;

    /** How many tunnels it was in, and what carried it; {@code tunnels[0]} is the outermost. */
    public int tunnelCount;

    public final TunnelLayer[] tunnels = {new TunnelLayer(), new TunnelLayer(), new TunnelLayer(), new TunnelLayer()};

    /** uid of the innermost tunnel's own flow; 0 for none. Set by the dispatcher. */
    public long tunnelParent;

    /** One tunnel around a packet. */
    public static final class TunnelLayer {
        public TunnelType type;
        public long srcHigh;
        public long srcLow;
        public long dstHigh;
        public long dstLow;
        /** IP protocol: 47 GRE, 4 and 41 IP in IP, 17 UDP. */
        public int proto;

        public int srcPort;
        public int dstPort;
        public int ipLength;
        public int payloadLength;
        public int vlan;
        public int innerVlan;
        public int ttl;
        public int ipId;
    }

    /** The kinds of tunnels that are opened. */
    public enum TunnelType {
        GRE,
        ERSPAN,
        IP_IN_IP,
        VXLAN,
        GENEVE,
        GTP_U,
        TEREDO
    }
}
