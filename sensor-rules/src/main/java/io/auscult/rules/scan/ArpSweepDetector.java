package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.Repeats;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import java.util.List;

/**
 * ARP sweep: one station asks for many addresses of its network. A router does so too, for whoever scans from beyond it: a station that speaks for several
 * addresses, by ARP or as the sender of others' packets, is one and is left alone. {@link #CAPACITY} stations, the longest idle forgotten. Detect thread.
 */
public final class ArpSweepDetector implements Detector {
    static final int CAPACITY = 4_096;

    private static final int ROUTER_ADDRESSES = 3;
    private static final byte[] REQUEST = "request".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final String KIND = "ARP sweep";

    private final ScanRules rules;
    private long nextCheckNs = Long.MIN_VALUE;
    private final StateTable<Station> stations;
    private final Repeats carried = new Repeats(); // card and address, as far as they tell anything about the stations

    public ArpSweepDetector(ScanRules rules, Counters counters) {
        this.rules = rules;
        stations = new StateTable<>(CAPACITY, 1, counters, Station::new);
    }

    private static final class Station extends LinkSweep {
        private final DistinctCounter speaksFor = new DistinctCounter(8, 4);
        private boolean routes;

        @Override
        public void clear() {
            super.clear();
            speaksFor.clear();
            routes = false;
        }

        @Override
        boolean isRouter() {
            return routes || speaksFor.count() >= ROUTER_ADDRESSES;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.ARP, FlowEvents.CONTACT);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(FlowEvents.CONTACT)) {
            onContact(e);
            return;
        }
        IpAddress sender = e.address(FlowEvents.ARP_ORIG_H);
        IpAddress target = e.address(FlowEvents.ARP_RESP_H);
        if (sender == null || target == null) {
            return;
        }
        if (!e.textEquals(FlowEvents.ARP_OPERATION, REQUEST)) {
            onReply(e, sender);
            return;
        }
        if ((int) sender.low() == 0 || sender.equals(target)) {
            return; // a probe or announcement of its own address
        }
        Station station = stations.at(e.number(FlowEvents.ARP_SRC_MAC));
        if (stations.isFresh() || station.low != sender.low() || station.high != sender.high()) {
            carried.forget();
        }
        station.speaksFor.add(Mix.of(sender.high(), sender.low()));
        station.onRequest(e, sender, target, e.number(FlowEvents.ARP_SRC_MAC));
        if (station.isDue()) {
            station.tell(rules.arpSweep, KIND, alerts);
        }
    }

    /** Who carries the packets of addresses outside, or of several inside, is a router. */
    private void onContact(Event e) {
        if (stations.size() > 0 && IpAddress.isIpv4(e.origHigh(), e.origLow())) {
            carries(
                    e.number(FlowEvents.CONTACT_ORIG_L2_ADDR),
                    e.origHigh(),
                    e.origLow(),
                    e.flag(FlowEvents.CONTACT_LOCAL_ORIG));
            carries(
                    e.number(FlowEvents.CONTACT_RESP_L2_ADDR),
                    e.respHigh(),
                    e.respLow(),
                    e.flag(FlowEvents.CONTACT_LOCAL_RESP));
        }
    }

    private void carries(long mac, long high, long low, boolean local) {
        if (mac == 0 || Contact.isForMany(high, low)) {
            return;
        }
        long macAndAddress = Mix.of(mac, high, low, 0);
        if (carried.has(macAndAddress)) {
            return;
        }
        carried.note(macAndAddress);
        Station station = stations.find(mac);
        if (station != null) {
            station.speaksFor.add(Mix.of(high, low));
            station.routes |= !local && (station.high != high || station.low != low);
        }
    }

    private void onReply(Event e, IpAddress sender) {
        Station asker = stations.find(e.number(FlowEvents.ARP_RESP_HW));
        if (asker != null) {
            asker.onAnswer(sender);
        }
    }

    @Override
    public void onTime(long nowNs, AlertSink alerts) {
        if (nowNs >= nextCheckNs) {
            nextCheckNs = nowNs + LinkSweep.CHECK_NS;
            stations.forEach(station -> station.tellNews(nowNs - LinkSweep.IDLE_NS, rules.arpSweep, KIND, alerts));
        }
    }

    @Override
    public void onEnd(long nowNs, AlertSink alerts) {
        stations.forEach(station -> station.tellNews(Long.MAX_VALUE, rules.arpSweep, KIND, alerts));
    }
}
