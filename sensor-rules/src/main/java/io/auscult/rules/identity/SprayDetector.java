package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.rules.rule.AlertDraft;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One source that tries a few passwords for many users (spraying), whatever the protocol and server, or asks for many names of which the server knows none (user
 * enumeration), or tries the same nameless login on many servers. Users who get in are taken off; where many users come from one address and are let in, more have to
 * fail than are let in. Told at {@link GuessLimits#users}, at 10, 100 ... users, and when one of them is let in. Detect thread.
 */
public final class SprayDetector implements Detector {
    static final int CAPACITY = 8_192; // sources

    private static final int MOST_USERS = 1_024; // told apart exactly, then estimated
    private static final int SAMPLE = 8;
    private static final int TRIES_EACH = 4; // more are guesses at each, which is told as that
    private static final long DAY_NS = 24 * 3_600_000_000_000L;
    private static final int SLOW_USERS = 20; // in a day
    private static final int SERVERS = 10;
    private static final double MOSTLY = 0.8;
    private static final int PREAUTH_REQUIRED = 25;
    private static final Field ERROR = KrbLog.KERBEROS.field("error_code");
    private static final Field CLIENT = KrbLog.KERBEROS.field("client");

    private final IdentityRules rules;
    private final GuessLimits limits;
    private final StateTable<Source> sources;
    private final Logon logon = new Logon();
    private final double perNs;

    public SprayDetector(IdentityRules rules, GuessLimits limits, Counters counters) {
        this.rules = rules;
        this.limits = limits;
        sources = new StateTable<>(CAPACITY, 2, counters, Source::new);
        perNs = (double) limits.users() / limits.windowNs();
    }

    private static final class Source implements State {
        private final Leak rate = new Leak();
        private final DistinctCounter failed = new DistinctCounter(MOST_USERS, 8);
        private final DistinctCounter letIn = new DistinctCounter(MOST_USERS, 8);
        private final DistinctCounter servers = new DistinctCounter(64, 6);
        private final AddressSample targets = new AddressSample();
        private final List<String> names = new ArrayList<>(SAMPLE);
        private @Nullable String found;
        private long forgiven;
        private long unknown;
        private long existing;
        private long tries;
        private long firstNs;
        private long firstPacket;
        private long next;
        private long nextServers;
        private boolean told;
        private boolean certain;

        @Override
        public void clear() {
            forget();
            letIn.clear();
        }

        private void forget() {
            rate.clear();
            failed.clear();
            servers.clear();
            targets.clear();
            names.clear();
            found = null;
            forgiven = 0;
            unknown = 0;
            existing = 0;
            tries = 0;
            firstNs = 0;
            next = 0;
            nextServers = SERVERS;
            told = false;
            certain = false;
        }

        private long users() {
            return Math.max(0, failed.count() - forgiven);
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(IdentityUse.IDENTITY, KrbLog.KERBEROS);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(KrbLog.KERBEROS)) {
            onKerberos(e);
            return;
        }
        logon.read(e);
        switch (logon.verdict) {
            case WRONG -> onWrong(e, false, alerts);
            case NO_SUCH_USER -> onWrong(e, true, alerts);
            case RIGHT -> onRight(e, alerts);
            case UNSEEN, NONE -> {}
        }
    }

    /** A name that the KDC knows, as it asks for proof: what an enumeration looks for. */
    private void onKerberos(Event e) {
        if (e.number(ERROR) == PREAUTH_REQUIRED) {
            Source source = sources.find(e.origHigh(), e.origLow());
            if (source != null && source.unknown > 0) {
                source.existing++;
                if (source.told && source.found == null) {
                    String client = e.text(CLIENT);
                    source.found = client == null ? null : client.substring(0, Math.max(0, client.indexOf('/')));
                }
            }
        }
    }

    private void onWrong(Event e, boolean unknown, AlertSink alerts) {
        Source source = sources.at(e.origHigh(), e.origLow());
        long nowNs = e.timestampNs();
        if (source.firstNs != 0 && nowNs - source.firstNs > DAY_NS && source.rate.drain(nowNs, perNs) == 0) {
            source.forget();
        }
        if (source.firstNs == 0) {
            source.firstNs = nowNs;
            source.firstPacket = e.packetNumber();
        }
        source.tries++;
        if (source.servers.add(Mix.of(Mix.of(e.respHigh(), e.respLow()), logon.protocol))) {
            source.targets.add(e.respHigh(), e.respLow(), e.respPort());
        }
        if (logon.user == 0) {
            onNameless(e, source, alerts);
            return;
        }
        if (source.letIn.contains(logon.user) || !source.failed.add(logon.user)) {
            return;
        }
        source.unknown += unknown ? 1 : 0;
        if (source.names.size() < SAMPLE) {
            source.names.add(e.text(IdentityUse.USER));
        }
        double level = source.rate.add(1, nowNs, perNs);
        long usual = source.letIn.count();
        boolean fast = level >= limits.users() && source.users() > usual;
        boolean slow = source.users() >= SLOW_USERS && source.users() > 2 * usual;
        if (source.tries > TRIES_EACH * source.users() || !fast && !slow && !source.told) {
            return;
        }
        boolean certain = source.users() >= 2L * limits.users();
        if (!source.told || source.users() >= source.next || certain && !source.certain) {
            source.told = true;
            source.certain |= certain;
            tell(e, source, alerts);
        }
    }

    private void onNameless(Event e, Source source, AlertSink alerts) {
        long servers = source.servers.count();
        if (servers >= source.nextServers && servers > source.letIn.count() && source.tries <= TRIES_EACH * servers) {
            source.nextServers *= 10;
            alerts.raise(draft(e, rules.passwordSpraying, source)
                    .kind("the same login on many hosts")
                    .level(Level.MEDIUM)
                    .confidence(Confidence.MEDIUM)
                    .outcome(Outcome.FAILED)
                    .alert());
        }
    }

    private void onRight(Event e, AlertSink alerts) {
        Source source = sources.at(e.origHigh(), e.origLow());
        long subject = logon.user != 0 ? logon.user : Mix.of(e.respHigh(), e.respLow());
        if (!source.letIn.add(subject) || logon.user == 0) {
            return;
        }
        if (source.told && source.found == null && source.rate.drain(e.timestampNs(), perNs) > 1) {
            source.found = e.text(IdentityUse.USER);
            tell(e, source, alerts);
        } else if (!source.told && source.failed.contains(logon.user)) {
            source.forgiven++;
            source.rate.add(-1, e.timestampNs(), perNs);
        }
    }

    private void tell(Event e, Source source, AlertSink alerts) {
        while (source.users() >= source.next) {
            source.next = source.next < 10 ? 10 : 10 * source.next;
        }
        boolean enumerates = source.unknown >= MOSTLY * source.users();
        Rule rule = enumerates ? rules.userEnumeration : rules.passwordSpraying;
        boolean known = source.found != null;
        Level level = enumerates ? Level.MEDIUM : known || source.certain ? Level.HIGH : Level.MEDIUM;
        AlertDraft draft = draft(e, rule, source)
                .kind(enumerates ? "user enumeration" : "password spraying")
                .level(level)
                .confidence(source.certain ? Confidence.HIGH : Confidence.MEDIUM)
                .outcome(known || enumerates && source.existing > 0 ? Outcome.SUCCEEDED : Outcome.FAILED)
                .evidence("unknown_users", source.unknown);
        if (known || enumerates && source.existing > 0) {
            draft.open(source.targets.endpoints(), Math.max(1, source.existing))
                    .evidence("found", source.found == null ? Long.toString(source.existing) : source.found);
        }
        alerts.raise(draft.alert());
    }

    private AlertDraft draft(Event e, Rule rule, Source source) {
        return new AlertDraft(rule, Party.of(e.origHost()), e)
                .targets(source.targets.addresses().stream().distinct().toList(), 1)
                .count(source.tries)
                .seen(source.firstNs, e.timestampNs(), source.firstPacket)
                .evidence("users", source.users())
                .evidence("user_sample", String.join(", ", source.names))
                .evidence("servers", source.servers.count());
    }
}
