package io.auscult.rules.scan;

import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;

/**
 * What the traffic shows of the place the sensor listens at: which hosts lease addresses, which station calls which address its own, and whether answers can be
 * seen at all. {@link #MAX_DHCP_SERVERS} hosts and {@link #MAX_STATIONS} stations, the longest idle forgotten. Detect thread.
 */
final class Surroundings {
    static final int MAX_DHCP_SERVERS = 256;
    static final int MAX_STATIONS = 8_192;

    private static final int MANY_LEASES = 100;
    private static final int VISIBLE_SHARE = 100; // one answer in so many is enough to say that answers are seen
    private static final int FEWEST_ONE_SIDED = 3;
    private static final int STREAM_PACKETS = 12; // no probe is repeated so often
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int DHCP_SERVER_PORT = 67;

    private final StateTable<Marked> dhcpServers;
    private final StateTable<Station> stations;
    private final StateTable<Holder> holders;
    private final long[] answersOverTcp = new long[4]; // by direction
    private final long[] oneSidedOverTcp = new long[4];
    private long answersOverUdp;
    private long oneSidedOverUdp;

    Surroundings(Counters counters) {
        dhcpServers = new StateTable<>(MAX_DHCP_SERVERS, 2, counters, Marked::new);
        stations = new StateTable<>(MAX_STATIONS, 1, counters, Station::new);
        holders = new StateTable<>(MAX_STATIONS, 2, counters, Holder::new);
    }

    /** A station: the address it gives itself in ARP, and whether it speaks for others too. */
    private static final class Station implements State {
        private long high;
        private long low;
        private boolean known;
        private boolean several;

        @Override
        public void clear() {
            known = false;
            several = false;
        }
    }

    /** Which station holds an address. */
    private static final class Holder implements State {
        private long mac;

        @Override
        public void clear() {
            mac = 0;
        }
    }

    /** Nothing but being there. */
    private static final class Marked implements State {
        @Override
        public void clear() {
            // has nothing
        }
    }

    /** Learns which address a station calls its own. */
    void onArp(Event e) {
        IpAddress sender = e.address(FlowEvents.ARP_ORIG_H);
        long mac = e.number(FlowEvents.ARP_ORIG_HW);
        if (sender == null || (int) sender.low() == 0 || mac == 0) {
            return;
        }
        holders.at(sender.high(), sender.low()).mac = mac;
        Station station = stations.at(mac);
        if (!station.known) {
            station.known = true;
            station.high = sender.high();
            station.low = sender.low();
        } else if (station.high != sender.high() || station.low != sender.low()) {
            station.several = true;
        }
    }

    /** Whether this hardware address is a router's or bridge's as far as this source goes: by ARP it is somebody else. */
    boolean isForeign(long mac, long high, long low) {
        Station station = mac == 0 ? null : stations.find(mac);
        return station != null
                && (station.several || IpAddress.isIpv4(high, low) && (station.high != high || station.low != low));
    }

    /** Whether this station calls this address its own, and no other. */
    boolean isOwn(long mac, long high, long low) {
        Station station = mac == 0 ? null : stations.find(mac);
        return station != null && station.known && !station.several && station.high == high && station.low == low;
    }

    /** Whether another station of this segment holds this address. */
    boolean isElsewhere(long mac, long high, long low) {
        Holder holder = mac == 0 ? null : holders.find(high, low);
        return holder != null && holder.mac != 0 && holder.mac != mac;
    }

    /** Whether this station was seen to call an address its own. */
    boolean isKnown(long mac) {
        return mac != 0 && stations.find(mac) != null;
    }

    /** A contact that says nothing of scans: a DHCP server that speaks first, to a client that had no address yet. */
    void onUnread(Event e) {
        if (e.proto() != UDP) {
            return;
        }
        if (e.origPort() == DHCP_SERVER_PORT) {
            dhcpServers.at(e.origHigh(), e.origLow());
        } else if (e.respPort() == DHCP_SERVER_PORT && e.number(FlowEvents.CONTACT_OUTCOME) == FlowEvents.UNSOLICITED) {
            dhcpServers.at(e.respHigh(), e.respLow());
        }
    }

    /** Learns from a contact over UDP; one whose answer would have been seen, had there been one, becomes a failure. */
    void onContact(Contact c) {
        if (c.proto == TCP && !c.silent()) {
            Event e = c.event;
            int way = way(e.flag(FlowEvents.CONTACT_LOCAL_ORIG), e.flag(FlowEvents.CONTACT_LOCAL_RESP));
            if (c.outcome == FlowEvents.ONE_SIDED) {
                oneSidedOverTcp[way]++;
            } else {
                answersOverTcp[way]++;
            }
        }
        if (c.proto != UDP) {
            return;
        }
        if (c.port == DHCP_SERVER_PORT && c.answered) {
            dhcpServers.at(c.dstHigh, c.dstLow);
        }
        if (c.silent() && c.event.number(FlowEvents.CONTACT_PACKETS) >= STREAM_PACKETS) {
            c.failed = false; // voice, logs, measurements: sent on and on, never answered on the same ports
        } else if (c.outcome == FlowEvents.ONE_SIDED) {
            c.failed = answersOverUdp * VISIBLE_SHARE >= ++oneSidedOverUdp;
        } else if (!c.silent()) {
            answersOverUdp++;
        }
    }

    /** Somebody reset a connection that nobody was seen to answer: whoever makes his own SYNs does so when a SYN-ACK comes. */
    void onUnseenAnswer(Event conn) {
        oneSidedOverTcp[way(conn.flag(FlowEvents.LOCAL_ORIG), conn.flag(FlowEvents.LOCAL_RESP))]++;
    }

    /** Whether answers are out of sight in this direction: others go on as if they had been answered, and hardly any answer is seen. */
    boolean isBlind(boolean localOrig, boolean localResp) {
        int way = way(localOrig, localResp);
        return oneSidedOverTcp[way] >= FEWEST_ONE_SIDED
                && answersOverTcp[way] * VISIBLE_SHARE < oneSidedOverTcp[way] * FEWEST_ONE_SIDED;
    }

    private static int way(boolean localOrig, boolean localResp) {
        return (localOrig ? 2 : 0) + (localResp ? 1 : 0);
    }

    /** What became of requests that nobody was seen to answer. */
    Outcome outcomeOfSilence(boolean localOrig, boolean localResp) {
        return isBlind(localOrig, localResp) ? Outcome.UNKNOWN : Outcome.ATTEMPTED;
    }

    /** Whether a sweep by ping is a DHCP server's: it asks whether an address is free before it gives it away. */
    boolean isLeasing(Contact c, Sweep sweep) {
        return c.kind == ProbeKind.PING
                && sweep.failed.count() < MANY_LEASES
                && dhcpServers.find(c.srcHigh, c.srcLow) != null;
    }
}
