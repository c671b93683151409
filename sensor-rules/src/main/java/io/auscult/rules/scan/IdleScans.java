package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * Idle scans: the scanner reads the IP identification of an idle host (the zombie) by SYN-ACKs that nobody asked for, from ever other source ports to one port,
 * and forges SYNs in the zombie's name between them. Told when both are seen; the zombie is no scanner then. {@link #CAPACITY} entries, the longest idle
 * forgotten. Detect thread.
 */
final class IdleScans {
    static final int CAPACITY = 1_024;

    private static final int SYN_ACK = 2 | 16;
    private static final int PROBES = 4;
    private static final int PORTS = 5;
    private static final long TOGETHER_NS = 120_000_000_000L;

    private final StateTable<Zombie> zombies;
    private final ScanRules rules;

    IdleScans(ScanRules rules, Counters counters) {
        this.rules = rules;
        zombies = new StateTable<>(CAPACITY, 2, counters, Zombie::new);
    }

    private static final class Zombie implements State {
        private long masterHigh;
        private long masterLow;
        private long targetHigh;
        private long targetLow;
        private int askedPort;
        private final DistinctCounter askedFrom = new DistinctCounter(64, 8);
        private final DistinctCounter forged = new DistinctCounter(64, 10);
        private final PortSample forgedSample = new PortSample();
        private long probedNs;
        private long firstNs;
        private long firstPacket;
        private long nextAt;
        private long told;
        private long lastNs;
        private IpAddress self = new IpAddress(0, 0);
        private ConnectionRef connection = ConnectionRef.NONE;

        @Override
        public void clear() {
            askedFrom.clear();
            forged.clear();
            forgedSample.clear();
            probedNs = Long.MIN_VALUE;
            nextAt = PORTS;
            told = 0;
        }
    }

    /** An unsolicited contact: the SYN-ACKs of a scanner are among these. */
    void onUnsolicited(Event e) {
        if ((e.number(FlowEvents.CONTACT_FLAGS) & 0x3F) != SYN_ACK) {
            return;
        }
        Zombie zombie = zombies.at(e.respHigh(), e.respLow());
        boolean same = zombie.masterHigh == e.origHigh()
                && zombie.masterLow == e.origLow()
                && zombie.askedPort == e.respPort();
        if (zombies.isFresh() || !same && e.timestampNs() - zombie.probedNs > TOGETHER_NS) {
            zombie.clear();
            zombie.masterHigh = e.origHigh();
            zombie.masterLow = e.origLow();
            zombie.askedPort = e.respPort();
            zombie.firstNs = e.timestampNs();
            zombie.firstPacket = e.packetNumber();
            same = true;
        }
        if (same) {
            zombie.askedFrom.add(PortScan.key(6, e.origPort()));
            zombie.probedNs = e.timestampNs();
        }
    }

    /** @return whether this contact's source is a zombie: its SYNs are forged by another, who is told of here */
    boolean isForged(Contact c, AlertSink alerts) {
        if (zombies.size() == 0 || !c.kind.isTcp()) {
            return false;
        }
        Zombie zombie = zombies.find(c.srcHigh, c.srcLow);
        if (zombie == null
                || zombie.askedFrom.count() < PROBES
                || Math.abs(c.event.timestampNs() - zombie.probedNs) > TOGETHER_NS) {
            return false;
        }
        if (zombie.forged.count() == 0) {
            zombie.targetHigh = c.dstHigh;
            zombie.targetLow = c.dstLow;
        }
        zombie.forged.add(PortScan.key(c.proto, c.port));
        zombie.forgedSample.add(c.port);
        zombie.lastNs = c.event.timestampNs();
        if (zombie.forged.count() >= zombie.nextAt) {
            zombie.nextAt = 10;
            while (zombie.nextAt <= zombie.forged.count()) {
                zombie.nextAt *= 10;
            }
            zombie.self = new IpAddress(c.srcHigh, c.srcLow);
            zombie.connection = ConnectionRef.of(c.event);
            tell(zombie, alerts);
        }
        return true;
    }

    /** What grew since it was told. */
    void tellNews(long heardBeforeNs, AlertSink alerts) {
        zombies.forEach(zombie -> {
            if (zombie.told > 0 && zombie.lastNs <= heardBeforeNs && zombie.forged.count() > zombie.told) {
                tell(zombie, alerts);
            }
        });
    }

    private void tell(Zombie zombie, AlertSink alerts) {
        zombie.told = zombie.forged.count();
        IpAddress target = new IpAddress(zombie.targetHigh, zombie.targetLow);
        alerts.raise(new AlertDraft(
                        rules.idleScan,
                        Party.of(new IpAddress(zombie.masterHigh, zombie.masterLow)),
                        zombie.lastNs,
                        zombie.connection)
                .kind("idle scan")
                .target(Party.of(target))
                .targets(List.of(target), 1)
                .ports(zombie.forgedSample.ports(), zombie.forged.count())
                .outcome(Outcome.UNKNOWN)
                .count(zombie.forged.count())
                .seen(zombie.firstNs, zombie.lastNs, zombie.firstPacket)
                .evidence("zombie", zombie.self)
                .evidence("syn_acks_to_zombie", zombie.askedFrom.count())
                .evidence("zombie_port", zombie.askedPort)
                .alert());
    }
}
