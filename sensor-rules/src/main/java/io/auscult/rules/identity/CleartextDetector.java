package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
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

/**
 * A password that everybody on the way can read, and that is right or not known to be wrong: FTP, Telnet, HTTP Basic and forms, mail, LDAP simple binds, databases. Told
 * once for a user and a server, as an advice. The communities of SNMP are no secret worth a line each, and anonymous visitors have none. Detect thread; at {@link #CAPACITY} pairs
 * the longest idle is forgotten and may be told again.
 */
public final class CleartextDetector implements Detector {
    static final int CAPACITY = 32_768;

    private static final byte[] FAILURE = Texts.of("failure");
    private static final byte[] SNMP = Texts.of("snmp");
    private static final byte[][] NOBODY = {Texts.of("anonymous"), Texts.of("ftp"), Texts.of("guest")};

    private final IdentityRules rules;
    private final StateTable<Told> told;

    public CleartextDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        told = new StateTable<>(CAPACITY, 3, counters, Told::new);
    }

    private static final class Told implements State {
        @Override
        public void clear() {}
    }

    @Override
    public List<EventType> wants() {
        return List.of(IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (!e.flag(IdentityUse.CLEARTEXT)
                || e.length(IdentityUse.USER) == 0
                || e.textEquals(IdentityUse.OUTCOME, FAILURE)
                || e.textEquals(IdentityUse.PROTOCOL, SNMP)
                || Texts.indexIn(e, IdentityUse.USER, NOBODY) >= 0) {
            return;
        }
        told.at(
                Mix.of(e.respHigh(), e.respLow()),
                Texts.hash(e, IdentityUse.USER),
                Texts.hash(e, IdentityUse.PROTOCOL));
        if (!told.isFresh()) {
            return;
        }
        boolean right = !e.textEquals(IdentityUse.OUTCOME, Texts.UNKNOWN);
        String user = e.text(IdentityUse.USER);
        String protocol = e.text(IdentityUse.PROTOCOL);
        AlertDraft draft = new AlertDraft(rules.cleartext, Party.of(e.origHost()), e)
                .kind("readable password")
                .targets(List.of(e.respHost()), 1)
                .outcome(right ? Outcome.SUCCEEDED : Outcome.UNKNOWN)
                .evidence("user", user == null ? "?" : user)
                .evidence("protocol", protocol == null ? "?" : protocol);
        if (right) {
            draft.open(List.of(e.respHost() + ":" + e.respPort()), 1);
        }
        alerts.raise(draft.alert());
    }
}
