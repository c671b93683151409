package io.auscult.rules.attempt;

import io.auscult.core.alert.Alert;
import io.auscult.core.alert.AlertSink;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Outcome;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Detector;
import io.auscult.core.detect.Mix;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.flow.FlowEvents;
import io.auscult.core.protocol.dcerpc.DcerpcParser;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.smb.SmbEvents;
import io.auscult.rules.identity.Logon;
import io.auscult.rules.role.Role;
import io.auscult.rules.role.RoleGrant;
import io.auscult.rules.role.Roles;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every attempt that is below any alarm, where, how many, and with what outcome. The last of the detectors, so that an alarm about the same event goes first. What counts:
 * a contact inside that was refused or not answered and is no {@link Trouble} of the network's own; a wrong or unanswered logon, but not a person's few mistakes before the right
 * password; a share or a remote call that was denied; an alert below {@link Level#MEDIUM}. What an alarm tells of, or a role or exception explains, is left out and counted. Detect thread.
 */
public final class AttemptLedger implements Detector {
    private static final int FORGIVEN = 3; // wrong passwords before the right one
    private static final long FORGIVEN_NS = 600_000_000_000L;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SYN = 2;
    private static final int SYN_ACK_RST_FIN = 2 | 16 | 4 | 1;
    private static final int FTP_DATA = 20;
    private static final String SWEEP = "scan.address_sweep";
    private static final String SCAN = "scan";

    private static final Field CALL_OUTCOME = DcerpcParser.DCE_RPC.field("outcome");
    private static final Field CALL_FAULT = DcerpcParser.DCE_RPC.field("fault");
    private static final Field CALL_RESULT = DcerpcParser.DCE_RPC.field("result");
    private static final Field BIND_OUTCOME = DcerpcParser.DCE_RPC_BIND.field("outcome");
    private static final Field BIND_UUIDS = DcerpcParser.DCE_RPC_BIND.field("uuids");
    private static final Field SHARE_PATH = SmbEvents.MAPPING.field("path");
    private static final Field SHARE_STATUS = SmbEvents.MAPPING.field("status");
    private static final byte[] FAILURE = bytes("failure");
    private static final byte[] UNANSWERED = bytes("unanswered");
    private static final byte[] SUCCESS = bytes("SUCCESS");
    private static final byte[] DENIED = bytes("access_denied");
    private static final byte[] ADMIN = bytes("admin$");
    private static final byte[][] OFTEN_UNSEEN = {bytes("rdp"), bytes("snmp"), bytes("rfb")};
    private static final int UNSEEN = 3; // logons without an answer; fewer are a recording's edge
    /** Advice about one's own habits: nobody tried anything. */
    private static final Set<String> HABITS =
            Set.of("identity.clear_text", "identity.old_encryption", "identity.stale_password");

    private final Roles roles;
    private final Counters counters;
    private final AttemptCounts counts;
    private final Kinds kinds = new Kinds();
    private final Alarms alarms;
    private final Alarms explanations;
    private final AttemptTable table;
    private final Trouble trouble;
    private final Logon logon = new Logon();

    public AttemptLedger(Roles roles, AttemptCounts counts, Counters counters) {
        this.roles = roles;
        this.counts = counts;
        this.counters = counters;
        alarms = new Alarms(counters);
        explanations = new Alarms(counters);
        trouble = new Trouble(counters);
        table = new AttemptTable(counters, this::isNoise);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<EventType> wants() {
        return List.of(
                FlowEvents.CONTACT,
                IdentityUse.IDENTITY,
                SmbEvents.MAPPING,
                DcerpcParser.DCE_RPC,
                DcerpcParser.DCE_RPC_BIND);
    }

    @Override
    public void onEvent(Event e, AlertSink nobody) {
        EventType type = e.type();
        if (type == FlowEvents.CONTACT) {
            onContact(e);
        } else if (type == IdentityUse.IDENTITY) {
            onLogon(e);
        } else if (type == SmbEvents.MAPPING) {
            onShare(e);
        } else if (type == DcerpcParser.DCE_RPC) {
            onCall(e);
        } else {
            onBind(e);
        }
    }

    private void onContact(Event e) {
        int outcome = (int) e.number(FlowEvents.CONTACT_OUTCOME);
        boolean isTcp = e.proto() == TCP;
        if (!isTcp && e.proto() != UDP
                || outcome == FlowEvents.UNSOLICITED
                || outcome == FlowEvents.MIDSTREAM
                || outcome == FlowEvents.ONE_SIDED
                || !e.flag(FlowEvents.CONTACT_LOCAL_RESP)) {
            return;
        }
        int port = e.respPort();
        Kinds.When when = kinds.when(isTcp, port);
        if (when == Kinds.When.NEVER) {
            return;
        }
        if (outcome == FlowEvents.ANSWERED) {
            trouble.onReached(e, isTcp);
            return;
        }
        if (isTcp && ((e.number(FlowEvents.CONTACT_FLAGS) & SYN_ACK_RST_FIN) != SYN || e.origPort() == FTP_DATA)
                || isForMany(e.respHigh(), e.respLow())) {
            return;
        }
        Kind kind = kinds.connection(isTcp, port);
        if (isCovered(e, kind) || trouble.onFailed(e, isTcp, e.flag(FlowEvents.CONTACT_LOCAL_ORIG))) {
            return;
        }
        Row row = row(e, kind);
        row.isTcp = isTcp;
        note(row, kind, outcome == FlowEvents.SILENT ? Outcome.ATTEMPTED : Outcome.FAILED, e.timestampNs());
    }

    private void onLogon(Event e) {
        logon.read(e);
        Logon.Verdict verdict = logon.verdict;
        if (verdict == Logon.Verdict.NONE
                || verdict == Logon.Verdict.UNSEEN && isOftenUnseen(e)
                || isForMany(e.respHigh(), e.respLow())) {
            return;
        }
        Kind kind = kinds.logon(e, IdentityUse.PROTOCOL);
        if (verdict == Logon.Verdict.RIGHT) {
            Row row = table.find(e.origHigh(), e.origLow(), e.respHigh(), e.respLow(), kind, e.respPort());
            if (row != null
                    && row.subject == logon.subject
                    && row.wrongInARow <= FORGIVEN
                    && e.timestampNs() - row.lastNs <= FORGIVEN_NS) {
                row.forgive(row.wrongInARow);
                row.wrongInARow = 0;
            }
            return;
        }
        if (isCovered(e, kind)) {
            return;
        }
        Row row = row(e, kind);
        row.wrongInARow = row.subject == logon.subject ? row.wrongInARow + 1 : 1;
        row.subject = logon.subject;
        if (logon.user != 0 && row.users.add(logon.user) && row.userSample.size() < Row.USERS_SHOWN) {
            String user = e.text(IdentityUse.USER);
            if (user != null) {
                row.userSample.add(user);
            }
        }
        note(row, kind, verdict == Logon.Verdict.UNSEEN ? Outcome.ATTEMPTED : Outcome.FAILED, e.timestampNs());
    }

    /** Whether the answers of this protocol are hidden, or polls of what is off look the same. */
    private static boolean isOftenUnseen(Event e) {
        for (byte[] protocol : OFTEN_UNSEEN) {
            if (e.textEquals(IdentityUse.PROTOCOL, protocol)) {
                return true;
            }
        }
        return false;
    }

    private void onShare(Event e) {
        boolean isAnswered = e.has(SHARE_STATUS);
        if (isAnswered && e.textEquals(SHARE_STATUS, SUCCESS)) {
            return;
        }
        boolean isAdmin = isAdminShare(e);
        if (!isAdmin && !(isAnswered && contains(e, SHARE_STATUS, DENIED))) {
            return; // a drive that is mapped to what is gone
        }
        Kind kind = isAdmin ? kinds.adminShare : kinds.share;
        if (!isCovered(e, kind)) {
            note(row(e, kind), kind, isAnswered ? Outcome.FAILED : Outcome.ATTEMPTED, e.timestampNs());
        }
    }

    /** Whether the share is ADMIN$ or a drive, such as C$. */
    private static boolean isAdminShare(Event e) {
        int length = e.length(SHARE_PATH);
        if (contains(e, SHARE_PATH, ADMIN)) {
            return true;
        }
        int at = length == 0 ? 0 : e.offset(SHARE_PATH);
        byte[] bytes = e.bytes();
        return length >= 2
                && bytes[at + length - 1] == '$'
                && (bytes[at + length - 2] | 32) >= 'a'
                && (bytes[at + length - 2] | 32) <= 'z'
                && (length == 2 || bytes[at + length - 3] == '\\');
    }

    private void onCall(Event e) {
        boolean isRefused = e.textEquals(CALL_OUTCOME, FAILURE);
        if (!isRefused && !e.textEquals(CALL_OUTCOME, UNANSWERED)) {
            return;
        }
        Kind kind = kinds.call(e, DcerpcParser.UUID);
        if (kind == null && isRefused && (contains(e, CALL_FAULT, DENIED) || contains(e, CALL_RESULT, DENIED))) {
            kind = kinds.otherCall;
        }
        if (kind != null && !isCovered(e, kind)) {
            note(row(e, kind), kind, isRefused ? Outcome.FAILED : Outcome.ATTEMPTED, e.timestampNs());
        }
    }

    private void onBind(Event e) {
        boolean isRefused = e.textEquals(BIND_OUTCOME, FAILURE);
        if (!isRefused && !e.textEquals(BIND_OUTCOME, UNANSWERED)) {
            return;
        }
        for (String uuid : e.texts(BIND_UUIDS)) {
            Kind kind = kinds.call(uuid);
            if (kind != null && !isCovered(e, kind)) {
                note(row(e, kind), kind, isRefused ? Outcome.FAILED : Outcome.ATTEMPTED, e.timestampNs());
            }
        }
    }

    private boolean isCovered(Event e, Kind kind) {
        return isCovered(e.origHigh(), e.origLow(), e.respHigh(), e.respLow(), kind, e.timestampNs());
    }

    private boolean isCovered(long sourceHigh, long sourceLow, long targetHigh, long targetLow, Kind kind, long nowNs) {
        if (alarms.cover(sourceHigh, sourceLow, targetHigh, targetLow, kind, nowNs)) {
            counters.increment(Counter.ATTEMPTS_COVERED);
            return true;
        }
        if (explanations.cover(sourceHigh, sourceLow, targetHigh, targetLow, kind, nowNs)
                || kind.what() == Kind.What.CONNECTION && mayScan(sourceHigh, sourceLow, nowNs)) {
            counters.increment(Counter.ATTEMPTS_EXPLAINED);
            return true;
        }
        return false;
    }

    /** Whether a declared role explains that contacts of this host fail. */
    private boolean mayScan(long high, long low, long nowNs) {
        List<RoleGrant> grants = roles.grants();
        for (int i = 0; i < grants.size(); i++) {
            Role role = grants.get(i).role();
            if (role.explains(SWEEP, SCAN) && grants.get(i).covers(high, low) && roles.has(role, high, low, nowNs)) {
                return true;
            }
        }
        return false;
    }

    private Row row(Event e, Kind kind) {
        return table.at(e.origHigh(), e.origLow(), e.respHigh(), e.respLow(), kind, e.respPort(), e.timestampNs());
    }

    private void note(Row row, Kind kind, Outcome outcome, long atNs) {
        row.add(1, outcome, atNs);
        counted(kind, row, 1);
    }

    private void counted(Kind kind, Row row, long howMany) {
        counters.add(Counter.ATTEMPTS_NOTED, howMany);
        counts.add(kind.technique(), row.targetHigh, Row.networkLow(row.targetHigh, row.targetLow), howMany);
    }

    /** An alert that is told: below medium it is a row, above it speaks for rows that are there or to come. */
    public void onAlert(Alert alert) {
        IpAddress actor = alert.actor().ip();
        if (actor == null) {
            return;
        }
        if (alert.level().atLeast(Level.MEDIUM)) {
            alarms.add(alert, actor);
            counters.add(Counter.ATTEMPTS_COVERED, table.removeIf(actor, row -> alarms.cover(row, kinds.of(row.kind))));
            return;
        }
        if (HABITS.contains(alert.rule().id())) {
            return;
        }
        IpAddress target = alert.target().ip();
        Kind kind = kinds.finding(alert.rule());
        long targetHigh = target == null ? 0 : target.high();
        long targetLow = target == null ? 0 : target.low();
        if (isCovered(actor.high(), actor.low(), targetHigh, targetLow, kind, alert.timeNs())) {
            return;
        }
        Row row = table.at(
                actor.high(),
                actor.low(),
                targetHigh,
                targetLow,
                kind,
                alert.connection().respPort(),
                alert.timeNs());
        boolean isContinued = row.toldCount > 0 && row.toldFirstNs == alert.firstSeenNs();
        long howMany = Math.max(1, isContinued ? alert.count() - row.toldCount : alert.count());
        row.toldFirstNs = alert.firstSeenNs();
        row.toldCount = alert.count();
        row.add(howMany, alert.outcome(), alert.lastSeenNs());
        row.firstNs = Math.min(row.firstNs, alert.firstSeenNs());
        for (IpAddress each : alert.targets()) {
            row.targets.add(Mix.of(each.high(), each.low()));
        }
        counted(kind, row, howMany);
    }

    /** An alert that a role or an exception held back: what belongs to it is no attempt. */
    public void onExplained(Alert alert) {
        IpAddress actor = alert.actor().ip();
        if (actor != null) {
            explanations.add(alert, actor);
            counters.add(
                    Counter.ATTEMPTS_EXPLAINED,
                    table.removeIf(actor, row -> explanations.cover(row, kinds.of(row.kind))));
        }
    }

    /** All rows that count, the longest idle first. */
    void forEach(Consumer<Row> action) {
        table.forEach(row -> {
            if (row.count > 0 && !isNoise(row)) {
                action.accept(row);
            }
        });
    }

    /** Whether, as far as is known by now, nobody tried anything. */
    private boolean isNoise(Row row) {
        Kind kind = kinds.of(row.kind);
        return switch (kind.what()) {
            case CONNECTION -> trouble.explains(row, kinds.when(row.isTcp, row.port) == Kinds.When.ADMIN);
            case LOGON -> row.count < UNSEEN && row.unanswered == row.count;
            case ADMIN_SHARE, SHARE, CALL, FINDING -> false;
        };
    }

    Kind kindOf(Row row) {
        return kinds.of(row.kind);
    }

    private static boolean isForMany(long high, long low) {
        if (IpAddress.isIpv4(high, low)) {
            return ((int) (low >>> 24) & 0xFF) >= 224 || (low & 0xFF) == 0xFF;
        }
        return high >>> 56 == 0xFF;
    }

    /** Whether these lower-case letters are in the text, whatever its case. */
    private static boolean contains(Event e, Field field, byte[] wanted) {
        int length = e.length(field);
        int at = length == 0 ? 0 : e.offset(field);
        byte[] bytes = e.bytes();
        for (int i = 0; i + wanted.length <= length; i++) {
            int j = 0;
            while (j < wanted.length && lower(bytes[at + i + j]) == wanted[j]) {
                j++;
            }
            if (j == wanted.length) {
                return true;
            }
        }
        return false;
    }

    private static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }
}
