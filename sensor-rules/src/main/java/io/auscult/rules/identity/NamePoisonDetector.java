package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;

/**
 * A host that answers for many names where hosts only answer for their own: LLMNR, NetBIOS and mDNS. Names are told apart by their first label, as a host has one name in
 * several domains. Told at {@link #NAMES} names within ten minutes, then at 10, 100 ... Detect thread.
 */
public final class NamePoisonDetector implements Detector {
    static final int CAPACITY = 16_384; // addresses
    static final int NAMES = 4;

    private static final int CERTAIN = 6;
    private static final int SAMPLE = 8;
    private static final long WINDOW_NS = 600_000_000_000L;
    private static final byte[][] MULTICAST = {Texts.of("llmnr"), Texts.of("netbios"), Texts.of("mdns")};

    private final IdentityRules rules;
    private final StateTable<Answerer> answerers;

    public NamePoisonDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        answerers = new StateTable<>(CAPACITY, 2, counters, Answerer::new);
    }

    private static final class Answerer implements State {
        private final DistinctCounter names = new DistinctCounter(64, 6);
        private final List<String> sample = new ArrayList<>(SAMPLE);
        private long answers;
        private long firstNs;
        private long firstPacket;
        private long next;

        @Override
        public void clear() {
            names.clear();
            sample.clear();
            answers = 0;
            firstNs = 0;
            next = NAMES;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(HostNames.HOST_NAME);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (Texts.indexIn(e, HostNames.SOURCE, MULTICAST) < 0) {
            return;
        }
        Answerer answerer = answerers.at(e.addressHigh(HostNames.ADDRESS), e.addressLow(HostNames.ADDRESS));
        long nowNs = e.timestampNs();
        if (answerer.firstNs == 0 || answerer.next == NAMES && nowNs - answerer.firstNs > WINDOW_NS) {
            answerer.clear();
            answerer.firstNs = nowNs;
            answerer.firstPacket = e.packetNumber();
        }
        answerer.answers++;
        if (!answerer.names.add(Texts.hashUntil(e, HostNames.NAME, '.'))) {
            return;
        }
        if (answerer.sample.size() < SAMPLE) {
            String name = e.text(HostNames.NAME);
            answerer.sample.add(name == null ? "?" : name);
        }
        long count = answerer.names.count();
        if (count < answerer.next) {
            return;
        }
        answerer.next = count < CERTAIN ? CERTAIN : count < 10 ? 10 : 10 * answerer.next;
        boolean sure = count >= CERTAIN;
        String source = e.text(HostNames.SOURCE);
        alerts.raise(new AlertDraft(rules.namePoisoning, Party.of(e.address(HostNames.ADDRESS)), e)
                .kind("answers for many names")
                .level(sure ? Level.HIGH : Level.MEDIUM)
                .confidence(sure ? Confidence.HIGH : Confidence.MEDIUM)
                .count(answerer.answers)
                .seen(answerer.firstNs, nowNs, answerer.firstPacket)
                .outcome(Outcome.UNKNOWN)
                .evidence("names", String.join(", ", answerer.sample))
                .evidence("name_count", count)
                .evidence("protocol", source == null ? "?" : source)
                .alert());
    }
}
