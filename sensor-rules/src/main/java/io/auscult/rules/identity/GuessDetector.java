package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.alert.Rule;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passwords guessed at one service: failed logons of one source that pile up faster than they drain away ({@link GuessLimits}), or come over several connections at
 * once. Who finds the right password after a few wrong ones is forgiven those; where many users come from one address (a terminal server, a gateway), more has to fail.
 * One account that fails slowly and for long is a password that somebody forgot to change: an advice. A right password among the wrong ones is the guesser's. Told at
 * the threshold, at 10, 100 ... failures, and when a guess was right. Detect thread.
 */
public final class GuessDetector implements Detector {
    static final int CAPACITY = 16_384; // (source, server, protocol)
    static final int SUBJECTS = 65_536; // of these, users or connections

    private static final long MINUTE_NS = 60_000_000_000L;
    private static final int ADVICE = 10;

    private final IdentityRules rules;
    private final GuessLimits limits;
    private final StateTable<Trial> trials;
    private final StateTable<Subject> subjects;
    private final Logon logon = new Logon();
    private final double perNs;

    public GuessDetector(IdentityRules rules, GuessLimits limits, Counters counters) {
        this.rules = rules;
        this.limits = limits;
        trials = new StateTable<>(CAPACITY, 4, counters, Trial::new);
        subjects = new StateTable<>(SUBJECTS, 4, counters, Subject::new);
        perNs = (double) limits.failures() / limits.windowNs();
    }

    /** A user, or a connection whose user cannot be told, and how often it was wrong since it was last right. */
    private static final class Subject implements State {
        private int wrong;
        private long lastNs;

        @Override
        public void clear() {
            wrong = 0;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        logon.read(e);
        switch (logon.verdict) {
            case WRONG, NO_SUCH_USER -> onWrong(e, trial(e), alerts);
            case RIGHT -> onRight(e, alerts);
            case UNSEEN -> onUnseen(e, trial(e), alerts);
            case NONE -> {}
        }
    }

    private Trial trial(Event e) {
        Trial trial = trials.at(e.origHigh(), e.origLow(), server(e), logon.protocol);
        if (trials.isFresh() || trial.wrong + trial.unanswered == 0) {
            trial.firstNs = e.timestampNs();
            trial.firstPacket = e.packetNumber();
        }
        return trial;
    }

    private static long server(Event e) {
        return Mix.of(e.respHigh(), e.respLow());
    }

    private Subject subject(Event e) {
        Subject subject = subjects.at(e.origHigh(), e.origLow(), Mix.of(server(e), logon.protocol), logon.subject);
        if (e.timestampNs() - subject.lastNs > limits.windowNs()) {
            subject.wrong = 0;
        }
        subject.lastNs = e.timestampNs();
        return subject;
    }

    private void onWrong(Event e, Trial trial, AlertSink alerts) {
        long nowNs = e.timestampNs();
        trial.wrong++;
        if (logon.user != 0) {
            trial.users.add(logon.user);
        } else {
            trial.usersUnknown = true;
        }
        subject(e).wrong++;
        double level = trial.failures.add(1, nowNs, perNs);
        double minute = trial.minute.add(1, nowNs, (double) limits.certain() / 2 / MINUTE_NS);
        int atOnce = trial.connectionsAtOnce(e.uid(), nowNs, nowNs - limits.atOnceNs());
        long usual = trial.letIn.count(); // users who come from there and are let in
        boolean each = logon.user != 0
                && !trial.usersUnknown
                && trial.wrong < 2 * trial.users.count(); // one try a user: not guessing
        boolean fast = !each
                && (level > Math.max(limits.failures(), usual) - 1
                        || !trial.isOneUser()
                                && atOnce >= limits.atOnce()
                                && level > Math.max(limits.atOnce(), usual) - 1);
        if (!fast && !trial.told) {
            advise(e, trial, level, nowNs, alerts);
            return;
        }
        if (!trial.told && trial.isOneUser() && nowNs - trial.failures.sinceNs() > limits.windowNs()) {
            advise(e, trial, level, nowNs, alerts);
            return;
        }
        boolean certain = minute >= limits.certain();
        boolean isRight =
                nowNs - trial.rightNs <= MINUTE_NS && (trial.rightUser == 0 || trial.users.contains(trial.rightUser));
        boolean news =
                !trial.told || trial.wrong >= trial.next || certain && !trial.certain || isRight && !trial.guessed;
        trial.told = true;
        trial.certain |= certain;
        trial.guessed |= isRight;
        if (news) {
            tell(e, trial, null, alerts);
        }
    }

    /** One account, slowly: told once at 10, 100 ... failures. */
    private void advise(Event e, Trial trial, double level, long nowNs, AlertSink alerts) {
        if (trial.wrong < Math.max(ADVICE, trial.next)
                || nowNs - trial.firstNs < limits.windowNs()
                || trial.letIn.count() > level) {
            return;
        }
        if (!trial.isOneUser() && !trial.usersUnknown) {
            return; // several who mistype
        }
        trial.adviceTold = true;
        next(trial);
        alerts.raise(draft(e, rules.stalePassword, trial)
                .kind("old password in use")
                .outcome(Outcome.FAILED)
                .alert());
    }

    private void onRight(Event e, AlertSink alerts) {
        Trial trial = trials.at(e.origHigh(), e.origLow(), server(e), logon.protocol);
        long nowNs = e.timestampNs();
        Subject subject = subject(e);
        int wrong = subject.wrong;
        subject.wrong = 0;
        boolean tried = logon.user != 0 ? trial.users.contains(logon.user) : trial.wrong > 0;
        if (trial.told && tried && trial.failures.drain(nowNs, perNs) > 1) {
            if (!trial.guessed) {
                trial.guessed = true;
                tell(e, trial, e.text(IdentityUse.USER), alerts);
            }
            return;
        }
        trial.rightNs = nowNs;
        trial.rightUser = logon.user;
        if (logon.user != 0) {
            trial.letIn.add(logon.user);
        }
        if (wrong > 0 && wrong < limits.atOnce()) {
            trial.failures.add(-wrong, nowNs, perNs);
            trial.minute.add(-wrong, nowNs, 0);
            trial.wrong = Math.max(0, trial.wrong - wrong);
        }
    }

    private void onUnseen(Event e, Trial trial, AlertSink alerts) {
        if (logon.isCommunity && trial.unseenUid == e.uid()) {
            onWrong(
                    e, trial,
                    alerts); // another community where the one before had no answer: agents are silent to wrong ones
            return;
        }
        trial.unseenUid = e.uid();
        trial.unanswered++;
        if (trial.wrong > 0 || trial.letIn.count() > 0) {
            return; // answers are seen here; what has none is judged by them
        }
        Subject subject = subject(e);
        subject.wrong++;
        double drain = logon.user == 0
                ? (double) limits.certain() / 2 / MINUTE_NS
                : (double) limits.unanswered() / limits.windowNs();
        double level = trial.unseen.add(1, e.timestampNs(), drain);
        boolean many = logon.user == 0
                ? level >= limits.unanswered()
                : subject.wrong >= limits.unanswered() && level >= limits.unanswered() / 2.0;
        if (many && (!trial.unseenTold || trial.unanswered >= trial.next)) {
            trial.unseenTold = true;
            while (trial.unanswered >= trial.next) {
                trial.next = trial.next < 10 ? 10 : 10 * trial.next;
            }
            alerts.raise(draft(e, rules.passwordGuessing, trial)
                    .kind("password guessing")
                    .level(Level.MEDIUM)
                    .confidence(Confidence.LOW)
                    .count(trial.unanswered)
                    .outcome(Outcome.UNKNOWN)
                    .alert());
        }
    }

    private static void next(Trial trial) {
        while (trial.wrong >= trial.next) {
            trial.next = trial.next < 10 ? 10 : 10 * trial.next;
        }
    }

    private void tell(Event e, Trial trial, @Nullable String user, AlertSink alerts) {
        next(trial);
        boolean high = trial.guessed || trial.certain;
        AlertDraft draft = draft(e, rules.passwordGuessing, trial)
                .kind("password guessing")
                .level(high ? Level.HIGH : Level.MEDIUM)
                .confidence(trial.wrong >= limits.certain() ? Confidence.HIGH : Confidence.MEDIUM)
                .outcome(trial.guessed ? Outcome.SUCCEEDED : Outcome.FAILED);
        if (trial.guessed) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1)
                    .evidence("guessed", user == null ? "unknown" : user);
        }
        alerts.raise(draft.alert());
    }

    private AlertDraft draft(Event e, Rule rule, Trial trial) {
        String user = e.text(IdentityUse.USER);
        String protocol = e.text(IdentityUse.PROTOCOL);
        return new AlertDraft(rule, Party.of(e.origHost()), e)
                .targets(List.of(e.respHost()), 1)
                .ports(List.of(e.respPort()), 1)
                .count(trial.wrong)
                .seen(trial.firstNs, e.timestampNs(), trial.firstPacket)
                .evidence("protocol", protocol == null ? "?" : protocol)
                .evidence("failures", trial.wrong)
                .evidence("users", trial.usersUnknown ? "unknown" : Long.toString(trial.users.count()))
                .evidence("last_user", user == null ? "unknown" : user);
    }
}
