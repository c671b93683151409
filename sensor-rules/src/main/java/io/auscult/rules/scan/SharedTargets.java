package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
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
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sources that scan together without any of them doing enough to be noticed: one target, or one service, divided among many. Two tables of {@link #CAPACITY}, the
 * longest idle forgotten. Detect thread.
 */
final class SharedTargets {
    static final int CAPACITY = 4_096;

    private static final long IDLE_NS = 3_600_000_000_000L; // what was told of stays one until nothing came for so long
    private static final long WINDOW_NS = 600_000_000_000L;
    private static final int TARGET_SOURCES = 8;
    private static final int TARGET_SERVICES = 20;
    private static final int SERVICE_SOURCES = 10;
    private static final int SERVICE_TARGETS = 20;

    private final StateTable<Shared> byTarget;
    private final StateTable<Shared> byService;
    private final ScanRules rules;
    private final Surroundings surroundings;

    SharedTargets(ScanRules rules, Surroundings surroundings, Counters counters) {
        this.rules = rules;
        this.surroundings = surroundings;
        byTarget = new StateTable<>(CAPACITY, 2, counters, Shared::new);
        byService = new StateTable<>(CAPACITY, 2, counters, Shared::new);
    }

    private static final class Shared implements State {
        private final DistinctCounter sources = new DistinctCounter(32, 8);
        private final DistinctCounter others =
                new DistinctCounter(128, 8); // services of a target, or targets of a service
        private final AddressSample sourceSample = new AddressSample();
        private final AddressSample targetSample = new AddressSample();
        private final PortSample ports = new PortSample();
        private long contacts;
        private long windowNs;
        private long firstPacket;
        private boolean begun;
        private long nextAt;
        private long toldOthers;
        private long lastNs;
        private boolean inside;
        private boolean aimedInside;
        private int port;
        private @Nullable IpAddress target; // null for a service
        private ConnectionRef connection = ConnectionRef.NONE;

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
            toldOthers = 0;
            target = null;
        }

        void add(Contact c, long source, long other) {
            long nowNs = c.event.timestampNs();
            if (!begun || (toldOthers == 0 ? nowNs - windowNs > WINDOW_NS : nowNs - lastNs > IDLE_NS)) {
                clear();
                begun = true;
                windowNs = nowNs;
                firstPacket = c.event.packetNumber();
            }
            lastNs = nowNs;
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
            toldOthers = others.count();
            nextAt = 10;
            while (nextAt <= sources.count()) {
                nextAt *= 10;
            }
        }
    }

    /** A first contact failed whose source is not yet known to scan. */
    void onFailed(Contact c, long source, long destination, AlertSink alerts) {
        Shared target = byTarget.admit(c.dstHigh, c.dstLow, 0, 0);
        if (target != null) {
            target.add(c, source, PortScan.key(c.proto, c.port));
            if (target.isDue(TARGET_SOURCES, TARGET_SERVICES)) {
                target.target = new IpAddress(c.dstHigh, c.dstLow);
                tell(c, target, alerts);
            }
        }
        if (c.localOrig && !c.localResp || c.kind == ProbeKind.IP_PROTOCOL) {
            return;
        }
        Shared service = byService.admit(c.service(), c.localOrig ? 1 : 0, 0, 0);
        if (service != null) {
            service.add(c, source, destination);
            if (service.isDue(SERVICE_SOURCES, SERVICE_TARGETS)) {
                tell(c, service, alerts);
            }
        }
    }

    /** What was told of and went on since. */
    void tellNews(long heardBeforeNs, AlertSink alerts) {
        byTarget.forEach(shared -> tellNews(shared, heardBeforeNs, alerts));
        byService.forEach(shared -> tellNews(shared, heardBeforeNs, alerts));
    }

    private void tellNews(Shared shared, long heardBeforeNs, AlertSink alerts) {
        if (shared.toldOthers > 0 && shared.lastNs <= heardBeforeNs && shared.others.count() > shared.toldOthers) {
            tell(shared, alerts);
        }
    }

    private void tell(Contact c, Shared shared, AlertSink alerts) {
        shared.connection = ConnectionRef.of(c.event);
        shared.inside = c.localOrig;
        shared.aimedInside = c.localResp;
        shared.port = c.port;
        tell(shared, alerts);
    }

    private void tell(Shared shared, AlertSink alerts) {
        shared.told();
        IpAddress target = shared.target;
        Party actor = new Party(
                null, null, target == null ? "many sources at port " + shared.port : "many sources at " + target, null);
        AlertDraft draft = new AlertDraft(rules.distributedScan, actor, shared.lastNs, shared.connection)
                .kind("distributed scan")
                .level(shared.inside ? Level.MEDIUM : Level.LOW)
                .count(shared.contacts)
                .outcome(surroundings.outcomeOfSilence(shared.inside, shared.aimedInside))
                .seen(shared.windowNs, shared.lastNs, shared.firstPacket)
                .evidence("sources", shared.sources.count())
                .evidence("source_sample", listed(shared.sourceSample, shared.sources.count()));
        if (target == null) {
            draft.targets(shared.targetSample.addresses(), shared.others.count())
                    .ports(List.of(shared.port), 1);
        } else {
            draft.target(Party.of(target))
                    .targets(List.of(target), 1)
                    .ports(shared.ports.ports(), shared.others.count());
        }
        alerts.raise(draft.alert());
    }

    private static String listed(AddressSample sample, long all) {
        String some = sample.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(", "));
        return all > sample.size() ? some + ", ..." : some;
    }

    /** The hash of a source as {@link #onFailed} wants it. */
    static long source(Contact c) {
        return Mix.of(c.srcHigh, c.srcLow);
    }
}
