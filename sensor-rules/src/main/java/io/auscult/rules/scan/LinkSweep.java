package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.event.Event;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.rule.AlertDraft;

/** How far one station has come in asking for the addresses of its own network, by ARP or by IPv6 neighbor solicitations, and who answered. */
abstract class LinkSweep implements State {
    /** A sweep that goes on quietly is looked at so often, and told again once it has been silent for so long. */
    static final long CHECK_NS = 30_000_000_000L;

    static final long IDLE_NS = 120_000_000_000L;

    private static final int FAST = 12; // addresses in ten seconds
    private static final int STEADY = 40; // in ten minutes
    private static final int DENSE = 128; // in ten seconds, answered or not
    private static final int SURE = 64; // of which at least a third is absent
    private static final long SECOND = 1_000_000_000L;

    /** Who asks. */
    long high;

    long low;

    private final DistinctCounter asked = new DistinctCounter(1_024, 8);
    private final DistinctCounter fast = new DistinctCounter(128, 8);
    private final DistinctCounter answered = new DistinctCounter(1_024, 8);
    private final AddressSample sample = new AddressSample();
    private final AddressSample alive = new AddressSample();
    private long mac;
    private long fastNs;
    private long steadyNs;
    private long firstPacket;
    private long requests;
    private long lastNs;
    private long nextAt;
    private long told;
    private boolean begun;
    private ConnectionRef connection = ConnectionRef.NONE;

    @Override
    public void clear() {
        begun = false;
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

    /** Whether it asks for others, who send through it. */
    abstract boolean isRouter();

    void onRequest(Event e, IpAddress sender, IpAddress target, long senderMac) {
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
        high = sender.high();
        low = sender.low();
        mac = senderMac;
        lastNs = nowNs;
        requests++;
        long hash = Mix.of(target.high(), target.low());
        fast.add(hash);
        if (asked.add(hash)) {
            sample.add(target.high(), target.low());
        }
        if (isDue()) {
            connection = ConnectionRef.of(e);
        }
    }

    void onAnswer(IpAddress from) {
        if (answered.add(Mix.of(from.high(), from.low()))) {
            alive.add(from.high(), from.low());
        }
    }

    /** Addresses that answer are a router's or a server's ordinary business; those that do not are what a sweep meets most. */
    boolean isDue() {
        long count = asked.count();
        long absent = count - answered.count();
        boolean swept = fast.count() >= FAST && absent >= FAST || absent >= STEADY || fast.count() >= DENSE;
        return (told > 0 || swept) && count >= nextAt && !isRouter();
    }

    void tellNews(long heardBeforeNs, Rule rule, String kind, AlertSink alerts) {
        if (told > 0 && lastNs <= heardBeforeNs && asked.count() > told && !isRouter()) {
            tell(rule, kind, alerts);
        }
    }

    void tell(Rule rule, String kind, AlertSink alerts) {
        long count = asked.count();
        boolean sure = count >= SURE && (count - answered.count()) * 3 >= count;
        told = count;
        nextAt = count < SURE ? SURE : Long.highestOneBit(count) * 4;
        Party actor = new Party(new IpAddress(high, low), mac == 0 ? null : Mac.text(mac), null, null);
        alerts.raise(new AlertDraft(rule, actor, lastNs, connection)
                .kind(kind)
                .level(sure ? Level.HIGH : Level.MEDIUM)
                .confidence(sure ? Confidence.HIGH : Confidence.MEDIUM)
                .targets(sample.addresses(), count)
                .open(alive.addresses().stream().map(IpAddress::toString).toList(), answered.count())
                .outcome(answered.count() > 0 ? Outcome.SUCCEEDED : Outcome.ATTEMPTED)
                .count(requests)
                .seen(steadyNs, lastNs, firstPacket)
                .evidence("requests", requests)
                .evidence("answered", answered.count())
                .alert());
    }
}
