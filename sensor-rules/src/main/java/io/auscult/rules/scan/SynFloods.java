package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * SYN floods: very many handshakes with one target that nobody finishes. While one lasts, unknown sources at that target are the flood's own, and no
 * scanners. {@link #CAPACITY} targets, the longest idle forgotten. Detect thread.
 */
final class SynFloods {
    static final int CAPACITY = 4_096;

    private static final long WINDOW_NS = 10_000_000_000L;
    private static final long LASTS_NS = 60_000_000_000L;
    private static final int MANY = 1_000; // unfinished handshakes in a window
    private static final int FORGED = 300; // sources from which they are called forged
    private static final long GRAVE = 10_000;
    private static final IpAddress NOBODY = new IpAddress(0, 0);

    private final StateTable<Target> targets;
    private final ScanRules rules;
    private long anyUntilNs = Long.MIN_VALUE;

    SynFloods(ScanRules rules, Counters counters) {
        this.rules = rules;
        this.targets = new StateTable<>(CAPACITY, 2, counters, Target::new);
    }

    private static final class Target implements State {
        private final DistinctCounter sources = new DistinctCounter(64, 10);
        private final PortSample ports = new PortSample();
        private long windowNs;
        private long inWindow;
        private long floodUntilNs;
        private long unfinished;
        private long told;
        private long lastNs;
        private IpAddress victim = NOBODY;
        private IpAddress lastSource = NOBODY;
        private ConnectionRef connection = ConnectionRef.NONE;
        private long nextAt;
        private long firstNs;
        private long firstPacket;
        private boolean begun;

        @Override
        public void clear() {
            sources.clear();
            ports.clear();
            begun = false;
            inWindow = 0;
            unfinished = 0;
            told = 0;
            floodUntilNs = Long.MIN_VALUE;
            nextAt = MANY;
        }
    }

    /** Whether a flood of any target is on. */
    boolean areOn(long nowNs) {
        return nowNs <= anyUntilNs;
    }

    /** Whether a flood of this target is on. */
    boolean isOn(long dstHigh, long dstLow, long nowNs) {
        if (nowNs > anyUntilNs) {
            return false;
        }
        Target target = targets.find(dstHigh, dstLow);
        return target != null && nowNs <= target.floodUntilNs;
    }

    /** One more handshake that was not finished, by a source that never finished any. */
    void unfinished(Event e, long source, AlertSink alerts) {
        Target target = targets.admit(e.respHigh(), e.respLow(), 0, 0);
        if (target == null) {
            return;
        }
        long nowNs = e.timestampNs();
        if (!target.begun || nowNs - target.windowNs > WINDOW_NS) {
            if (!target.begun || target.inWindow < MANY) {
                target.sources.clear();
                target.ports.clear();
                target.unfinished = 0;
                target.told = 0;
                target.nextAt = MANY;
                target.firstNs = nowNs;
                target.firstPacket = e.packetNumber();
            }
            target.begun = true;
            target.windowNs = nowNs;
            target.inWindow = 0;
        }
        target.lastNs = nowNs;
        target.inWindow++;
        target.unfinished++;
        target.sources.add(source);
        target.ports.add(e.respPort());
        if (target.inWindow >= MANY) {
            target.floodUntilNs = nowNs + LASTS_NS;
            anyUntilNs = Math.max(anyUntilNs, target.floodUntilNs);
            if (target.unfinished >= target.nextAt) {
                target.victim = e.respHost();
                target.lastSource = e.origHost();
                target.connection = ConnectionRef.of(e);
                tell(target, alerts);
                target.nextAt *= 10;
            }
        }
    }

    /** Floods that grew by a fifth or more since they were told. */
    void tellNews(long heardBeforeNs, AlertSink alerts) {
        targets.forEach(target -> {
            if (target.told > 0
                    && target.lastNs <= heardBeforeNs
                    && target.unfinished > target.told + target.told / 5) {
                tell(target, alerts);
            }
        });
    }

    private void tell(Target target, AlertSink alerts) {
        target.told = target.unfinished;
        boolean forged = target.sources.count() >= FORGED;
        IpAddress victim = target.victim;
        Party actor = forged
                ? new Party(null, null, "forged addresses against " + victim, null)
                : Party.of(target.lastSource);
        alerts.raise(new AlertDraft(rules.synFlood, actor, target.lastNs, target.connection)
                .kind("SYN flood")
                .level(target.unfinished >= GRAVE ? Level.HIGH : Level.MEDIUM)
                .confidence(target.unfinished >= GRAVE ? Confidence.HIGH : Confidence.MEDIUM)
                .target(Party.of(victim))
                .targets(List.of(victim), 1)
                .ports(target.ports.ports(), target.ports.size())
                .outcome(Outcome.UNKNOWN)
                .count(target.unfinished)
                .seen(target.firstNs, target.lastNs, target.firstPacket)
                .evidence("sources", target.sources.count())
                .evidence("unfinished_handshakes", target.unfinished)
                .evidence("in_ten_seconds", target.inWindow)
                .alert());
    }
}
