package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.ConnectionRef;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.LocalNets;
import io.auscult.core.protocol.identity.IdentityUse;
import java.util.List;

/**
 * Uses of accounts whose passwords are known to have leaked ({@link LeakedList}): from outside and let in is high. Each user is told once a day for each source, and again
 * when let in after refusals. Each name is looked up once while it is remembered and the list stays the same. Detect thread.
 */
public final class LeakedAccountDetector implements Detector {
    static final int NAMES = 65_536;
    static final int CAPACITY = 16_384; // (user, source)

    private static final long DAY_NS = 24 * 3_600_000_000_000L;
    private static final byte[] SUCCESS = Texts.of("success");
    private static final byte[] FAILURE = Texts.of("failure");

    private final LeakedAlerts drafts;
    private final LeakedList list;
    private final StateTable<Name> names;
    private final StateTable<Told> told;

    public LeakedAccountDetector(IdentityRules rules, LeakedList list, LocalNets localNets, Counters counters) {
        this.drafts = new LeakedAlerts(rules, localNets);
        this.list = list;
        names = new StateTable<>(NAMES, 2, counters, Name::new);
        told = new StateTable<>(CAPACITY, 3, counters, Told::new);
    }

    private static final class Name implements State {
        private boolean leaked;
        private LeakedAccounts by = LeakedAccounts.NONE;

        @Override
        public void clear() {
            leaked = false;
            by = LeakedAccounts.NONE;
        }
    }

    private static final class Told implements State {
        private long sinceNs;
        private boolean letIn;

        @Override
        public void clear() {
            sinceNs = Long.MIN_VALUE / 2;
            letIn = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return list.isWanted() ? List.of(IdentityUse.IDENTITY) : List.of();
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        LeakedAccounts accounts = list.now();
        long user = accounts.isEmpty() ? 0 : Texts.hash(e, IdentityUse.USER);
        if (user == 0) {
            return;
        }
        Name name = names.at(user, Texts.hash(e, IdentityUse.DOMAIN));
        if (name.by != accounts) {
            name.by = accounts;
            name.leaked = isLeaked(e, accounts);
        }
        if (!name.leaked) {
            return;
        }
        boolean letIn = e.textEquals(IdentityUse.OUTCOME, SUCCESS);
        Told before = told.at(user, e.origHigh(), e.origLow());
        if (e.timestampNs() - before.sinceNs <= DAY_NS && (before.letIn || !letIn)) {
            return;
        }
        before.sinceNs = e.timestampNs();
        before.letIn = letIn;
        tell(e, letIn, alerts);
    }

    private static boolean isLeaked(Event e, LeakedAccounts accounts) {
        String user = e.text(IdentityUse.USER);
        return user != null && accounts.has(user, e.text(IdentityUse.DOMAIN));
    }

    private void tell(Event e, boolean letIn, AlertSink alerts) {
        Outcome outcome = letIn
                ? Outcome.SUCCEEDED
                : e.textEquals(IdentityUse.OUTCOME, FAILURE) ? Outcome.FAILED : Outcome.UNKNOWN;
        alerts.raise(drafts.draft(
                        e.timestampNs(),
                        ConnectionRef.of(e),
                        e.origHost(),
                        e.respHost(),
                        e.text(IdentityUse.USER),
                        e.text(IdentityUse.PROTOCOL),
                        outcome)
                .alert());
    }
}
