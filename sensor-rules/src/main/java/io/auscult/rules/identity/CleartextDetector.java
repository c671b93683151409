package io.auscult.rules.identity;

import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Outcome;
import io.auscult.core.alert.Party;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.DistinctCounter;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * Passwords that everybody on the way can read, and that are right or not known to be wrong: FTP, Telnet, HTTP Basic and forms, mail, LDAP simple binds, databases. An advice about a
 * server and a protocol, told at the first user and then at 10, 100 ... of them, for what helps is done at the server; the identity log has each of them. The communities of SNMP are no
 * secret worth a line each, and anonymous visitors have none. Detect thread; at {@link #CAPACITY} servers the longest idle is forgotten and may be told again.
 */
public final class CleartextDetector implements Detector {
    static final int CAPACITY = 32_768;

    private static final byte[] FAILURE = Texts.of("failure");
    private static final byte[] SNMP = Texts.of("snmp");
    private static final byte[][] NOBODY = {Texts.of("anonymous"), Texts.of("ftp"), Texts.of("guest")};

    private final IdentityRules rules;
    private final StateTable<Told> servers;

    public CleartextDetector(IdentityRules rules, Counters counters) {
        this.rules = rules;
        servers = new StateTable<>(CAPACITY, 3, counters, Told::new);
    }

    /** Of a server and a protocol. */
    private static final class Told implements State {
        private final DistinctCounter users = new DistinctCounter(64, 6);
        private long firstNs;
        private long firstPacket;
        private long logins;
        private long next;

        @Override
        public void clear() {
            users.clear();
            logins = 0;
            next = 1;
        }
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
        Told server = servers.at(e.respHigh(), e.respLow(), Texts.hash(e, IdentityUse.PROTOCOL));
        if (servers.isFresh()) {
            server.firstNs = e.timestampNs();
            server.firstPacket = e.packetNumber();
        }
        server.logins++;
        if (!server.users.add(Mix.of(Texts.hash(e, IdentityUse.USER))) || server.users.count() < server.next) {
            return;
        }
        server.next = server.next < 10 ? 10 : server.next * 10;
        boolean right = !e.textEquals(IdentityUse.OUTCOME, Texts.UNKNOWN);
        String user = e.text(IdentityUse.USER);
        String protocol = e.text(IdentityUse.PROTOCOL);
        AlertDraft draft = new AlertDraft(rules.cleartext, Party.of(e.origHost()), e)
                .kind("readable password")
                .targets(List.of(e.respHost()), 1)
                .outcome(right ? Outcome.SUCCEEDED : Outcome.UNKNOWN)
                .count(server.logins)
                .seen(server.firstNs, e.timestampNs(), server.firstPacket)
                .evidence("user", user == null ? "?" : user)
                .evidence("protocol", protocol == null ? "?" : protocol);
        if (server.users.count() > 1) {
            draft.evidence("users", server.users.count());
        }
        if (right) {
            draft.open(List.of(e.respHost().withPort(e.respPort())), 1);
        }
        alerts.raise(draft.alert());
    }
}
