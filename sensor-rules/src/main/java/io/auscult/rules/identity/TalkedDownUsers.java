package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * Controllers that stop speaking AES: a client takes the strongest encryption that its KDC names, so users who proved who they are by AES before, offer it still and now use RC4, were asked to. One of them may have a
 * new password without AES keys, or be talked down by somebody in between; {@link #USERS} within {@link #WINDOW_NS} at one controller are its own doing, as with a skeleton key. Told once an hour for each
 * controller. Detect thread; at {@link #CONTROLLERS} the longest idle is forgotten.
 */
final class TalkedDownUsers {
    static final int CONTROLLERS = 1_024;
    static final int USERS = 3; // ours: two may be the same person's accounts
    static final long WINDOW_NS = 3_600_000_000_000L;

    private final IdentityRules rules;
    private final StateTable<Controller> controllers;

    TalkedDownUsers(IdentityRules rules, Counters counters) {
        this.rules = rules;
        controllers = new StateTable<>(CONTROLLERS, 2, counters, Controller::new);
    }

    private static final class Controller implements State {
        private final DistinctCounter users = new DistinctCounter(64, 6);
        private long firstNs;
        private long firstPacket;
        private long logons;
        private boolean isTold;

        @Override
        public void clear() {
            users.clear();
            logons = 0;
            isTold = false;
        }
    }

    /** Of a user who uses RC4 against his habit. */
    void add(Event e, AlertSink alerts) {
        Controller controller = controllers.at(e.respHigh(), e.respLow());
        if (controller.logons == 0 || e.timestampNs() - controller.firstNs > WINDOW_NS) {
            controller.clear();
            controller.firstNs = e.timestampNs();
            controller.firstPacket = e.packetNumber();
        }
        controller.logons++;
        controller.users.add(Mix.of(Texts.hash(e, Krb.REALM), Texts.hashUntil(e, Krb.CLIENT, '/')));
        if (controller.isTold || controller.users.count() < USERS) {
            return;
        }
        controller.isTold = true;
        alerts.raise(new AlertDraft(rules.skeletonKey, Party.of(e.respHost()), e)
                .kind("controller without modern encryption")
                .targets(List.of(e.respHost()), 1)
                .outcome(Outcome.UNKNOWN)
                .count(controller.logons)
                .seen(controller.firstNs, e.timestampNs(), controller.firstPacket)
                .evidence("users", controller.users.count())
                .alert());
    }
}
