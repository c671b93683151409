package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;

/**
 * Sources that scan the ports of one target within two minutes of each other: decoys (one scanner that forges others beside itself: one hardware address or source
 * port, the same ports in the same order) or a scan divided among several. {@link #CAPACITY} targets, the longest idle forgotten. Detect thread.
 */
final class Companions {
    static final int CAPACITY = 1_024;

    private static final long TOGETHER_NS = 120_000_000_000L;
    private static final long DECOYS_NS = 10_000_000_000L; // probes of decoys leave together
    private static final int FEWEST = 3;
    private static final int FIRST_PORTS = 4;

    private final StateTable<Group> groups;
    private final StateTable<ScanActor> actors;
    private final ScanRules rules;
    private final Surroundings surroundings;

    Companions(ScanRules rules, StateTable<ScanActor> actors, Surroundings surroundings, Counters counters) {
        this.surroundings = surroundings;
        this.rules = rules;
        this.actors = actors;
        groups = new StateTable<>(CAPACITY, 2, counters, Group::new);
    }

    /** What company a source is in. */
    enum Company {
        NONE,
        /** It may be the one behind it all: told of once by itself, then with the others. */
        SUSPECT,
        /** Told of with the others. */
        COVERED
    }

    private static final class Group implements State {
        private static final int MOST = 32;

        private final long[] highs = new long[MOST];
        private final long[] lows = new long[MOST];
        private final long[] macs = new long[MOST];
        private final int[] srcPorts = new int[MOST];
        private final int[] firstPorts = new int[MOST];
        private final boolean[] inside = new boolean[MOST];
        private final long[] foundNs = new long[MOST];
        private final DistinctCounter services = new DistinctCounter(1_100, 12);
        private long targetHigh;
        private long targetLow;
        private int size;
        private long lastNs;
        private int told;
        private long toldServices;
        private boolean decoys;
        private int real;
        private ConnectionRef connection = ConnectionRef.NONE;

        @Override
        public void clear() {
            size = 0;
            told = 0;
            toldServices = 0;
            services.clear();
        }

        boolean add(Contact c, long mac, int first) {
            for (int i = 0; i < size; i++) {
                if (highs[i] == c.srcHigh && lows[i] == c.srcLow) {
                    return false;
                }
            }
            if (size == MOST) {
                return false;
            }
            highs[size] = c.srcHigh;
            lows[size] = c.srcLow;
            macs[size] = mac;
            srcPorts[size] = c.srcPort;
            firstPorts[size] = first;
            inside[size] = c.localOrig;
            foundNs[size++] = c.event.timestampNs();
            targetHigh = c.dstHigh;
            targetLow = c.dstLow;
            return true;
        }

        private boolean sameMac() {
            for (int i = 1; i < size; i++) {
                if (macs[i] != macs[0]) {
                    return false;
                }
            }
            return macs[0] != 0;
        }

        private boolean samePort() {
            for (int i = 1; i < size; i++) {
                if (srcPorts[i] != srcPorts[0]) {
                    return false;
                }
            }
            return srcPorts[0] != 0;
        }

        /** Decoys try the ports in one order; one straggler is forgiven. */
        private boolean sameFirstPorts() {
            int other = 0;
            for (int i = 1; i < size; i++) {
                other += firstPorts[i] == firstPorts[0] ? 0 : 1;
            }
            return other <= 1 && size - other >= FEWEST;
        }

        boolean areDecoys() {
            return foundNs[size - 1] - foundNs[0] <= DECOYS_NS && (sameMac() || samePort()) && sameFirstPorts();
        }

        int insideCount() {
            int count = 0;
            for (int i = 0; i < size; i++) {
                count += inside[i] ? 1 : 0;
            }
            return count;
        }

        /** The likely real one: the first that is inside, else the first. */
        int likely() {
            for (int i = 0; i < size; i++) {
                if (inside[i]) {
                    return i;
                }
            }
            return 0;
        }
    }

    /** A source was found scanning the ports of this target. */
    Company onPortScan(Contact c, PortScan scan, ScanActor actor, AlertSink alerts) {
        Group group = groups.at(c.dstHigh, c.dstLow);
        long nowNs = c.event.timestampNs();
        if (group.size > 0 && nowNs - group.lastNs > TOGETHER_NS) {
            group.clear();
        }
        group.lastNs = nowNs;
        if (!group.add(c, actor.mac, scan.failedSample.sumOfFirst(FIRST_PORTS)) || group.size < FEWEST) {
            return Company.NONE;
        }
        group.decoys = group.areDecoys();
        group.connection = ConnectionRef.of(c.event);
        int owner = owner(group);
        boolean realIsPlain = group.decoys && (owner >= 0 || group.insideCount() == 1);
        group.real = owner >= 0 ? owner : group.likely();
        if (!group.decoys && group.insideCount() > 0) {
            tellIfGrown(group, alerts);
            return Company.NONE; // each of them is a machine of ours
        }
        int real = realIsPlain ? group.real : -1;
        for (int i = 0; i < group.size - 1; i++) {
            ScanActor other = i == real ? null : actors.find(group.highs[i], group.lows[i]);
            if (other != null) {
                other.ports().quiet = true;
            }
        }
        tellIfGrown(group, alerts);
        if (realIsPlain) {
            return real == group.size - 1 ? Company.NONE : Company.COVERED;
        }
        return group.decoys ? Company.SUSPECT : Company.COVERED;
    }

    /** Which of them the one hardware address belongs to, by ARP; -1 when it is none's or not known. */
    private int owner(Group group) {
        for (int i = 0; i < group.size && group.sameMac(); i++) {
            if (surroundings.isOwn(group.macs[0], group.highs[i], group.lows[i])) {
                return i;
            }
        }
        return -1;
    }

    private void tellIfGrown(Group group, AlertSink alerts) {
        if (group.size >= 2 * group.told) {
            group.told = group.size;
            tell(group, group.lastNs, alerts);
        }
    }

    /** Groups that grew since they were told. */
    void tellNews(long nowNs, long heardBeforeNs, AlertSink alerts) {
        groups.forEach(group -> {
            if (group.told > 0) {
                long heardNs = addServices(group);
                if (heardNs > heardBeforeNs) {
                    return;
                }
                if (group.size > group.told || group.services.count() > group.toldServices) {
                    group.told = group.size;
                    tell(group, nowNs, alerts);
                }
            }
        });
    }

    /** @return when one of them was last heard of */
    private long addServices(Group group) {
        long heardNs = group.lastNs;
        for (int i = 0; i < group.size; i++) {
            ScanActor actor = actors.find(group.highs[i], group.lows[i]);
            if (actor != null && actor.ports().active) {
                group.services.addAll(actor.ports().services);
                heardNs = Math.max(heardNs, actor.ports().heardNs);
            }
        }
        return heardNs;
    }

    private void tell(Group group, long nowNs, AlertSink alerts) {
        addServices(group);
        group.toldServices = group.services.count();
        int real = group.real;
        ScanActor first = actors.find(group.highs[real], group.lows[real]);
        List<Integer> ports =
                first == null ? List.of() : first.ports().portSample.ports();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < group.size; i++) {
            sources.add(new IpAddress(group.highs[i], group.lows[i]).toString());
        }
        boolean near = group.sameMac() && !surroundings.isForeign(group.macs[0], group.highs[real], group.lows[real]);
        String mac = near ? Mac.text(group.macs[0]) : null;
        Party actor = new Party(new IpAddress(group.highs[real], group.lows[real]), mac, null, null);
        IpAddress target = new IpAddress(group.targetHigh, group.targetLow);
        alerts.raise(
                new AlertDraft(group.decoys ? rules.decoyScan : rules.distributedScan, actor, nowNs, group.connection)
                        .kind(group.decoys ? "decoy scan" : "distributed scan")
                        .level(group.inside[real] ? Level.HIGH : Level.LOW)
                        .target(Party.of(target))
                        .targets(List.of(target), 1)
                        .ports(ports, group.toldServices)
                        .count(group.size)
                        .seen(group.foundNs[0], group.lastNs, group.connection.packetNumber())
                        .outcome(Outcome.UNKNOWN)
                        .evidence("sources", String.join(", ", sources))
                        .evidence("same_hardware_address", mac == null ? "not known" : mac)
                        .evidence("same_source_port", group.samePort() ? Integer.toString(group.srcPorts[0]) : "no")
                        .alert());
    }
}
