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
import io.auscult.core.event.Field;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.rules.knowledge.Knowledge;
import io.auscult.rules.knowledge.Service;
import io.auscult.rules.role.Role;
import io.auscult.rules.rule.AlertDraft;
import java.util.List;

/**
 * Directory replication ([MS-DRSR]) by a host that is no domain controller: DCSync asks for the secrets of accounts (GetNCChanges), DCShadow registers itself as a
 * controller (AddEntry, ReplicaAdd). Controllers are those seen to give tickets or answer Netlogon, and those declared as such ({@link io.auscult.rules.role.Role}). A
 * caller that shows the ticket of a replication partner may be a controller of which nothing else was seen: told, but no higher than medium. Where the beginning of a
 * connection is missing and the interface with it, the order of the operations gives it away. Told once a pair of hosts, then at 10, 100 ... requests. Detect thread.
 */
public final class ReplicationDetector implements Detector {
    static final int CAPACITY = 4_096; // pairs of hosts, and as many connections

    private static final byte[] DRSUAPI = Texts.of("e3514235-4b06-11d1-ab04-00c04fc2dcd2");
    private static final byte[] NETLOGON = Texts.of("12345678-1234-abcd-ef00-01234567cffb");
    private static final Field SEALED = DcerpcParser.DCE_RPC.field("sealed");
    private static final Field RESPONSE_BYTES = DcerpcParser.DCE_RPC.field("response_bytes");

    private static final int BIND = 0, GET_CHANGES = 3, REPLICA_ADD = 5, REPLICA_MODIFY = 7;
    private static final int CRACK_NAMES = 12, CONTROLLER_INFO = 16, ADD_ENTRY = 17;
    private static final long LEAST_SECRETS = 500; // bytes of an answer with one account's attributes

    private final IdentityRules rules;
    private final Knowledge knowledge;
    private final StateTable<Pair> pairs;
    private final StateTable<Connection> connections;
    private final RpcCall call = new RpcCall();

    public ReplicationDetector(IdentityRules rules, Knowledge knowledge, Counters counters) {
        this.rules = rules;
        this.knowledge = knowledge;
        pairs = new StateTable<>(CAPACITY, 4, counters, Pair::new);
        connections = new StateTable<>(CAPACITY, 1, counters, Connection::new);
    }

    private static final class Pair implements State {
        private final Asked sync = new Asked();
        private final Asked shadow = new Asked();

        @Override
        public void clear() {
            sync.clear();
            shadow.clear();
        }
    }

    /** How often one host asked the other for one thing. */
    private static final class Asked {
        private long times;
        private long answers;
        private long granted;
        private long next;
        private long firstNs;
        private long firstPacket;

        void clear() {
            times = 0;
            answers = 0;
            granted = 0;
            next = 1;
        }
    }

    /** What is known of a connection whose interface or caller matters. */
    private static final class Connection implements State {
        private boolean partnersTicket;
        private boolean bound;
        private boolean looksAround;

        @Override
        public void clear() {
            partnersTicket = false;
            bound = false;
            looksAround = false;
        }
    }

    @Override
    public List<EventType> wants() {
        return List.of(DcerpcParser.DCE_RPC, IdentityUse.IDENTITY);
    }

    @Override
    public void onEvent(Event e, AlertSink alerts) {
        if (e.is(IdentityUse.IDENTITY)) {
            if (Texts.startsWith(e, IdentityUse.SERVICE, DRSUAPI)) {
                connections.at(e.uid()).partnersTicket = true;
            }
        } else if (RpcCall.isOf(e, DRSUAPI)) {
            onReplication(e, alerts);
        } else if (RpcCall.isOf(e, NETLOGON)) {
            call.read(e);
            if (call.isAnswered()) {
                long caller = Mix.of(call.callerHigh, call.callerLow);
                knowledge.serves(call.serverHigh, call.serverLow, Service.NETLOGON, caller, e.timestampNs());
            }
        } else if (RpcCall.isUnknown(e) && e.flag(SEALED)) {
            onUnknown(e, alerts);
        }
    }

    private void onReplication(Event e, AlertSink alerts) {
        call.read(e);
        boolean sync = call.opnum == GET_CHANGES;
        boolean shadow = call.opnum >= REPLICA_ADD && call.opnum <= REPLICA_MODIFY || call.opnum == ADD_ENTRY;
        if ((sync || shadow) && !isController(e)) {
            Connection connection = connections.find(e.uid());
            boolean partner = connection != null && connection.partnersTicket;
            tell(e, shadow, partner ? Level.MEDIUM : Level.HIGH, partner ? Confidence.LOW : Confidence.HIGH, alerts);
        }
    }

    /** Bind, then a look at the controllers or a name, then changes: the order in which every known tool asks. */
    private void onUnknown(Event e, AlertSink alerts) {
        call.read(e);
        if (call.opnum == BIND) {
            connections.at(e.uid()).bound = true;
            return;
        }
        Connection connection = connections.find(e.uid());
        if (connection == null || !connection.bound) {
            return;
        }
        if (call.opnum == CONTROLLER_INFO || call.opnum == CRACK_NAMES) {
            connection.looksAround = true;
        } else if (call.opnum == GET_CHANGES
                && connection.looksAround
                && e.number(RESPONSE_BYTES) >= LEAST_SECRETS
                && !isController(e)) {
            tell(e, false, Level.MEDIUM, Confidence.LOW, alerts);
        }
    }

    private boolean isController(Event e) {
        // What a declaration explains is held back later, and counted.
        return knowledge.roles().learned(Role.DOMAIN_CONTROLLER, call.callerHigh, call.callerLow, e.timestampNs())
                != null;
    }

    private void tell(Event e, boolean shadow, Level level, Confidence confidence, AlertSink alerts) {
        Pair pair = pairs.at(call.callerHigh, call.callerLow, call.serverHigh, call.serverLow);
        Asked asked = shadow ? pair.shadow : pair.sync;
        if (asked.times == 0) {
            asked.firstNs = e.timestampNs();
            asked.firstPacket = e.packetNumber();
        }
        asked.times++;
        asked.answers += call.isAnswered() ? 1 : 0;
        asked.granted += call.outcome == Outcome.SUCCEEDED ? 1 : 0;
        if (asked.times < asked.next && !(call.outcome == Outcome.SUCCEEDED && asked.granted == 1)) {
            return;
        }
        while (asked.times >= asked.next) {
            asked.next *= 10;
        }
        Rule rule = shadow ? rules.dcshadow : rules.dcsync;
        AlertDraft draft = new AlertDraft(rule, Party.of(call.caller()), e)
                .kind(shadow ? "changes to directory replication" : "directory replication")
                .level(level)
                .confidence(confidence)
                .targets(List.of(call.server()), 1)
                .outcome(asked.granted > 0 ? Outcome.SUCCEEDED : asked.answers > 0 ? Outcome.FAILED : Outcome.UNKNOWN)
                .count(asked.times)
                .seen(asked.firstNs, e.timestampNs(), asked.firstPacket)
                .evidence("operation", call.opnum)
                .evidence("interface_seen", RpcCall.isUnknown(e) ? "no" : "yes");
        if (asked.granted > 0) {
            draft.open(List.of(call.server().withPort(call.serverPort)), 1);
        }
        alerts.raise(draft.alert());
    }
}
