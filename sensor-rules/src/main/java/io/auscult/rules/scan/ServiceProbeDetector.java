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
import io.auscult.core.detect.PortSample;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.http.HttpParser;
import io.auscult.core.protocol.ssh.SshParser;
import io.auscult.rules.rule.AlertDraft;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Service and version probing: texts that only scanners send; one small question after the other to a service that answers none of them; SSH keys collected from
 * many hosts without a login. With the first sign, all services count that the source opened on that host about then. {@link #CAPACITY} sources, the longest idle forgotten. Detect thread.
 */
public final class ServiceProbeDetector implements Detector {
    static final int CAPACITY = 4_096;

    private static final long TOGETHER_NS = 600_000_000_000L;
    private static final long SHORT_NS = 30_000_000_000L;
    private static final int SMALL_QUESTION = 512; // bytes
    private static final int QUESTIONS = 6; // different ones to one host
    private static final int COLLECTED_HOSTS = 5;
    private static final int TCP = 6;
    private static final IpAddress NOBODY = new IpAddress(0, 0);
    private static final byte[] KEYSCAN = "keyscan".getBytes(StandardCharsets.US_ASCII);

    private static final long IDLE_NS = 120_000_000_000L;
    private static final long CHECK_NS = 30_000_000_000L;

    private final ScanRules rules;
    private long nextCheckNs = Long.MIN_VALUE;
    private final LocalNets localNets;
    private final ScannerTexts texts = new ScannerTexts(List.of(HttpParser.HTTP, SshParser.SSH));
    private final Field sshClient = SshParser.SSH.field("client");
    private final StateTable<Prober> probers;
    private final StateTable<Asked> asked;

    public ServiceProbeDetector(ScanRules rules, LocalNets localNets, Counters counters) {
        this.rules = rules;
        this.localNets = localNets;
        probers = new StateTable<>(CAPACITY, 2, counters, Prober::new);
        asked = new StateTable<>(CAPACITY, 4, counters, Asked::new);
    }

    /** One source and whom it probed. */
    private static final class Prober implements State {
        private final DistinctCounter hosts = new DistinctCounter(64, 8);
        private final DistinctCounter services = new DistinctCounter(64, 8);
        private final AddressSample sample = new AddressSample();
        private final AddressSample answered = new AddressSample();
        private final PortSample ports = new PortSample();
        private final List<String> signs = new ArrayList<>();
        private long count;
        private long firstNs;
        private long lastNs;
        private long firstPacket;
        private long nextAt;
        private long told;
        private boolean sure;
        private IpAddress source = NOBODY;
        private ConnectionRef connection = ConnectionRef.NONE;

        @Override
        public void clear() {
            hosts.clear();
            services.clear();
            sample.clear();
            answered.clear();
            ports.clear();
            signs.clear();
            count = 0;
            nextAt = 1;
            told = 0;
            sure = false;
        }

        private void add(Event e, String sign) {
            if (count > 0 && e.timestampNs() - lastNs > TOGETHER_NS) {
                clear();
            }
            if (count++ == 0) {
                firstNs = e.timestampNs();
                firstPacket = e.packetNumber();
            }
            lastNs = Math.max(lastNs, e.timestampNs());
            visit(e, e.respPort());
            if (!signs.contains(sign)) {
                signs.add(sign);
            }
        }

        private void visit(Event e, int port) {
            long host = Mix.of(e.respHigh(), e.respLow());
            hosts.add(host);
            services.add(Mix.of(host, port));
            sample.add(e.respHigh(), e.respLow());
            answered.add(e.respHigh(), e.respLow(), port);
            ports.add(port);
        }

        /** Whether it asked this host a moment ago. */
        private boolean isAt(Event e) {
            return count > 0
                    && Math.abs(e.timestampNs() - lastNs) <= TOGETHER_NS
                    && hosts.contains(Mix.of(e.respHigh(), e.respLow()));
        }
    }

    /** Questions to one host that it did not answer, and services of it that were only listened to. */
    private static final class Asked implements State {
        private final DistinctCounter questions = new DistinctCounter(32, 8);
        private final PortSample ports = new PortSample();
        private long sinceNs;

        @Override
        public void clear() {
            questions.clear();
            ports.clear();
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(HttpParser.HTTP, SshParser.SSH, FlowEvents.CONN);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(FlowEvents.CONN)) {
            onConn(e, alerts);
            return;
        }
        String whose = texts.whose(e);
        if (whose != null) {
            Prober prober = probers.at(e.origHigh(), e.origLow());
            add(prober, e, whose);
            tellIfDue(e, prober, 1, true, alerts);
        } else if (e.is(SshParser.SSH) && endsWithKeyscan(e)) {
            Prober prober = probers.at(e.origHigh(), e.origLow());
            add(prober, e, "ssh-keyscan");
            tellIfDue(e, prober, COLLECTED_HOSTS, false, alerts);
        }
    }

    private boolean endsWithKeyscan(Event e) {
        int length = e.length(sshClient);
        if (length < KEYSCAN.length) {
            return false;
        }
        int at = e.offset(sshClient) + length - KEYSCAN.length;
        for (int i = 0; i < KEYSCAN.length; i++) {
            if (e.bytes()[at + i] != KEYSCAN[i]) {
                return false;
            }
        }
        return true;
    }

    /** Who shows himself by one question means all services that he opened on that host about then. */
    private void onConn(Event e, AlertSink alerts) {
        if (e.proto() != TCP || e.number(FlowEvents.DURATION) > SHORT_NS || !wasAccepted(e)) {
            return;
        }
        Prober known = probers.size() == 0 ? null : probers.find(e.origHigh(), e.origLow());
        if (known != null && known.isAt(e)) {
            known.visit(e, e.respPort());
        }
        long question = e.number(FlowEvents.ORIG_BYTES);
        long answer = e.number(FlowEvents.RESP_BYTES);
        boolean listened = question == 0 && answer > 0;
        boolean unanswered = question > 0 && question <= SMALL_QUESTION && answer == 0;
        if (!listened && !unanswered) {
            return;
        }
        Asked pair = asked.at(e.origHigh(), e.origLow(), e.respHigh(), e.respLow());
        if (asked.isFresh() || Math.abs(e.timestampNs() - pair.sinceNs) > TOGETHER_NS) {
            pair.clear();
            pair.sinceNs = e.timestampNs();
        }
        pair.ports.add(e.respPort());
        if (unanswered && pair.questions.add(Mix.of(e.respPort(), question)) && pair.questions.count() >= QUESTIONS) {
            Prober prober = probers.at(e.origHigh(), e.origLow());
            add(prober, e, "small questions that stay without answer");
            tellIfDue(e, prober, 1, false, alerts);
        }
    }

    private void add(Prober prober, Event e, String sign) {
        prober.add(e, sign);
        Asked pair = asked.find(e.origHigh(), e.origLow(), e.respHigh(), e.respLow());
        if (pair != null && Math.abs(e.timestampNs() - pair.sinceNs) <= TOGETHER_NS) {
            for (int i = 0; i < pair.ports.size(); i++) {
                prober.visit(e, pair.ports.port(i));
            }
        }
    }

    private static boolean wasAccepted(Event e) {
        int at = e.offset(FlowEvents.HISTORY);
        return e.length(FlowEvents.HISTORY) >= 3
                && e.bytes()[at] == 'S'
                && e.bytes()[at + 1] == 'h'
                && e.bytes()[at + 2] == 'A';
    }

    private void tellIfDue(Event e, Prober prober, int fewestHosts, boolean sure, AlertSink alerts) {
        boolean surer = sure && !prober.sure;
        prober.sure |= sure;
        if (prober.hosts.count() < fewestHosts || prober.services.count() < prober.nextAt && !surer) {
            return;
        }
        while (prober.nextAt <= prober.services.count()) {
            prober.nextAt *= 10;
        }
        prober.source = e.origHost();
        prober.connection = ConnectionRef.of(e);
        tell(prober, alerts);
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
        probers.forEach(prober -> {
            if (prober.told > 0 && prober.lastNs <= heardBeforeNs && prober.services.count() > prober.told) {
                tell(prober, alerts);
            }
        });
    }

    private void tell(Prober prober, AlertSink alerts) {
        prober.told = prober.services.count();
        boolean inside = localNets.contains(prober.source.high(), prober.source.low());
        boolean sure = prober.sure;
        alerts.raise(new AlertDraft(rules.serviceProbing, Party.of(prober.source), prober.lastNs, prober.connection)
                .kind("version scan")
                .level(!inside ? Level.LOW : sure ? Level.HIGH : Level.MEDIUM)
                .confidence(sure ? Confidence.HIGH : Confidence.MEDIUM)
                .targets(prober.sample.addresses(), prober.hosts.count())
                .ports(prober.ports.ports(), prober.ports.size())
                .open(prober.answered.endpoints(), prober.services.count())
                .outcome(Outcome.SUCCEEDED)
                .count(prober.count)
                .seen(prober.firstNs, prober.lastNs, prober.firstPacket)
                .evidence("signs", String.join(", ", prober.signs))
                .alert());
    }
}
