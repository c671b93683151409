package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.ntlm.NtlmReader;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * NTLM passed on, and NTLM out of place. A server's challenge is random: the same one in a logon at a host and in one that this host makes itself tells of a relay; the same
 * one for logon after logon tells of a program that only collects answers. A user who takes Kerberos tickets at one host, and whose name is proven by NTLM from another host
 * that never took one, may be a hash at work (pass-the-hash). Detect thread.
 */
public final class NtlmDetector implements Detector {
    static final int CHALLENGES = 16_384;
    static final int USERS = 65_536;

    private static final long RELAYED_NS = 120_000_000_000L;
    private static final int REPEATS = 3;
    private static final Field CHALLENGE = NtlmReader.NTLM.field("challenge");
    private static final Field USERNAME = NtlmReader.NTLM.field("username");
    private static final Field SUCCESS = NtlmReader.NTLM.field("success");
    private static final Field STATUS = NtlmReader.NTLM.field("status");
    private static final Field HOSTNAME = NtlmReader.NTLM.field("hostname");
    private static final byte[] KERBEROS = Texts.of("kerberos");
    private static final byte[] KRBTGT = Texts.of("krbtgt");
    private static final byte[] RIGHT = Texts.of("success");

    private final IdentityRules rules;
    private final StateTable<Challenge> challenges;
    private final StateTable<User> users;
    private final StateTable<Server> kerberosServers;

    public NtlmDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        challenges = new StateTable<>(CHALLENGES, 1, counters, Challenge::new);
        users = new StateTable<>(USERS, 1, counters, User::new);
        kerberosServers = new StateTable<>(CHALLENGES, 2, counters, Server::new);
    }

    private static final class Challenge implements State {
        private final DistinctCounter connections = new DistinctCounter(8, 4);
        private long uid;
        private long origHigh;
        private long origLow;
        private long respHigh;
        private long respLow;
        private long timeNs;
        private long packet;
        private int respPort;
        private Outcome outcome = Outcome.UNKNOWN;
        private boolean told;
        private boolean repeatTold;

        @Override
        public void clear() {
            connections.clear();
            uid = 0;
            told = false;
            repeatTold = false;
        }
    }

    /** Where a user takes tickets. */
    private static final class User implements State {
        private final DistinctCounter hosts = new DistinctCounter(16, 4);
        private long toldHost;

        @Override
        public void clear() {
            hosts.clear();
            toldHost = 0;
        }
    }

    /** A server to which tickets are shown. */
    private static final class Server implements State {
        @Override
        public void clear() {}
    }

    @Override
    public List<EventType> wants() {
        return List.of(NtlmReader.NTLM, IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(IdentityUse.IDENTITY)) {
            onIdentity(e);
        } else {
            if (e.length(CHALLENGE) > 0) {
                onChallenge(e, alerts);
            }
            if (e.length(USERNAME) > 0 && e.flag(SUCCESS)) {
                onUser(e, alerts);
            }
        }
    }

    private void onIdentity(Event e) {
        if (!e.textEquals(IdentityUse.MECHANISM, KERBEROS) || !e.textEquals(IdentityUse.OUTCOME, RIGHT)) {
            return;
        }
        if (Texts.indexIn(e, IdentityUse.PROTOCOL, Texts.OF_KERBEROS) < 0) {
            kerberosServers.at(e.respHigh(), e.respLow());
        } else if (e.length(IdentityUse.USER) > 0 && Texts.startsWith(e, IdentityUse.SERVICE, KRBTGT)) {
            users.at(Texts.hash(e, IdentityUse.USER)).hosts.add(Mix.of(e.origHigh(), e.origLow()));
        }
    }

    private void onChallenge(Event e, AlertSink alerts) {
        Challenge first = challenges.at(Texts.hash(e, CHALLENGE));
        long nowNs = e.timestampNs();
        if (challenges.isFresh()) {
            keep(e, first, nowNs);
            return;
        }
        if (first.uid == e.uid()) {
            return;
        }
        first.connections.add(Mix.of(e.uid()));
        boolean passedOn = first.respHigh == e.origHigh() && first.respLow == e.origLow();
        boolean cameFrom = first.origHigh == e.respHigh() && first.origLow == e.respLow();
        if ((passedOn || cameFrom) && Math.abs(nowNs - first.timeNs) <= RELAYED_NS && !first.told) {
            first.told = true;
            relayed(e, first, passedOn, alerts);
        } else if (first.respHigh == e.respHigh()
                && first.respLow == e.respLow()
                && first.connections.count() >= REPEATS - 1
                && !first.repeatTold
                && !first.told) {
            first.repeatTold = true;
            collects(e, first, alerts);
        }
    }

    private static void keep(Event e, Challenge first, long nowNs) {
        first.uid = e.uid();
        first.origHigh = e.origHigh();
        first.origLow = e.origLow();
        first.respHigh = e.respHigh();
        first.respLow = e.respLow();
        first.timeNs = nowNs;
        first.packet = e.packetNumber();
        first.respPort = e.respPort();
        first.outcome = outcome(e);
    }

    private static Outcome outcome(Event e) {
        return e.flag(SUCCESS) ? Outcome.SUCCEEDED : e.has(SUCCESS) ? Outcome.FAILED : Outcome.UNKNOWN;
    }

    /** @param passedOn whether the earlier event is of the victim and this one of the target; events come when logons end */
    private void relayed(Event e, Challenge first, boolean passedOn, AlertSink alerts) {
        IpAddress relay = passedOn ? e.origHost() : e.respHost();
        IpAddress victim = passedOn ? new IpAddress(first.origHigh, first.origLow) : e.origHost();
        IpAddress target = passedOn ? e.respHost() : new IpAddress(first.respHigh, first.respLow);
        Outcome outcome = passedOn ? outcome(e) : first.outcome;
        String user = e.text(USERNAME);
        AlertDraft draft = new AlertDraft(rules.ntlmRelay, Party.of(relay), e)
                .kind("relayed logon")
                .targets(List.of(target), 1)
                .seen(Math.min(first.timeNs, e.timestampNs()), e.timestampNs(), first.packet)
                .outcome(outcome)
                .evidence("victim", victim)
                .evidence("user", user == null ? "?" : user);
        if (outcome == Outcome.SUCCEEDED) {
            draft.open(List.of(target.withPort(passedOn ? e.respPort() : first.respPort)), 1);
        }
        alerts.raise(draft.alert());
    }

    private void collects(Event e, Challenge first, AlertSink alerts) {
        alerts.raise(new AlertDraft(rules.ntlmRelay, Party.of(e.respHost()), e)
                .kind("collected logons")
                .targets(List.of(e.origHost()), 1)
                .count(first.connections.count() + 1)
                .seen(first.timeNs, e.timestampNs(), first.packet)
                .outcome(Outcome.UNKNOWN)
                .evidence("victim", e.origHost())
                .evidence("user", e.length(USERNAME) > 0 ? e.text(USERNAME) : "?")
                .alert());
    }

    private void onUser(Event e, AlertSink alerts) {
        User user = users.find(Texts.hash(e, USERNAME));
        long host = Mix.of(e.origHigh(), e.origLow());
        if (user == null
                || user.hosts.count() == 0
                || !user.hosts.isExact()
                || user.hosts.contains(host)
                || user.toldHost == host
                || kerberosServers.find(e.respHigh(), e.respLow()) == null) {
            return;
        }
        user.toldHost = host;
        String name = e.text(USERNAME);
        String station = e.text(HOSTNAME);
        String status = e.text(STATUS);
        alerts.raise(new AlertDraft(rules.passTheHash, Party.of(e.origHost()), e)
                .kind("NTLM where Kerberos is usual")
                .targets(List.of(e.respHost()), 1)
                .open(List.of(e.respHost().withPort(e.respPort())), 1)
                .confidence(Confidence.LOW)
                .level(Level.MEDIUM)
                .outcome(Outcome.SUCCEEDED)
                .evidence("user", name == null ? "?" : name)
                .evidence("workstation", station == null || station.isEmpty() ? "?" : station)
                .evidence("status", status == null ? "let in" : status)
                .alert());
    }
}
