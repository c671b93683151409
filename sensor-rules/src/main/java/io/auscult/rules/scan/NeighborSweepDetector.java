package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import java.util.List;

/**
 * The ARP sweep of IPv6: one station solicits many neighbors (RFC 4861) of its network, as every scan of addresses that nobody has does there. A router does so for whoever
 * scans from beyond it and is left alone: a station that advertises itself as one, that asks from its link-local address for others than such, or that carries
 * packets of other networks. {@link #CAPACITY} stations, the longest idle forgotten. Detect thread.
 */
public final class NeighborSweepDetector implements Detector {
    static final int CAPACITY = 4_096;

    private static final String KIND = "IPv6 neighbor sweep";
    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int SOLICITATION = 135;
    private static final int ADVERTISEMENT = 136;

    private final ScanRules rules;
    private final StateTable<Station> stations;
    private long nextCheckNs = Long.MIN_VALUE;

    public NeighborSweepDetector(ScanRules rules, Counters counters) {
        this.rules = rules;
        stations = new StateTable<>(CAPACITY, 1, counters, Station::new);
    }

    private static final class Station extends LinkSweep {
        private boolean routes;

        @Override
        public void clear() {
            super.clear();
            routes = false;
        }

        @Override
        boolean isRouter() {
            return routes;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.ICMP, FlowEvents.CONTACT);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (IpAddress.isIpv4(e.origHigh(), e.origLow())) {
            return;
        }
        if (e.is(FlowEvents.CONTACT)) {
            if (stations.size() > 0) {
                carries(e.number(FlowEvents.CONTACT_ORIG_L2_ADDR), e.origHigh());
                carries(e.number(FlowEvents.CONTACT_RESP_L2_ADDR), e.respHigh());
            }
        } else if (e.has(FlowEvents.ICMP_SRC_MAC)) {
            onNeighbor(e, alerts);
        }
    }

    private void onNeighbor(Event e, AlertSink alerts) {
        long mac = e.number(FlowEvents.ICMP_SRC_MAC);
        long type = e.number(FlowEvents.ICMP_TYPE);
        if (type == ROUTER_ADVERTISEMENT) {
            stations.at(mac).routes = true;
            return;
        }
        IpAddress neighbor = e.address(FlowEvents.ICMP_NEIGHBOR);
        if (neighbor == null) {
            return;
        }
        if (type == SOLICITATION) {
            onSolicitation(e, mac, neighbor, alerts);
        } else if (type == ADVERTISEMENT) {
            Station asker = stations.find(e.number(FlowEvents.ICMP_DST_MAC));
            if (asker != null) {
                asker.onAnswer(neighbor);
            }
        }
    }

    private void onSolicitation(Event e, long mac, IpAddress neighbor, AlertSink alerts) {
        IpAddress sender = new IpAddress(e.origHigh(), e.origLow());
        boolean isNobody = (sender.high() | sender.low()) == 0; // sees to it that its own address is free
        boolean isUnicast = !Contact.isForMany(e.respHigh(), e.respLow()); // looks after somebody it knows
        boolean isForOthers = isLinkLocal(sender.high()) && !isLinkLocal(neighbor.high());
        if (isNobody || isUnicast || isForOthers || sender.equals(neighbor)) {
            return;
        }
        Station station = stations.at(mac);
        station.onRequest(e, sender, neighbor, mac);
        if (station.isDue()) {
            station.tell(rules.neighborSweep, KIND, alerts);
        }
    }

    /** Who carries packets of another network than its own is a router. */
    private void carries(long mac, long high) {
        Station station = mac == 0 || !isGlobal(high) ? null : stations.find(mac);
        if (station != null && isGlobal(station.high) && station.high != high) {
            station.routes = true;
        }
    }

    private static boolean isLinkLocal(long high) {
        return high >>> 54 == 0xFE80 >>> 6;
    }

    private static boolean isGlobal(long high) {
        return high >>> 61 == 1; // 2000::/3, RFC 4291 section 2.4
    }

    @Override
    public void onTime(long nowNs, AlertSink alerts) {
        if (nowNs >= nextCheckNs) {
            nextCheckNs = nowNs + LinkSweep.CHECK_NS;
            stations.forEach(station -> station.tellNews(nowNs - LinkSweep.IDLE_NS, rules.neighborSweep, KIND, alerts));
        }
    }

    @Override
    public void onEnd(long nowNs, AlertSink alerts) {
        stations.forEach(station -> station.tellNews(Long.MAX_VALUE, rules.neighborSweep, KIND, alerts));
    }
}
