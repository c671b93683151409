package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.role.Roles;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sweeps, port scans and block scans of one source, fast or slow, and what belongs with them: the sequential test, hits on dark addresses, SYN floods, sources that
 * scan together, idle scans. A contact with a service that the source reached before costs one look into {@link PairMemory} and nothing more.
 *
 * <p>Runs on the detect thread. When its tables are full the longest idle entry goes; a source that is new then has to come twice, so that forged sources do not
 * push real ones out.
 */
public final class ScanDetector implements Detector {
    static final int MAX_SOURCES = 16_384;
    static final int MAX_SWEEPS = 24_576; // source and service
    static final int MAX_PORT_SCANS = 16_384; // source and destination
    static final int MAX_ACTORS = 512;

    private static final int FEW_PORTS = 4; // beyond, a destination is a port scan's and no longer a sweep's
    private static final long IDLE_NS = 120_000_000_000L;
    private static final long CHECK_NS = 30_000_000_000L;
    private static final int TCP = 6;

    private final Roles roles;
    private final ScanReport report;
    private final PairMemory pairs = new PairMemory();
    private final StateTable<Source> sources;
    private final StateTable<Sweep> sweeps;
    private final StateTable<PortScan> portScans;
    private final StateTable<ScanActor> actors;
    private final DarkSpace dark;
    private final SynFloods floods;
    private final SharedTargets shared;
    private final IdleScans idle;
    private final Surroundings surroundings;
    private final Companions companions;
    private final Scattered scattered;
    private final Contact c = new Contact();
    private final List<ScanActor> ended = new ArrayList<>();
    private long nextCheckNs = Long.MIN_VALUE;

    public ScanDetector(ScanRules rules, Roles roles, Counters counters) {
        this.roles = roles;
        sources = new StateTable<>(MAX_SOURCES, 2, counters, Source::new);
        sweeps = new StateTable<>(MAX_SWEEPS, 3, counters, Sweep::new);
        portScans = new StateTable<>(MAX_PORT_SCANS, 4, counters, PortScan::new);
        actors = new StateTable<>(MAX_ACTORS, 2, counters, ScanActor::new);
        dark = new DarkSpace(counters);
        floods = new SynFloods(rules, counters);
        surroundings = new Surroundings(counters);
        shared = new SharedTargets(rules, surroundings, counters);
        idle = new IdleScans(rules, counters);
        report = new ScanReport(rules, surroundings);
        scattered = new Scattered(report);
        companions = new Companions(rules, actors, surroundings, counters);
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.CONTACT, FlowEvents.CONN, FlowEvents.ARP);
    }

    @Override
    public void onEvent(Event event, AlertSink alerts) {
        if (event.is(FlowEvents.CONTACT)) {
            onContact(event, alerts);
        } else if (event.is(FlowEvents.CONN)) {
            onConn(event, alerts);
        } else {
            surroundings.onArp(event);
        }
    }

    private void onContact(Event event, AlertSink alerts) {
        if (c.read(event)) {
            surroundings.onContact(c);
            boolean guarded = sources.isFull() || floods.areOn(event.timestampNs());
            if (!guarded && actors.size() == 0 && !c.failed) {
                onReached(alerts);
                return;
            }
            c.readRest();
            onProbe(guarded, alerts);
        } else {
            onUnread(event);
            if (c.readAnswer(event) || c.secondHand && isScanned()) {
                onProbe(sources.isFull() || floods.areOn(event.timestampNs()), alerts);
            }
        }
    }

    /** The everyday case: nobody scans, and this contact was answered. */
    private void onReached(AlertSink alerts) {
        int known = touchPair();
        if (!isKnown(known)) {
            c.readRest();
            if (!idle.isForged(c, alerts)) {
                judge(null, null, known, alerts);
            }
        }
    }

    private int touchPair() {
        int port = c.isIcmp() ? 0 : c.port;
        return pairs.touch(Mix.of(c.srcHigh, c.srcLow, c.dstHigh, c.dstLow), port, !c.failed, c.refused());
    }

    /** Whether this source reached this service before, and does so again. */
    private boolean isKnown(int known) {
        return !c.failed
                && known != PairMemory.FIRST
                && PairMemory.wasAnswered(known)
                && PairMemory.portOf(known) == (c.isIcmp() ? 0 : c.port);
    }

    /** @param guarded whether unknown sources have to be kept out */
    private void onProbe(boolean guarded, AlertSink alerts) {
        ScanActor actor = actors.size() == 0 ? null : actors.find(c.srcHigh, c.srcLow);
        if (actor != null && actor.isOver(c.startedNs)) {
            actors.remove(c.srcHigh, c.srcLow, 0, 0);
            actor = null;
        }
        if (c.ambiguous && !isScanGoingOn(actor)) {
            return;
        }
        long destination = Mix.of(c.dstHigh, c.dstLow);
        if (actor != null && actor.isBlock()) {
            onBlock(actor, destination, alerts);
            return;
        }
        if (actor != null && c.failed && actor.sweep().active && isSwept()) {
            actor.sweep().onFailed(c, destination);
            tellIfDue(actor, actor.sweep(), alerts);
            return;
        }
        Source source = guarded ? admitted(alerts) : null;
        if (guarded && source == null) {
            return;
        }
        int known = touchPair();
        if (!isKnown(known) && !idle.isForged(c, alerts)) {
            judge(source, actor, known, alerts);
        }
    }

    /** Whether the ports of this contact's destination are known to be scanned by its source: then high ports among them are no client's. */
    private boolean isScanned() {
        PortScan scan = actors.size() == 0 ? null : portScans.find(c.srcHigh, c.srcLow, c.dstHigh, c.dstLow);
        return scan != null && scan.told;
    }

    private void onUnread(Event event) {
        if (event.proto() == TCP) {
            if (event.number(FlowEvents.CONTACT_OUTCOME) == FlowEvents.UNSOLICITED) {
                idle.onUnsolicited(event);
            }
        } else {
            surroundings.onUnread(event);
        }
    }

    /** Whether this pair is already known for a port scan: only then are late pieces of connections taken for probes. */
    private boolean isScanGoingOn(@Nullable ScanActor actor) {
        PortScan scan = actor == null ? null : portScans.find(c.srcHigh, c.srcLow, c.dstHigh, c.dstLow);
        return scan != null && scan.told && (scan.kind == ProbeKind.ACK || scan.kind == ProbeKind.MAIMON);
    }

    /** Whether this service is already known to be swept by this source: no more needs to be remembered of its targets. */
    private boolean isSwept() {
        Sweep sweep = sweeps.find(c.srcHigh, c.srcLow, c.service());
        return sweep != null && sweep.told;
    }

    /** Everything that a scanner of whole blocks does is part of it, except what it does with those that answer. */
    private void onBlock(ScanActor actor, long destination, AlertSink alerts) {
        if (c.failed) {
            actor.block().onFailed(c, destination);
        } else if (c.answered && c.startedNs - actor.block().lastNs < IDLE_NS) {
            actor.block().onOpen(c, destination);
        }
        tellIfDue(actor, actor.block(), alerts);
    }

    /**
     * The state of this contact's source while a flood is on or the table is full; null for one that is then kept out: unknown, and either aimed at the flood's
     * target or seen for the first time.
     */
    private @Nullable Source admitted(AlertSink alerts) {
        Source source = sources.find(c.srcHigh, c.srcLow);
        if (source != null) {
            return source;
        }
        if (isHandshake()) {
            boolean flooded = floods.isOn(c.dstHigh, c.dstLow, c.event.timestampNs());
            source = flooded ? null : sources.admit(c.srcHigh, c.srcLow, 0, 0);
            if (source == null && c.failed) {
                floods.unfinished(c.event, SharedTargets.source(c), alerts);
            }
        } else {
            source = sources.admit(c.srcHigh, c.srcLow, 0, 0);
        }
        if (source != null) {
            begin(source);
        }
        return source;
    }

    private void begin(Source source) {
        if (sources.isFresh()) {
            source.begin(roles.reachRate(c.srcHigh, c.srcLow, c.startedNs), c.startedNs, c.event.packetNumber());
        }
    }

    private boolean isHandshake() {
        return (c.kind == ProbeKind.SYN || c.kind == ProbeKind.CONNECT) && !c.secondHand;
    }

    private void judge(@Nullable Source admitted, @Nullable ScanActor actor, int known, AlertSink alerts) {
        Source source = admitted;
        if (source == null) {
            source = sources.at(c.srcHigh, c.srcLow);
            begin(source);
        }
        source.onTime(c.startedNs, c.event.packetNumber());
        if (actor == null && c.failed && source.reached == 0 && isHandshake()) {
            floods.unfinished(c.event, SharedTargets.source(c), alerts);
        }
        long destination = Mix.of(c.dstHigh, c.dstLow);
        int port = c.isIcmp() ? 0 : c.port;
        boolean first = known == PairMemory.FIRST;
        if (first) {
            onFirstContact(source, actor, destination, alerts);
        }
        PortScan scan = null;
        boolean newReach = first && !c.failed;
        if (!first && PairMemory.portOf(known) != port && !c.kind.isIcmp()) {
            scan = portScans.admit(c.srcHigh, c.srcLow, c.dstHigh, c.dstLow);
            if (scan != null && (portScans.isFresh() || scan.told && scan.isOver(c.startedNs))) {
                scan.clear();
                scan.begin(c, c.event.packetNumber());
                if (PairMemory.portOf(known) != 0) {
                    scan.before(c.proto, known);
                }
            }
            newReach = scan != null && onPort(scan, destination, alerts);
        }
        boolean newFailure = c.failed && (first || !PairMemory.wasAnswered(known));
        if ((newReach || newFailure) && (scan == null || scan.failed.count() < FEW_PORTS)) {
            onHost(source, destination, alerts);
        }
    }

    private void onFirstContact(Source source, @Nullable ScanActor actor, long destination, AlertSink alerts) {
        long nowNs = c.event.timestampNs();
        if (!c.failed) {
            source.reached++;
            source.walk.reached();
            if (c.answered && c.localResp) {
                dark.alive(c.dstHigh, c.dstLow, nowNs);
            }
            if (c.answered && c.localOrig) {
                dark.alive(c.srcHigh, c.srcLow, nowNs);
            }
            return;
        }
        boolean outward = c.localOrig && !c.localResp;
        if (outward && (Suspicion.isEverydayOutward(c) || c.port >= 1024 && !Suspicion.isWormPort(c))) {
            source.failedServices.add(Mix.of(c.service()));
            return;
        }
        source.onFailed(c, destination);
        if (actor != null || c.secondHand) {
            return;
        }
        shared.onFailed(c, SharedTargets.source(c), destination, alerts);
        scattered.onFailed(c, source, alerts);
        if (c.localResp && !c.refused() && dark.isDark(c.dstHigh, c.dstLow, nowNs)) {
            scattered.onDark(c, source, destination, alerts);
        }
    }

    /** One service over many hosts. */
    private void onHost(Source source, long destination, AlertSink alerts) {
        Sweep sweep = sweeps.admit(c.srcHigh, c.srcLow, c.service(), 0);
        if (sweep == null) {
            return;
        }
        if (sweeps.isFresh() || sweep.told && sweep.isOver(c.startedNs)) {
            sweep.clear();
            sweep.begin(source.theta0, c, c.event.packetNumber());
        }
        if (!c.failed) {
            sweep.onReached(c, destination);
        } else if (sweep.onFailed(c, destination) && sweep.failed.count() == Companions.SUSPECT_FAILURES) {
            companions.onSuspect(c, true, sweep.failedSample.sumOfFirst(Companions.SUSPECT_FAILURES));
        }
        if (sweep.told) {
            ScanActor actor = actors.find(c.srcHigh, c.srcLow);
            if (actor != null && actor.sweep().active) {
                if (c.failed) {
                    actor.sweep().onFailed(c, destination);
                } else if (c.answered) {
                    actor.sweep().onOpen(c, destination);
                }
                tellIfDue(actor, actor.sweep(), alerts);
                return;
            }
            sweep.told = false; // its actor was forgotten
        }
        if (Suspicion.isSweep(c, sweep, source) && !surroundings.isLeasing(c, sweep)) {
            beginSweep(sweep, alerts);
        }
    }

    private void beginSweep(Sweep sweep, AlertSink alerts) {
        sweep.told = true;
        ScanActor actor = actor();
        Campaign campaign = actor.onSweep(sweep, c);
        companions.onFound(c, true, sweep.failedSample.sumOfFirst(Companions.SUSPECT_FAILURES), campaign, alerts);
        tellIfDue(actor, campaign, alerts);
    }

    /**
     * Many services of one host.
     *
     * @return whether a service answered that had not been asked before
     */
    private boolean onPort(PortScan scan, long destination, AlertSink alerts) {
        boolean newReach = false;
        if (c.failed) {
            if (scan.onFailed(c) && scan.failed.count() == Companions.SUSPECT_FAILURES) {
                companions.onSuspect(c, false, scan.failedSample.sumOfFirst(Companions.SUSPECT_FAILURES));
            }
        } else {
            newReach = scan.onAnswered(c);
        }
        if (scan.told) {
            ScanActor actor = actors.find(c.srcHigh, c.srcLow);
            if (actor != null && actor.ports().active) {
                if (c.failed) {
                    actor.ports().onFailed(c, destination);
                } else if (c.answered) {
                    actor.ports().onOpen(c, destination);
                }
                tellIfDue(actor, actor.ports(), alerts);
                return newReach;
            }
            scan.told = false;
        }
        if (Suspicion.isPortScan(scan)) {
            beginPortScan(scan, alerts);
        }
        return newReach;
    }

    private void beginPortScan(PortScan scan, AlertSink alerts) {
        scan.told = true;
        ScanActor actor = actor();
        Campaign campaign = actor.onPortScan(scan, c);
        companions.onFound(c, false, scan.failedSample.sumOfFirst(Companions.SUSPECT_FAILURES), campaign, alerts);
        tellIfDue(actor, campaign, alerts);
    }

    private ScanActor actor() {
        ScanActor actor = actors.at(c.srcHigh, c.srcLow);
        if (actors.isFresh()) {
            actor.begin(c);
        }
        return actor;
    }

    private void tellIfDue(ScanActor actor, Campaign campaign, AlertSink alerts) {
        if (campaign.speaker != null) {
            companions.onProbe(campaign, c, alerts);
        } else if (campaign.isDue()) {
            campaign.connection = ConnectionRef.of(c.event);
            tell(actor, campaign, c.event.timestampNs(), alerts);
        }
    }

    private void tell(ScanActor actor, Campaign campaign, long nowNs, AlertSink alerts) {
        campaign.told();
        alerts.raise(report.of(actor, campaign, nowNs));
    }

    /** A connection's end tells what its contact could not: an answered handshake that was left at once. */
    private void onConn(Event e, AlertSink alerts) {
        int length = e.length(FlowEvents.HISTORY);
        if (e.proto() != TCP
                || length < 2
                || length > 7
                || e.number(FlowEvents.ORIG_BYTES) != 0
                || e.number(FlowEvents.RESP_BYTES) != 0) {
            return;
        }
        byte[] bytes = e.bytes();
        int at = e.offset(FlowEvents.HISTORY);
        if (bytes[at] == 'S' && bytes[at + 1] == 'R' && length == 2) {
            surroundings.onUnseenAnswer(e);
        }
        if (bytes[at] != 'S' || bytes[at + 1] != 'h') {
            return;
        }
        companions.onConn(e);
        boolean halfOpen = length == 3 && bytes[at + 2] == 'R';
        if (length == 2 || halfOpen) {
            Source source = sources.find(e.origHigh(), e.origLow());
            if (source == null || source.reached <= 1) {
                floods.unfinished(e, Mix.of(e.origHigh(), e.origLow()), alerts);
            }
        }
        if (length == 2) {
            return;
        }
        c.readTouch(e, halfOpen);
        onTouched(halfOpen, alerts);
    }

    private void onTouched(boolean halfOpen, AlertSink alerts) {
        PortScan scan = portScans.find(c.srcHigh, c.srcLow, c.dstHigh, c.dstLow);
        if (scan != null) {
            scan.onTouched(c.port, halfOpen);
            if (!scan.told && Suspicion.isPortScan(scan)) {
                beginPortScan(scan, alerts);
            }
            return;
        }
        Sweep sweep = sweeps.find(c.srcHigh, c.srcLow, c.service());
        Source source = sources.find(c.srcHigh, c.srcLow);
        if (sweep == null || source == null) {
            return;
        }
        sweep.onTouched(Mix.of(c.dstHigh, c.dstLow), halfOpen);
        if (!sweep.told && Suspicion.isSweep(c, sweep, source)) {
            beginSweep(sweep, alerts);
        }
    }

    @Override
    public void onTime(long nowNs, AlertSink alerts) {
        if (nowNs >= nextCheckNs) {
            nextCheckNs = nowNs + CHECK_NS;
            tellAllNews(nowNs, nowNs - IDLE_NS, alerts);
        }
    }

    @Override
    public void onEnd(long nowNs, AlertSink alerts) {
        tellAllNews(nowNs, Long.MAX_VALUE, alerts);
    }

    /** @param heardBeforeNs what was heard of since is not at its end yet */
    private void tellAllNews(long nowNs, long heardBeforeNs, AlertSink alerts) {
        floods.tellNews(heardBeforeNs, alerts);
        idle.tellNews(heardBeforeNs, alerts);
        companions.tellNews(nowNs, heardBeforeNs, alerts);
        shared.tellNews(heardBeforeNs, alerts);
        scattered.tellNews(heardBeforeNs, alerts);
        tellNews(nowNs, heardBeforeNs, alerts);
    }

    /** Scans that came to their end with more than was told. */
    private void tellNews(long nowNs, long heardBeforeNs, AlertSink alerts) {
        if (actors.size() == 0) {
            return;
        }
        actors.forEach(ended::add);
        for (ScanActor actor : ended) {
            tellNews(actor, actor.sweep(), nowNs, heardBeforeNs, alerts);
            tellNews(actor, actor.ports(), nowNs, heardBeforeNs, alerts);
            tellNews(actor, actor.block(), nowNs, heardBeforeNs, alerts);
        }
        ended.clear();
    }

    private void tellNews(ScanActor actor, Campaign campaign, long nowNs, long heardBeforeNs, AlertSink alerts) {
        if (campaign.active && campaign.heardNs <= heardBeforeNs && campaign.hasNews(heardBeforeNs == Long.MAX_VALUE)) {
            tell(actor, campaign, nowNs, alerts);
        }
    }
}
