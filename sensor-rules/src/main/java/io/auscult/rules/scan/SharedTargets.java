package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several sources that scan together: decoys (one scanner that forges others beside itself), a target or a service divided among many sources who each do too
 * little to be noticed. Three tables of {@link #CAPACITY}, the longest idle forgotten. Detect thread.
 */
final class SharedTargets {
    static final int CAPACITY = 4_096;

    private static final long TOGETHER_NS = 120_000_000_000L;
    private static final long WINDOW_NS = 600_000_000_000L;
    private static final long DECOYS_NS = 10_000_000_000L; // probes of decoys leave together
    private static final int DECOY_SOURCES = 3;
    private static final int FIRST_PORTS = 4;
    private static final int TARGET_SOURCES = 8;
    private static final int TARGET_SERVICES = 20;
    private static final int SERVICE_SOURCES = 10;
    private static final int SERVICE_TARGETS = 20;

    private final StateTable<Scanned> scanned;
    private final StateTable<Shared> byTarget;
    private final StateTable<Shared> byService;
    private final ScanRules rules;

    SharedTargets(ScanRules rules, Counters counters) {
        this.rules = rules;
        scanned = new StateTable<>(CAPACITY, 2, counters, Scanned::new);
        byTarget = new StateTable<>(CAPACITY, 2, counters, Shared::new);
        byService = new StateTable<>(CAPACITY, 2, counters, Shared::new);
    }

    /** Who scanned the ports of one target within two minutes of each other. */
    private static final class Scanned implements State {
        private static final int MOST = 32;

        private final long[] highs = new long[MOST];
        private final long[] lows = new long[MOST];
        private final long[] macs = new long[MOST];
        private final int[] srcPorts = new int[MOST];
        private final int[] firstPorts = new int[MOST];
        private final boolean[] locals = new boolean[MOST];
        private final long[] foundNs = new long[MOST];
        private int size;
        private long lastNs;
        private int told;

        @Override
        public void clear() {
            size = 0;
            told = 0;
            lastNs = Long.MIN_VALUE;
        }

        boolean add(Contact c, long mac, int firstPorts) {
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
            this.firstPorts[size] = firstPorts;
            srcPorts[size] = c.srcPort;
            locals[size] = c.localOrig;
            foundNs[size++] = c.event.timestampNs();
            return true;
        }

        boolean sameMac() {
            for (int i = 1; i < size; i++) {
                if (macs[i] != macs[0]) {
                    return false;
                }
            }
            return macs[0] != 0;
        }

        boolean areDecoys() {
            return foundNs[size - 1] - foundNs[0] <= DECOYS_NS && (sameMac() || samePort()) && sameFirstPorts();
        }

        int inside() {
            int count = 0;
            for (int i = 0; i < size; i++) {
                count += locals[i] ? 1 : 0;
            }
            return count;
        }

        /** Which is the likely real one: the first that is inside, else the first. */
        int real() {
            for (int i = 0; i < size; i++) {
                if (locals[i]) {
                    return i;
                }
            }
            return 0;
        }

        /** Decoys try the ports in one order; one straggler is forgiven. */
        boolean sameFirstPorts() {
            int other = 0;
            for (int i = 1; i < size; i++) {
                other += firstPorts[i] == firstPorts[0] ? 0 : 1;
            }
            return other <= 1 && size - other >= DECOY_SOURCES;
        }

        boolean samePort() {
            for (int i = 1; i < size; i++) {
                if (srcPorts[i] != srcPorts[0]) {
                    return false;
                }
            }
            return srcPorts[0] != 0;
        }
    }

    private static final class Shared implements State {
        private final DistinctCounter sources = new DistinctCounter(32, 8);
        private final DistinctCounter others =
                new DistinctCounter(32, 8); // services of a target, or targets of a service
        private final AddressSample sourceSample = new AddressSample();
        private final AddressSample targetSample = new AddressSample();
        private final PortSample ports = new PortSample();
        private long contacts;
        private long windowNs;
        private long firstPacket;
        private boolean begun;
        private long nextAt;

        @Override
        public void clear() {
            sources.clear();
            others.clear();
            sourceSample.clear();
            targetSample.clear();
            ports.clear();
            contacts = 0;
            begun = false;
            nextAt = 0;
        }

        void add(Contact c, long source, long other) {
            long nowNs = c.event.timestampNs();
            if (!begun || nowNs - windowNs > WINDOW_NS) {
                clear();
                begun = true;
                windowNs = nowNs;
                firstPacket = c.event.packetNumber();
            }
            contacts++;
            others.add(other);
            if (sources.add(source)) {
                sourceSample.add(c.srcHigh, c.srcLow);
            }
            targetSample.add(c.dstHigh, c.dstLow);
            ports.add(c.port);
        }

        boolean isDue(int fewestSources, int fewestOthers) {
            long count = sources.count();
            return count >= Math.max(nextAt, fewestSources)
                    && others.count() >= fewestOthers
                    && contacts <= 4 * count + others.count();
        }

        void told() {
            nextAt = 10;
            while (nextAt <= sources.count()) {
                nextAt *= 10;
            }
        }
    }

    /**
     * A source was found scanning the ports of this target.
     *
     * @return whether it is one of several and was told of (or counted) as such
     */
    boolean onPortScan(
            Contact c,
            PortScan scan,
            ScanActor actor,
            Campaign campaign,
            StateTable<ScanActor> actors,
            AlertSink alerts) {
        Scanned who = scanned.at(c.dstHigh, c.dstLow);
        long nowNs = c.event.timestampNs();
        if (who.size > 0 && nowNs - who.lastNs > TOGETHER_NS) {
            who.clear();
        }
        who.lastNs = nowNs;
        if (!who.add(c, actor.mac, scan.failedSample.sumOfFirst(FIRST_PORTS)) || who.size < DECOY_SOURCES) {
            return false;
        }
        if (who.size >= 2 * who.told) {
            who.told = who.size;
            tellTogether(c, who, campaign, alerts);
        }
        return who.areDecoys() && quieten(who, actors);
    }

    /** The scans of decoys are told of together when it is plain who is real: the only one inside, who goes on to be told by itself. */
    private static boolean quieten(Scanned who, StateTable<ScanActor> actors) {
        int real = who.real();
        if (who.inside() != 1) {
            return false;
        }
        for (int i = 0; i < who.size; i++) {
            ScanActor decoy = i == real ? null : actors.find(who.highs[i], who.lows[i]);
            if (decoy != null) {
                decoy.ports().quiet = true;
            }
        }
        return real != who.size - 1;
    }

    private void tellTogether(Contact c, Scanned who, Campaign campaign, AlertSink alerts) {
        boolean decoys = who.areDecoys();
        int real = who.real();
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < who.size; i++) {
            sources.add(new IpAddress(who.highs[i], who.lows[i]).toString());
        }
        String mac = who.sameMac() ? Mac.text(who.macs[0]) : null;
        Party actor = new Party(new IpAddress(who.highs[real], who.lows[real]), mac, null, null);
        IpAddress target = new IpAddress(c.dstHigh, c.dstLow);
        alerts.raise(new AlertDraft(decoys ? rules.decoyScan : rules.distributedScan, actor, c.event)
                .kind(decoys ? "decoy scan" : "distributed scan")
                .level(who.locals[real] ? Level.HIGH : Level.LOW)
                .target(Party.of(target))
                .targets(List.of(target), 1)
                .ports(campaign.portSample.ports(), campaign.services.count())
                .count(who.size)
                .outcome(Outcome.UNKNOWN)
                .evidence("sources", String.join(", ", sources))
                .evidence("same_hardware_address", mac == null ? "no" : mac)
                .evidence("kinds", ScanReport.kinds(campaign))
                .evidence("same_source_port", who.samePort() ? Integer.toString(who.srcPorts[0]) : "no")
                .alert());
    }

    /** A first contact failed whose source is not yet known to scan. */
    void onFailed(Contact c, long source, long destination, AlertSink alerts) {
        Shared target = byTarget.admit(c.dstHigh, c.dstLow, 0, 0);
        if (target != null) {
            target.add(c, source, PortScan.key(c.proto, c.port));
            if (target.isDue(TARGET_SOURCES, TARGET_SERVICES)) {
                target.told();
                IpAddress host = new IpAddress(c.dstHigh, c.dstLow);
                tellShared(c, target, host, "distributed scan", alerts);
            }
        }
        if (c.localOrig && !c.localResp || c.kind == ProbeKind.IP_PROTOCOL) {
            return;
        }
        Shared service = byService.admit(c.service(), c.localOrig ? 1 : 0, 0, 0);
        if (service == null) {
            return;
        }
        service.add(c, source, destination);
        if (service.isDue(SERVICE_SOURCES, SERVICE_TARGETS)) {
            service.told();
            tellShared(c, service, null, "distributed scan", alerts);
        }
    }

    private void tellShared(Contact c, Shared shared, @Nullable IpAddress target, String kind, AlertSink alerts) {
        Party actor = new Party(
                null, null, "many sources, " + (target == null ? "port " + c.port : "target " + target), null);
        AlertDraft draft = new AlertDraft(rules.distributedScan, actor, c.event)
                .kind(kind)
                .level(c.localOrig ? Level.MEDIUM : Level.LOW)
                .count(shared.contacts)
                .outcome(Outcome.ATTEMPTED)
                .seen(shared.windowNs, c.event.timestampNs(), shared.firstPacket)
                .evidence("sources", shared.sources.count())
                .evidence("source_sample", shared.sourceSample.addresses());
        if (target == null) {
            draft.targets(shared.targetSample.addresses(), shared.others.count())
                    .ports(List.of(c.port), 1);
        } else {
            draft.target(Party.of(target))
                    .targets(List.of(target), 1)
                    .ports(shared.ports.ports(), shared.others.count());
        }
        alerts.raise(draft.alert());
    }

    /** The hash of a source as {@link #onFailed} wants it. */
    static long source(Contact c) {
        return Mix.of(c.srcHigh, c.srcLow);
    }
}
