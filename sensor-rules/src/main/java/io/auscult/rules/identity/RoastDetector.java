package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
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

/**
 * Kerberos material fetched to be guessed at home. AS-REP roasting: replies got without a proof of who asks, in a realm that wants proof of others. Kerberoasting: tickets
 * for services that run as users, of many services by one host in a few minutes, or asked for with RC4 alone where the realm speaks AES. The services of computers (cifs,
 * ldap, host ...) have keys that nobody guesses and are left out. Detect thread.
 */
public final class RoastDetector implements Detector {
    static final int CAPACITY = 8_192; // hosts, and as many realms

    static final int SERVICES = 5;
    private static final int CERTAIN = 8;
    private static final int USERS = 2;
    private static final int ASKED = 5;
    private static final long WINDOW_NS = 300_000_000_000L;
    private static final int PREAUTH_REQUIRED = 25;
    private static final int SAMPLE = 8;

    private static final byte[] RIGHT = Texts.of("success");
    private static final byte[] WRONG = Texts.of("failure");
    private static final byte[][] OF_COMPUTERS = {
        Texts.of("krbtgt/"),
        Texts.of("cifs/"),
        Texts.of("ldap/"),
        Texts.of("host/"),
        Texts.of("rpcss/"),
        Texts.of("gc/"),
        Texts.of("dns/"),
        Texts.of("termsrv/"),
        Texts.of("wsman/"),
        Texts.of("restrictedkrbhost/"),
        Texts.of("protectedstorage/"),
        Texts.of("netlogon/"),
        Texts.of("nfs/"),
        Texts.of("kadmin/"),
        Texts.of("e3514235-")
    };

    private final IdentityRules rules;
    private final StateTable<Realm> realms;
    private final StateTable<Host> hosts;
    private long asked; // connection of the last request for a ticket
    private boolean askedWeak;

    public RoastDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        realms = new StateTable<>(CAPACITY, 1, counters, Realm::new);
        hosts = new StateTable<>(CAPACITY, 2, counters, Host::new);
    }

    private static final class Realm implements State {
        private boolean wantsProof;
        private boolean speaksAes;

        @Override
        public void clear() {
            wantsProof = false;
            speaksAes = false;
        }
    }

    private static final class Host implements State {
        private final Fetched replies = new Fetched();
        private final Fetched tickets = new Fetched();
        private final Fetched asked = new Fetched(); // without proof, and told to bring one
        private final DistinctCounter proven = new DistinctCounter(256, 8);

        @Override
        public void clear() {
            replies.clear();
            asked.clear();
            proven.clear();
            tickets.clear();
        }
    }

    /** What one host fetched of one kind within the window. */
    private static final class Fetched {
        private final DistinctCounter names = new DistinctCounter(256, 8);
        private final DistinctCounter given = new DistinctCounter(256, 8);
        private final List<String> sample = new ArrayList<>(SAMPLE);
        private long weak;
        private long lastNs;
        private long firstNs;
        private long firstPacket;
        private long next;

        void clear() {
            names.clear();
            given.clear();
            sample.clear();
            weak = 0;
            firstNs = 0;
            next = 0;
        }

        /** @return whether this name is new */
        boolean add(Event e, long name, Field field) {
            if (firstNs == 0 || e.timestampNs() - lastNs > WINDOW_NS) {
                clear();
                firstNs = e.timestampNs();
                firstPacket = e.packetNumber();
            }
            lastNs = e.timestampNs();
            if (isGiven(e)) {
                given.add(name);
            }
            if (!names.add(name)) {
                return false;
            }
            if (sample.size() < SAMPLE) {
                String text = e.text(field);
                sample.add(text == null ? "?" : text);
            }
            return true;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(KrbLog.KERBEROS, IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(IdentityUse.IDENTITY)) {
            if (e.uid() == asked && Texts.indexIn(e, IdentityUse.PROTOCOL, Texts.OF_KERBEROS) >= 0) {
                onService(e, alerts);
            }
            asked = 0;
        } else if (Krb.isAs(e)) {
            onAs(e, alerts);
        } else if (Krb.isTgs(e)) {
            Realm realm = realms.at(Texts.hash(e, Krb.REALM));
            realm.speaksAes |= Krb.isAes(e, Krb.CIPHER) || Krb.isAes(e, Krb.TICKET_CIPHER);
            asked = e.uid();
            askedWeak = realm.speaksAes && Krb.offersOnlyRc4(e);
        }
    }

    private void onAs(Event e, AlertSink alerts) {
        Realm realm = realms.at(Texts.hash(e, Krb.REALM));
        realm.speaksAes |= Krb.isAes(e, Krb.CIPHER);
        realm.wantsProof |= e.number(Krb.ERROR_CODE) == PREAUTH_REQUIRED;
        if (Krb.isProven(e)) {
            hosts.at(e.origHigh(), e.origLow()).proven.add(Texts.hash(e, Krb.CLIENT));
            return;
        }
        if (e.number(Krb.ERROR_CODE) == PREAUTH_REQUIRED) {
            onAskedForProof(e, hosts.at(e.origHigh(), e.origLow()), alerts);
        }
        if (!e.flag(Krb.SUCCESS) || !Texts.startsWith(e, Krb.SERVICE, Krb.KRBTGT)) {
            return;
        }
        Fetched replies = hosts.at(e.origHigh(), e.origLow()).replies;
        if (!replies.add(e, Texts.hash(e, Krb.CLIENT), Krb.CLIENT)) {
            return;
        }
        boolean weak = realm.speaksAes && Krb.offersOnlyRc4(e);
        replies.weak += weak ? 1 : 0;
        long count = replies.names.count();
        boolean sure = weak || realm.wantsProof && count >= USERS;
        if (count >= replies.next) {
            replies.next = count < USERS ? USERS : count < 10 ? 10 : 10 * replies.next;
            tell(
                    e,
                    rules.asrepRoasting,
                    replies,
                    "tickets without proof",
                    sure ? Level.HIGH : realm.wantsProof ? Level.MEDIUM : Level.LOW,
                    sure,
                    alerts);
        }
    }

    /** Who logs on brings the proof at once; who asks for one name after the other and never does, looks for accounts that need none. */
    private void onAskedForProof(Event e, Host host, AlertSink alerts) {
        if (!host.asked.add(e, Texts.hash(e, Krb.CLIENT), Krb.CLIENT)) {
            return;
        }
        if (host.asked.names.count() == 1) {
            host.proven.clear();
        }
        long count = host.asked.names.count() - host.proven.count();
        if (count >= ASKED && count >= host.asked.next) {
            host.asked.next = count < 10 ? 10 : 10 * host.asked.next;
            tell(e, rules.asrepRoasting, host.asked, "tickets without proof", Level.MEDIUM, false, alerts);
        }
    }

    /** What was asked for stands in the identity's event, which follows at once: a refusal names another service. */
    private void onService(Event e, AlertSink alerts) {
        if (isOfComputer(e)) {
            return;
        }
        Fetched tickets = hosts.at(e.origHigh(), e.origLow()).tickets;
        if (!tickets.add(e, Texts.hash(e, IdentityUse.SERVICE), IdentityUse.SERVICE)) {
            return;
        }
        tickets.weak += askedWeak ? 1 : 0;
        long count = tickets.names.count();
        if (count < SERVICES && tickets.weak == 0 || count < tickets.next) {
            return;
        }
        tickets.next = count < SERVICES ? SERVICES : count < 10 ? 10 : 10 * tickets.next;
        boolean sure = count >= CERTAIN || tickets.weak >= 2;
        tell(
                e,
                rules.kerberoasting,
                tickets,
                "tickets for many services",
                sure ? Level.HIGH : Level.MEDIUM,
                sure,
                alerts);
    }

    /** A service of a computer's own account, or that account itself. */
    private static boolean isOfComputer(Event e) {
        if (e.length(IdentityUse.SERVICE) == 0 || Texts.contains(e, IdentityUse.SERVICE, '$')) {
            return true;
        }
        for (byte[] kind : OF_COMPUTERS) {
            if (Texts.startsWith(e, IdentityUse.SERVICE, kind)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGiven(Event e) {
        return e.flag(Krb.SUCCESS) || e.textEquals(IdentityUse.OUTCOME, RIGHT);
    }

    private static boolean isRefused(Event e) {
        return e.has(Krb.SUCCESS) && !e.flag(Krb.SUCCESS) || e.textEquals(IdentityUse.OUTCOME, WRONG);
    }

    private void tell(Event e, Rule rule, Fetched fetched, String kind, Level level, boolean sure, AlertSink alerts) {
        long given = fetched.given.count();
        AlertDraft draft = new AlertDraft(rule, Party.of(e.origHost()), e)
                .kind(kind)
                .level(level)
                .confidence(sure ? Confidence.HIGH : Confidence.MEDIUM)
                .targets(List.of(e.respHost()), 1)
                .count(fetched.names.count())
                .seen(fetched.firstNs, e.timestampNs(), fetched.firstPacket)
                .outcome(given > 0 ? Outcome.SUCCEEDED : isRefused(e) ? Outcome.FAILED : Outcome.UNKNOWN)
                .evidence("names", String.join(", ", fetched.sample))
                .evidence("given", given)
                .evidence("rc4_only", fetched.weak);
        if (given > 0) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), given);
        }
        alerts.raise(draft.alert());
    }
}
