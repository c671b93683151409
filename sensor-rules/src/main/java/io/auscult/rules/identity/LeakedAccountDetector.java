package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Uses of accounts whose passwords are known to have leaked ({@link LeakedAccounts}): from outside and let in is high. Each user is told once a day for each source, and again
 * when let in after refusals. Each name is looked up once while it is remembered. Detect thread.
 */
public final class LeakedAccountDetector implements Detector {
    static final int NAMES = 65_536;
    static final int CAPACITY = 16_384; // (user, source)

    private static final long DAY_NS = 24 * 3_600_000_000_000L;
    private static final byte[] SUCCESS = Texts.of("success");
    private static final byte[] FAILURE = Texts.of("failure");

    private final IdentityRules rules;
    private final LeakedAccounts accounts;
    private final LocalNets localNets;
    private final StateTable<Name> names;
    private final StateTable<Told> told;

    public LeakedAccountDetector(IdentityRules rules, LeakedAccounts accounts, LocalNets localNets, Counters counters) {
        this.rules = rules;
        this.accounts = accounts;
        this.localNets = localNets;
        names = new StateTable<>(NAMES, 2, counters, Name::new);
        told = new StateTable<>(CAPACITY, 3, counters, Told::new);
    }

    private static final class Name implements State {
        private boolean leaked;

        @Override
        public void clear() {
            leaked = false;
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
        return accounts.isEmpty() ? List.of() : List.of(IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        long user = Texts.hash(e, IdentityUse.USER);
        if (user == 0) {
            return;
        }
        Name name = names.at(user, Texts.hash(e, IdentityUse.DOMAIN));
        if (names.isFresh()) {
            name.leaked = isLeaked(e);
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

    private boolean isLeaked(Event e) {
        String user = e.text(IdentityUse.USER);
        return user != null && accounts.has(user, e.text(IdentityUse.DOMAIN));
    }

    private void tell(Event e, boolean letIn, AlertSink alerts) {
        boolean outside = !localNets.contains(e.origHigh(), e.origLow());
        boolean refused = e.textEquals(IdentityUse.OUTCOME, FAILURE);
        @Nullable String user = e.text(IdentityUse.USER);
        @Nullable String protocol = e.text(IdentityUse.PROTOCOL);
        IpAddress source = e.origHost();
        AlertDraft draft = new AlertDraft(rules.leakedAccount, new Party(source, null, null, user), e)
                .kind("use of a leaked account")
                .level(letIn && outside ? Level.HIGH : refused ? Level.LOW : Level.MEDIUM)
                .targets(List.of(e.respHost()), 1)
                .ports(List.of(e.respPort()), 1)
                .outcome(letIn ? Outcome.SUCCEEDED : refused ? Outcome.FAILED : Outcome.UNKNOWN)
                .evidence("user", user == null ? "?" : user)
                .evidence("protocol", protocol == null ? "?" : protocol)
                .evidence("from", outside ? "outside" : "inside");
        if (letIn) {
            draft.open(List.of(GuessDetector.endpoint(e)), 1);
        }
        alerts.raise(draft.alert());
    }
}
