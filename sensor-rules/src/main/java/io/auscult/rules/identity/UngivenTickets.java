package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * A ticket-granting ticket of somebody whose logon was never seen, at a host and a KDC whose logons are seen: a golden ticket looks so whatever its encryption. Tickets last
 * {@link #LIFETIME_NS} (the default of Windows, MIT and Heimdal: 10 hours) and are renewed by showing them, so it is judged only of hosts that are watched for longer, and of users who
 * showed no ticket in the week before, as long as a ticket may be renewed. A lost packet can do the same: medium, and not sure. Tickets in somebody else's name (delegation), of
 * other realms and referrals are left alone. A ticket of the realm that its KDC does not take for its own is told as well, once a host. Judges the Kerberos events that {@link TicketDetector} leaves to it. Detect thread. Bounded as the
 * constants say, the longest idle forgotten; while the table of users is full nothing is told.
 */
final class UngivenTickets {
    static final int HOSTS = 65_536;
    static final int USERS = 65_536;
    static final int REFUSED = 4_096;
    static final int LOGONS = 3; // of a host and of a KDC before they are taken to be in view
    static final long LIFETIME_NS = 10 * 3_600_000_000_000L;
    static final long RENEWABLE_NS = 7 * 24 * 3_600_000_000_000L;

    /** What a KDC answers to a ticket of its own realm that it did not make: bad integrity, modified, a key that it does not have (RFC 4120 section 7.5.9). */
    private static final long[] NOT_MINE = {31, 41, 44};

    private static final int EXPIRED = 32;

    private static final Field FOR_USER = KrbLog.KERBEROS.field("for_user");
    private static final Field ADDITIONAL_TICKET = KrbLog.KERBEROS.field("additional_ticket");
    private static final Field REFERRAL = KrbLog.KERBEROS.field("referral");

    private final IdentityRules rules;
    private final StateTable<Watched> watched;
    private final StateTable<User> users;
    private final StateTable<Refused> refused;

    UngivenTickets(IdentityRules rules, Counters counters) {
        this.rules = rules;
        watched = new StateTable<>(HOSTS, 2, counters, Watched::new);
        users = new StateTable<>(USERS, 2, counters, User::new);
        refused = new StateTable<>(REFUSED, 2, counters, Refused::new);
    }

    /** A host or a KDC, and the logons that were seen of it. */
    private static final class Watched implements State {
        private long firstNs;
        private int logons;

        @Override
        public void clear() {
            logons = 0;
        }

        private boolean isInView() {
            return logons >= LOGONS;
        }
    }

    /** When a user of a realm last logged on or showed a ticket that was in order. */
    private static final class User implements State {
        private long lastNs;
        private boolean isTold;

        @Override
        public void clear() {
            lastNs = 0;
            isTold = false;
        }
    }

    /** A host of which it was told. */
    private static final class Refused implements State {
        @Override
        public void clear() {}
    }

    /** A logon. */
    void onAs(Event e) {
        if (e.flag(Krb.SUCCESS) && e.length(Krb.CLIENT) > 0) {
            loggedOn(watched.at(e.origHigh(), e.origLow()), watched.isFresh(), e.timestampNs());
            loggedOn(watched.at(e.respHigh(), e.respLow()), watched.isFresh(), e.timestampNs());
            user(e).lastNs = e.timestampNs();
        }
    }

    /** A ticket is shown to a KDC; at most one alert. */
    void onTgs(Event e, AlertSink alerts) {
        boolean isTold = e.length(Krb.CLIENT) > 0 && isOwn(e) && onTicket(e, alerts);
        if (!isTold && e.has(Krb.ERROR_CODE) && Texts.startsWith(e, Krb.TICKET_SERVICE, Krb.KRBTGT)) {
            onRefusal(e, alerts);
        }
    }

    private void onRefusal(Event e, AlertSink alerts) {
        long error = e.number(Krb.ERROR_CODE);
        boolean isNotMine = false;
        for (long code : NOT_MINE) {
            isNotMine |= error == code;
        }
        if (!isNotMine || e.has(Krb.TICKET_REALM) && Texts.hash(e, Krb.TICKET_REALM) != Texts.hash(e, Krb.REALM)) {
            return;
        }
        refused.at(e.origHigh(), e.origLow());
        if (refused.isFresh()) {
            tell(e, "ticket that the controller did not make", Outcome.FAILED, alerts);
        }
    }

    private static void loggedOn(Watched host, boolean isNew, long nowNs) {
        if (isNew) {
            host.firstNs = nowNs;
        }
        host.logons = Math.min(LOGONS, host.logons + 1);
    }

    private User user(Event e) {
        return users.at(Texts.hash(e, Krb.REALM), Texts.hashUntil(e, Krb.CLIENT, '/'));
    }

    /** Whether the ticket shown is one by which the client logged on in this very realm, and is used in the client's own name. */
    private static boolean isOwn(Event e) {
        return Texts.startsWith(e, Krb.TICKET_SERVICE, Krb.KRBTGT)
                && (!e.has(Krb.TICKET_REALM) || Texts.hash(e, Krb.TICKET_REALM) == Texts.hash(e, Krb.REALM))
                && Texts.hashFrom(e, Krb.CLIENT, '/') == Texts.hash(e, Krb.REALM)
                && e.length(FOR_USER) == 0
                && !e.flag(ADDITIONAL_TICKET)
                && !e.flag(REFERRAL);
    }

    /** @return whether it was told */
    private boolean onTicket(Event e, AlertSink alerts) {
        long nowNs = e.timestampNs();
        boolean isFull = users.isFull();
        User user = user(e);
        boolean isKnown = user.lastNs != 0 && nowNs - user.lastNs <= RENEWABLE_NS;
        Watched host = watched.find(e.origHigh(), e.origLow());
        Watched kdc = watched.find(e.respHigh(), e.respLow());
        if (isKnown
                || isFull
                || host == null
                || kdc == null
                || !host.isInView()
                || !kdc.isInView()
                || nowNs - host.firstNs <= LIFETIME_NS) {
            user.lastNs = nowNs;
            return false;
        }
        if (user.isTold || e.has(Krb.ERROR_CODE) && e.number(Krb.ERROR_CODE) == EXPIRED) {
            return false;
        }
        user.isTold = true;
        refused.at(e.origHigh(), e.origLow()); // a refusal of the same says nothing new
        tell(e, "ticket without a logon", e.flag(Krb.SUCCESS) ? Outcome.SUCCEEDED : Outcome.FAILED, alerts);
        return true;
    }

    private void tell(Event e, String kind, Outcome outcome, AlertSink alerts) {
        String client = e.text(Krb.CLIENT);
        String service = e.text(Krb.SERVICE);
        AlertDraft draft = new AlertDraft(rules.forgedTicket, Party.of(e.origHost()), e)
                .kind(kind)
                .level(Level.MEDIUM)
                .confidence(Confidence.LOW)
                .targets(List.of(e.respHost()), 1)
                .outcome(outcome)
                .evidence("ticket", "of the realm (golden)")
                .evidence("user", client == null ? "?" : client)
                .evidence("service", service == null ? "?" : service);
        if (outcome == Outcome.SUCCEEDED) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
        }
        alerts.raise(draft.alert());
    }
}
