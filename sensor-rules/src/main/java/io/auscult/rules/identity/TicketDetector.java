package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * RC4 where the realm speaks AES. A logon proven by RC4 uses the hash of a password (overpass-the-hash), or was talked down by somebody in between; a ticket-granting ticket
 * or a service's ticket in RC4, where the KDC gives that one in AES, was forged with such a hash (golden, silver); so was one in AES of 128 bits where the KDC gives 256. Systems of before AES, which offer DES as well, and
 * accounts whose password is older than the realm's AES are left alone. Told once a host, user and kind. What encryption does not give away is left to {@link UngivenTickets}. Detect thread.
 */
public final class TicketDetector implements Detector {
    static final int REALMS = 256;
    static final int CAPACITY = 65_536; // users and services of realms

    private static final int LOGONS = 3; // enough to know with what a realm encrypts its own tickets
    private static final byte[] AES128 = Texts.of("aes128");

    private final IdentityRules rules;
    private final StateTable<Realm> realms;
    private final StateTable<Seen> seen;
    private final UngivenTickets ungiven;
    private final TalkedDownUsers downs;

    public TicketDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        realms = new StateTable<>(REALMS, 1, counters, Realm::new);
        seen = new StateTable<>(CAPACITY, 2, counters, Seen::new);
        ungiven = new UngivenTickets(rules, counters);
        downs = new TalkedDownUsers(rules, counters);
    }

    private static final class Realm implements State {
        private boolean givesAes; // ticket-granting tickets
        private int longKeys; // of these, with AES of 256 bits, up to LOGONS
        private boolean givesShort; // any with 128

        @Override
        public void clear() {
            givesAes = false;
            longKeys = 0;
            givesShort = false;
        }
    }

    /** A user or service of a realm. */
    private static final class Seen implements State {
        private boolean aes;
        private long toldHost;

        @Override
        public void clear() {
            aes = false;
            toldHost = 0;
        }

        boolean isNews(Event e, boolean proven) {
            long host = Mix.of(e.origHigh(), e.origLow()) ^ (proven ? 1 : 0);
            boolean news = host != toldHost;
            toldHost = host;
            return news;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(KrbLog.KERBEROS);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (Krb.isAs(e)) {
            onAs(e, alerts);
            ungiven.onAs(e);
        } else if (Krb.isTgs(e)) {
            onTgs(e, alerts);
        } else {
            onUse(e, alerts);
        }
    }

    /** A ticket is shown to a KDC for another: one alert, whatever speaks against it. */
    private void onTgs(Event e, AlertSink alerts) {
        Realm realm = realms.at(Texts.hash(e, Krb.REALM));
        boolean isShort =
                realm.longKeys == LOGONS && !realm.givesShort && Texts.startsWith(e, Krb.TICKET_CIPHER, AES128);
        if ((isShort || realm.givesAes && Krb.isRc4(e, Krb.TICKET_CIPHER))
                && Texts.startsWith(e, Krb.TICKET_SERVICE, Krb.KRBTGT)
                && !isOfAnotherRealm(e)) {
            forged(e, true, alerts);
        } else {
            ungiven.onTgs(e, alerts);
        }
        if (Krb.isAes(e, Krb.CIPHER)) {
            seen.at(Texts.hash(e, Krb.REALM), Texts.hash(e, Krb.SERVICE)).aes = true;
        }
    }

    /** A ticket is shown to a service. */
    private void onUse(Event e, AlertSink alerts) {
        if (Krb.isRc4(e, Krb.TICKET_CIPHER) && !Texts.startsWith(e, Krb.TICKET_SERVICE, Krb.KRBTGT)) {
            Seen service = seen.find(Texts.hash(e, Krb.TICKET_REALM), Texts.hash(e, Krb.TICKET_SERVICE));
            if (service != null && service.aes) {
                forged(e, false, alerts);
            }
        }
    }

    private static boolean isOfAnotherRealm(Event e) {
        return e.has(Krb.TICKET_REALM) && Texts.hash(e, Krb.TICKET_REALM) != Texts.hash(e, Krb.REALM);
    }

    private void onAs(Event e, AlertSink alerts) {
        long realmName = Texts.hash(e, Krb.REALM);
        Realm realm = realms.at(realmName);
        boolean givesAes = Krb.isAes(e, Krb.CIPHER) && Texts.startsWith(e, Krb.SERVICE, Krb.KRBTGT);
        realm.givesAes |= givesAes;
        if (givesAes) {
            boolean isShort = Texts.startsWith(e, Krb.CIPHER, AES128);
            realm.givesShort |= isShort;
            realm.longKeys = Math.min(LOGONS, realm.longKeys + (isShort ? 0 : 1));
        }
        if (!e.has(Krb.CLIENT)) {
            return;
        }
        // below another mark than services: a user may be called as a service is
        Seen user = seen.at(~realmName, Texts.hashUntil(e, Krb.CLIENT, '/'));
        if (Krb.isAes(e, Krb.PREAUTH_CIPHER) || Krb.isAes(e, Krb.REPLY_CIPHER)) {
            user.aes = true;
            return;
        }
        boolean proven = Krb.isRc4(e, Krb.PREAUTH_CIPHER);
        boolean talkedDown = proven && user.aes;
        boolean refused = e.has(Krb.SUCCESS) && !e.flag(Krb.SUCCESS);
        if (talkedDown && !refused && Krb.offersAes(e)) {
            downs.add(e, alerts);
        }
        boolean asksForIt = Krb.offersOnlyRc4(e) && (realm.givesAes || user.aes);
        boolean sentBack = refused && !proven; // only asked, and told to prove first
        if ((talkedDown || asksForIt) && !sentBack && user.isNews(e, proven)) {
            boolean right = e.flag(Krb.SUCCESS);
            boolean byChoice =
                    user.aes && !Krb.offersAes(e); // else the controller, or somebody in between, may have asked for it
            String client = e.text(Krb.CLIENT);
            AlertDraft draft = new AlertDraft(rules.oldEncryption, Party.of(e.origHost()), e)
                    .kind("old encryption by a client")
                    .level(byChoice && proven ? Level.HIGH : Level.MEDIUM)
                    .confidence(byChoice ? Confidence.HIGH : Confidence.MEDIUM)
                    .targets(List.of(e.respHost()), 1)
                    .outcome(right ? Outcome.SUCCEEDED : e.has(Krb.SUCCESS) ? Outcome.FAILED : Outcome.UNKNOWN)
                    .evidence("user", client == null ? "?" : client)
                    .evidence("user_spoke_aes", user.aes ? "yes" : "not seen")
                    .evidence("offers_aes", Krb.offersAes(e) ? "yes" : "no");
            if (right) {
                draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
            }
            alerts.raise(draft.alert());
        }
    }

    private void forged(Event e, boolean golden, AlertSink alerts) {
        Seen mark =
                seen.at(golden ? 1 : 2, Mix.of(Mix.of(e.origHigh(), e.origLow()), Texts.hash(e, Krb.TICKET_SERVICE)));
        if (!mark.isNews(e, true)) {
            return;
        }
        boolean refused = e.has(Krb.SUCCESS) && !e.flag(Krb.SUCCESS);
        boolean taken = e.flag(Krb.SUCCESS);
        String client = e.text(Krb.CLIENT);
        String service = e.text(golden ? Krb.SERVICE : Krb.TICKET_SERVICE);
        AlertDraft draft = new AlertDraft(
                        golden ? rules.forgedTicket : rules.forgedServiceTicket, Party.of(e.origHost()), e)
                .kind("ticket that nobody gave out")
                .targets(List.of(e.respHost()), 1)
                .outcome(taken ? Outcome.SUCCEEDED : refused ? Outcome.FAILED : Outcome.UNKNOWN)
                .evidence("ticket", golden ? "of the realm (golden)" : "of a service (silver)")
                .evidence("user", client == null ? "?" : client)
                .evidence("service", service == null ? "?" : service);
        if (taken) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
        }
        alerts.raise(draft.alert());
    }
}
