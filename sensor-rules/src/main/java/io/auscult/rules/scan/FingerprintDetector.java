package io.auscult.rules.scan;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;

/**
 * Active OS fingerprinting: probes that no stack sends by itself, made to see how a host answers oddities. nmap's sequence (SEQ, ECN, T2 to T7, U1, IE) by flags, window
 * and options, and ICMP oddities as xprobe sends them. State only for pairs that showed one of them: {@link #CAPACITY}, the longest idle forgotten. Detect thread.
 */
public final class FingerprintDetector implements Detector {
    static final int CAPACITY = 4_096;

    private static final int DISTINCT_PROBES = 3;
    private static final long TOGETHER_NS = 300_000_000_000L;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int ICMP = 1;
    private static final int ECHO = 8;
    private static final int SYN = 2;
    private static final int FLAGS = 0x3F;
    private static final int ECE_CWR = 64 | 128;
    private static final int U1_PAYLOAD = 300;
    private static final int FIRST_HIGH_PORT = 30_000;

    private final ScanRules rules;
    private final StateTable<Probed> probed;

    public FingerprintDetector(ScanRules rules, Counters counters) {
        this.rules = rules;
        probed = new StateTable<>(CAPACITY, 4, counters, Probed::new);
    }

    /** The probes, as bits. */
    private enum Probe {
        SEQ_1("SEQ window 1"),
        SEQ_2("SEQ window 63"),
        SEQ_3("SEQ window 4"),
        SEQ_5("SEQ window 16"),
        SEQ_6("SEQ window 512"),
        ECN("ECN"),
        T2("T2 no flags"),
        T3("T3 SYN FIN PSH URG"),
        T4("T4 ACK"),
        T5("T5 SYN window 31337"),
        T6("T6 ACK"),
        T7("T7 FIN PSH URG"),
        U1("U1 300 bytes over UDP"),
        IE("IE echo with code 9"),
        ECHO_CODE("echo with a code"),
        TIMESTAMP("ICMP timestamp"),
        MASK("ICMP address mask"),
        INFORMATION("ICMP information");

        private final String words;

        Probe(String words) {
            this.words = words;
        }

        private int bit() {
            return 1 << ordinal();
        }
    }

    private static final int WEAK = Probe.U1.bit() | Probe.TIMESTAMP.bit();

    private static final class Probed implements State {
        private int seen;
        private int told;
        private long firstNs;
        private long firstPacket;
        private int count;
        private final PortSample ports = new PortSample();

        @Override
        public void clear() {
            seen = 0;
            told = 0;
            count = 0;
            ports.clear();
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(FlowEvents.CONTACT, FlowEvents.ICMP);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        int bits = e.is(FlowEvents.CONTACT) ? ofContact(e) : ofIcmp(e);
        if (bits == 0 || Contact.isForMany(e.respHigh(), e.respLow())) {
            return;
        }
        Probed pair = probed.at(e.origHigh(), e.origLow(), e.respHigh(), e.respLow());
        long nowNs = e.timestampNs();
        if (pair.seen == 0 || Math.abs(nowNs - pair.firstNs) > TOGETHER_NS) {
            pair.clear();
            pair.firstNs = nowNs;
            pair.firstPacket = e.packetNumber();
        }
        pair.seen |= bits;
        pair.count++;
        if (e.proto() != ICMP) {
            pair.ports.add(e.respPort());
        }
        int distinct = Integer.bitCount(pair.seen);
        if (distinct >= DISTINCT_PROBES && Integer.bitCount(pair.seen & ~WEAK) >= 2 && distinct >= 2 * pair.told) {
            pair.told = distinct;
            tell(e, pair, alerts);
        }
    }

    private static int ofContact(Event e) {
        int proto = e.proto();
        if (proto == TCP) {
            return ofTcp(
                    (int) e.number(FlowEvents.CONTACT_FLAGS),
                    (int) e.number(FlowEvents.CONTACT_WINDOW),
                    e.number(FlowEvents.CONTACT_OPTIONS) != 0);
        }
        if (proto == UDP) {
            return e.number(FlowEvents.CONTACT_PAYLOAD) == U1_PAYLOAD
                            && e.respPort() >= FIRST_HIGH_PORT
                            && e.origPort() >= FIRST_HIGH_PORT
                    ? Probe.U1.bit()
                    : 0;
        }
        return 0;
    }

    private static int ofTcp(int flags, int window, boolean options) {
        if (!options) {
            return 0; // all of nmap's carry some
        }
        if ((flags & FLAGS) == SYN && (flags & ECE_CWR) == 0) {
            return switch (window) {
                case 1 -> Probe.SEQ_1.bit();
                case 63 -> Probe.SEQ_2.bit();
                case 4 -> Probe.SEQ_3.bit();
                case 16 -> Probe.SEQ_5.bit();
                case 512 -> Probe.SEQ_6.bit();
                case 31_337 -> Probe.T5.bit();
                default -> 0;
            };
        }
        if (flags == (SYN | ECE_CWR)) {
            return window == 3 ? Probe.ECN.bit() : 0;
        }
        return switch (flags & FLAGS) {
            case 0 -> Probe.T2.bit();
            case 1 | SYN | 8 | 32 -> Probe.T3.bit();
            case 16 -> window == 1024 ? Probe.T4.bit() : window == 32_768 ? Probe.T6.bit() : 0;
            case 1 | 8 | 32 -> Probe.T7.bit();
            default -> 0;
        };
    }

    private static int ofIcmp(Event e) {
        if (e.proto() != ICMP || !e.flag(FlowEvents.ICMP_IS_ORIG)) {
            return 0;
        }
        int code = (int) e.number(FlowEvents.ICMP_CODE);
        return switch ((int) e.number(FlowEvents.ICMP_TYPE)) {
            case ECHO -> code == 0 ? 0 : code == 9 ? Probe.IE.bit() : Probe.ECHO_CODE.bit();
            case 13 -> Probe.TIMESTAMP.bit();
            case 15 -> Probe.INFORMATION.bit();
            case 17 -> Probe.MASK.bit();
            default -> 0;
        };
    }

    private void tell(Event e, Probed pair, AlertSink alerts) {
        List<String> probes = new ArrayList<>();
        for (Probe probe : Probe.values()) {
            if ((pair.seen & probe.bit()) != 0) {
                probes.add(probe.words);
            }
        }
        boolean inside = e.is(FlowEvents.CONTACT) ? e.flag(FlowEvents.CONTACT_LOCAL_ORIG) : true;
        alerts.raise(new AlertDraft(rules.osFingerprinting, Party.of(e.origHost()), e)
                .kind("OS fingerprinting")
                .level(inside ? Level.HIGH : Level.LOW)
                .target(Party.of(e.respHost()))
                .targets(List.of(e.respHost()), 1)
                .ports(pair.ports.ports(), pair.ports.size())
                .outcome(Outcome.UNKNOWN)
                .count(pair.count)
                .seen(pair.firstNs, e.timestampNs(), pair.firstPacket)
                .evidence("probes", String.join(", ", probes))
                .alert());
    }
}
