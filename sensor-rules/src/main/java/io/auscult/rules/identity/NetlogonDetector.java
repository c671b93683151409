package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Confidence;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * Zerologon, CVE-2020-1472: a client of Netlogon whose credential is nothing but zeros, again and again, until one in 256 tries is let in; then a new password for the
 * domain controller ([MS-NRPC] NetrServerPasswordSet2). No client computes such a credential. Told from the second try on, at 10, 100 ..., when it is let in and when
 * the password is set. Detect thread.
 */
public final class NetlogonDetector implements Detector {
    static final int CAPACITY = 4_096; // pairs of hosts
    static final int TRIES = 2; // one credential in 2^64 is zero by chance

    private static final byte[] NETLOGON = Texts.of("12345678-1234-abcd-ef00-01234567cffb");
    private static final Field NULL_CREDENTIAL = DcerpcParser.DCE_RPC.field("null_credential");
    private static final int AUTHENTICATE = 5, AUTHENTICATE_2 = 15, AUTHENTICATE_3 = 26;
    private static final int PASSWORD_SET = 6, PASSWORD_SET_2 = 30;

    private final IdentityRules rules;
    private final StateTable<Attempt> attempts;
    private final RpcCall call = new RpcCall();

    public NetlogonDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        attempts = new StateTable<>(CAPACITY, 4, counters, Attempt::new);
    }

    private static final class Attempt implements State {
        private long tries;
        private long next;
        private long answers;
        private long firstNs;
        private long firstPacket;
        private boolean letIn;
        private boolean passwordSet;

        @Override
        public void clear() {
            tries = 0;
            next = TRIES;
            answers = 0;
            letIn = false;
            passwordSet = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(DcerpcParser.DCE_RPC);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (!e.flag(NULL_CREDENTIAL) || !RpcCall.isOf(e, NETLOGON)) {
            return;
        }
        call.read(e);
        boolean authenticates =
                call.opnum == AUTHENTICATE_3 || call.opnum == AUTHENTICATE_2 || call.opnum == AUTHENTICATE;
        boolean sets = call.opnum == PASSWORD_SET_2 || call.opnum == PASSWORD_SET;
        if (!authenticates && !sets) {
            return; // the challenge comes before each try
        }
        Attempt attempt = attempts.at(call.callerHigh, call.callerLow, call.serverHigh, call.serverLow);
        if (attempts.isFresh()) {
            attempt.firstNs = e.timestampNs();
            attempt.firstPacket = e.packetNumber();
        }
        attempt.tries++;
        attempt.answers += call.isAnswered() ? 1 : 0;
        boolean news = attempt.tries >= attempt.next || sets;
        if (call.outcome == Outcome.SUCCEEDED) {
            news |= authenticates && !attempt.letIn || sets && !attempt.passwordSet;
            attempt.letIn = true;
            attempt.passwordSet |= sets;
        }
        if (news) {
            while (attempt.tries >= attempt.next) {
                attempt.next = attempt.next < 10 ? 10 : 10 * attempt.next;
            }
            tell(e, attempt, alerts);
        }
    }

    private void tell(Event e, Attempt attempt, AlertSink alerts) {
        Outcome outcome = attempt.letIn ? Outcome.SUCCEEDED : attempt.answers == 0 ? Outcome.UNKNOWN : Outcome.FAILED;
        AlertDraft draft = new AlertDraft(rules.zerologon, Party.of(call.caller()), e)
                .kind("Netlogon with a credential of zeros")
                .level(attempt.letIn ? Level.CRITICAL : Level.HIGH)
                .confidence(attempt.tries >= 10 || attempt.letIn ? Confidence.HIGH : Confidence.MEDIUM)
                .targets(List.of(call.server()), 1)
                .outcome(outcome)
                .count(attempt.tries)
                .seen(attempt.firstNs, e.timestampNs(), attempt.firstPacket)
                .evidence("tries", attempt.tries)
                .evidence("password_set", attempt.passwordSet ? "yes" : "no");
        if (attempt.letIn) {
            draft.open(List.of(call.server().withPort(call.serverPort)), 1);
        }
        alerts.raise(draft.alert());
    }
}
