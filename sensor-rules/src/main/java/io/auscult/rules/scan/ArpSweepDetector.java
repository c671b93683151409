package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.Repeats;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * ARP sweep: one station asks for many addresses of its network. A router does so too, for whoever scans from beyond it: a station that speaks for several
 * addresses, by ARP or as the sender of others' packets, is one and is left alone. {@link #CAPACITY} stations, the longest idle forgotten. Detect thread.
 */
public final class ArpSweepDetector implements Detector {
    static final int CAPACITY = 4_096;

    private static final int FAST = 12; // addresses in ten seconds
    private static final int STEADY = 40; // in ten minutes
    private static final int DENSE = 128; // in ten seconds, answered or not
    private static final int SURE = 64; // of which at least a third is absent
    private static final long SECOND = 1_000_000_000L;
    private static final int ROUTER_ADDRESSES = 3;
    private static final byte[] REQUEST = "request".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private static final long IDLE_NS = 120_000_000_000L;
    private static final long CHECK_NS = 30_000_000_000L;

    private final ScanRules rules;
    private long nextCheckNs = Long.MIN_VALUE;
    private final StateTable<Station> stations;
    private final Repeats carried = new Repeats(); // card and address, as far as they tell anything about the stations

    public ArpSweepDetector(ScanRules rules, Counters counters) {
        this.rules = rules;
        stations = new StateTable<>(CAPACITY, 1, counters, Station::new);
    }

    private static final class Station implements State {
        private final DistinctCounter asked = new DistinctCounter(1_024, 8);
        private final DistinctCounter fast = new DistinctCounter(128, 8);
        private final DistinctCounter answered = new DistinctCounter(1_024, 8);
        private final DistinctCounter speaksFor = new DistinctCounter(8, 4);
        private final AddressSample sample = new AddressSample();
        private final AddressSample alive = new AddressSample();
        private long high;
        private long low;
        private long fastNs;
        private long steadyNs;
        private long firstPacket;
        private long requests;
        private long lastNs;
        private long nextAt;
        private long told;
        private boolean begun;
        private boolean routes;
        private long mac;
        private ConnectionRef connection = ConnectionRef.NONE;

        @Override
        public void clear() {
            speaksFor.clear();
            begun = false;
            routes = false;
            restart();
        }

        private void restart() {
            asked.clear();
            fast.clear();
            answered.clear();
            sample.clear();
            alive.clear();
            requests = 0;
            nextAt = 0;
            told = 0;
        }

        private void onRequest(Event e, IpAddress target) {
            long nowNs = e.timestampNs();
            if (!begun || nowNs - lastNs > 600 * SECOND || told == 0 && nowNs - steadyNs > 600 * SECOND) {
                restart();
                begun = true;
                steadyNs = nowNs;
                fastNs = nowNs;
                firstPacket = e.packetNumber();
            }
            if (nowNs - fastNs > 10 * SECOND) {
                fast.clear();
                fastNs = nowNs;
            }
            lastNs = nowNs;
            requests++;
            long hash = Mix.of(target.high(), target.low());
            fast.add(hash);
            if (asked.add(hash)) {
                sample.add(target.high(), target.low());
            }
        }

        private boolean isRouter() {
            return routes || speaksFor.count() >= ROUTER_ADDRESSES;
        }

        /** Addresses that answer are a router's or a server's ordinary business; those that do not are what a sweep meets most. */
        private boolean isDue() {
            long count = asked.count();
            long absent = count - answered.count();
            boolean swept = fast.count() >= FAST && absent >= FAST || absent >= STEADY || fast.count() >= DENSE;
            return (told > 0 || swept) && count >= nextAt;
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
        station.high = sender.high();
        station.low = sender.low();
        station.onRequest(e, target);
        if (station.isDue() && !station.isRouter()) {
            tell(e, station, alerts);
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
        if (asker != null && asker.answered.add(Mix.of(sender.high(), sender.low()))) {
            asker.alive.add(sender.high(), sender.low());
        }
    }

    private void tell(Event e, Station station, AlertSink alerts) {
        station.mac = e.number(FlowEvents.ARP_SRC_MAC);
        station.connection = ConnectionRef.of(e);
        tell(station, alerts);
    }

    @Override
    public void onTime(long nowNs, AlertSink alerts) {
        if (nowNs >= nextCheckNs) {
            nextCheckNs = nowNs + CHECK_NS;
            tellNews(nowNs - IDLE_NS, alerts);
        }
    }

    @Override
    public void onEnd(long nowNs, AlertSink alerts) {
        tellNews(Long.MAX_VALUE, alerts);
    }

    private void tellNews(long heardBeforeNs, AlertSink alerts) {
        stations.forEach(station -> {
            if (station.told > 0
                    && station.lastNs <= heardBeforeNs
                    && station.asked.count() > station.told
                    && !station.isRouter()) {
                tell(station, alerts);
            }
        });
    }

    private void tell(Station station, AlertSink alerts) {
        long count = station.asked.count();
        boolean sure = count >= SURE && (count - station.answered.count()) * 3 >= count;
        station.told = count;
        station.nextAt = count < SURE ? SURE : Long.highestOneBit(count) * 4;
        Party actor = new Party(new IpAddress(station.high, station.low), Mac.text(station.mac), null, null);
        alerts.raise(new AlertDraft(rules.arpSweep, actor, station.lastNs, station.connection)
                .kind("ARP sweep")
                .level(sure ? Level.HIGH : Level.MEDIUM)
                .confidence(sure ? Confidence.HIGH : Confidence.MEDIUM)
                .targets(station.sample.addresses(), count)
                .open(
                        station.alive.addresses().stream()
                                .map(IpAddress::toString)
                                .toList(),
                        station.answered.count())
                .outcome(station.answered.count() > 0 ? Outcome.SUCCEEDED : Outcome.ATTEMPTED)
                .count(station.requests)
                .seen(station.steadyNs, station.lastNs, station.firstPacket)
                .evidence("requests", station.requests)
                .evidence("answered", station.answered.count())
                .alert());
    }
}
