package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.AddressSample;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.LocalNets;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * Guesses at one account that many sources share, so that no source is noticed alone: new sources whose logons of that user fail, faster than they drain away. A source that is let
 * in meanwhile is taken off. Told at {@link GuessLimits#failures} sources, at 10 times as many and so on, and when one is let in from where it had failed. From inside alone it is
 * most often an account of a service whose password was changed in one place: low. Detect thread.
 */
public final class SharedGuessDetector implements Detector {
    static final int CAPACITY = 16_384; // users

    private static final int SOURCES = 128; // told apart exactly, then estimated

    private final IdentityRules rules;
    private final GuessLimits limits;
    private final LocalNets localNets;
    private final StateTable<Account> accounts;
    private final Logon logon = new Logon();
    private final double perNs;

    public SharedGuessDetector(IdentityRules rules, GuessLimits limits, LocalNets localNets, Counters counters) {
        this.rules = rules;
        this.limits = limits;
        this.localNets = localNets;
        accounts = new StateTable<>(CAPACITY, 1, counters, Account::new);
        perNs = (double) limits.failures() / limits.windowNs();
    }

    private static final class Account implements State {
        private final Leak rate = new Leak();
        private final DistinctCounter failed = new DistinctCounter(SOURCES, 6);
        private final DistinctCounter letIn = new DistinctCounter(SOURCES, 6);
        private final AddressSample sources = new AddressSample();
        private final AddressSample targets = new AddressSample();
        private long tries;
        private long outside;
        private long firstNs;
        private long firstPacket;
        private long next;
        private boolean found;

        @Override
        public void clear() {
            rate.clear();
            failed.clear();
            letIn.clear();
            sources.clear();
            targets.clear();
            tries = 0;
            outside = 0;
            next = 0;
            found = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        logon.read(e);
        if (logon.user == 0) {
            return;
        }
        switch (logon.verdict) {
            case WRONG -> onWrong(e, alerts);
            case RIGHT -> onRight(e, alerts);
            default -> {}
        }
    }

    private void onWrong(Event e, AlertSink alerts) {
        Account account = accounts.at(logon.user);
        long nowNs = e.timestampNs();
        if (account.rate.drain(nowNs, perNs) == 0) {
            account.clear();
            account.next = limits.failures();
            account.firstNs = nowNs;
            account.firstPacket = e.packetNumber();
        }
        account.tries++;
        long source = Mix.of(e.origHigh(), e.origLow());
        if (account.letIn.contains(source) || !account.failed.add(source)) {
            return;
        }
        account.sources.add(e.origHigh(), e.origLow());
        account.targets.add(e.respHigh(), e.respLow());
        account.outside += localNets.contains(e.origHigh(), e.origLow()) ? 0 : 1;
        if (account.rate.add(1, nowNs, perNs) > limits.failures() - 1 && account.failed.count() >= account.next) {
            account.next *= 10;
            tell(e, account, alerts);
        }
    }

    private void onRight(Event e, AlertSink alerts) {
        Account account = accounts.find(logon.user);
        if (account == null) {
            return;
        }
        long source = Mix.of(e.origHigh(), e.origLow());
        boolean hadFailed = account.failed.contains(source);
        boolean news = account.letIn.add(source);
        boolean isTold = account.next > limits.failures();
        if (hadFailed && isTold && !account.found && account.rate.drain(e.timestampNs(), perNs) > 0) {
            account.found = true;
            tell(e, account, alerts);
        } else if (hadFailed && news && !isTold) {
            account.rate.add(-1, e.timestampNs(), perNs);
        }
    }

    private void tell(Event e, Account account, AlertSink alerts) {
        boolean fromOutside = account.outside >= limits.failures() / 2;
        String user = e.text(IdentityUse.USER);
        String protocol = e.text(IdentityUse.PROTOCOL);
        AlertDraft draft = new AlertDraft(rules.sharedGuessing, Party.of(e.origHost()), e)
                .kind("password guessing from many places")
                .level(!fromOutside ? Level.LOW : account.found ? Level.HIGH : Level.MEDIUM)
                .targets(account.targets.addresses(), account.targets.size())
                .ports(List.of(e.respPort()), 1)
                .count(account.tries)
                .seen(account.firstNs, e.timestampNs(), account.firstPacket)
                .outcome(account.found ? Outcome.SUCCEEDED : Outcome.FAILED)
                .evidence("user", user == null ? "unknown" : user)
                .evidence("protocol", protocol == null ? "?" : protocol)
                .evidence("sources", account.failed.count())
                .evidence("source_sample", account.sources.addresses())
                .evidence("from_outside", account.outside);
        if (account.found) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
        }
        alerts.raise(draft.alert());
    }
}
