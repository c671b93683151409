package io.auscult.core.protocol.radius;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.util.Arrays;
import java.util.List;

/**
 * RADIUS of one connection: an access server asks a RADIUS server for many users. Requests are paired with answers by identifier, and with the login that a
 * challenge left open by the state attribute.
 */
public final class RadiusParser implements ProtocolParser {
    public static final EventType RADIUS =
            EventType.of("radius", "An access server asked whether to let a user in, or told what a user did.");
    static final Field USERNAME = RADIUS.text("username", "Who wants to be let in.");
    static final Field MAC = RADIUS.text(
            "mac", "The user's station: its hardware address where it is one, else what the server calls it.");
    static final Field FRAMED_ADDR = RADIUS.address("framed_addr", "The address that the user gets.");
    static final Field REMOTE_IP = RADIUS.text("remote_ip", "The far end of the user's tunnel.");
    static final Field CONNECT_INFO = RADIUS.text("connect_info", "How the user is connected.");
    static final Field REPLY_MSG = RADIUS.text("reply_msg", "What the server says to the user.");
    static final Field RESULT =
            RADIUS.text("result", "success, failed, or unknown where no answer was seen; absent for accounting.");
    static final Field TTL = RADIUS.interval("ttl", "From the first request to the answer.");
    static final Field METHOD =
            RADIUS.text("method", "How the user proves to be it: pap, chap, mschapv2, eap-peap ...");
    static final Field NAS_ID = RADIUS.text("nas_id", "The access server's name.");
    static final Field NAS_ADDR = RADIUS.address("nas_addr", "The access server's address.");
    static final Field CALLED_STATION =
            RADIUS.text("called_station", "What the user's station called: access point and network.");
    static final Field EAP_IDENTITY =
            RADIUS.text("eap_identity", "The identity inside EAP; may differ, or be anonymous.");
    static final Field ACCT_STATUS = RADIUS.text("acct_status", "Of accounting: start, stop, interim-update ...");

    public static final Protocol PROTOCOL = new Protocol(
            "radius",
            false,
            true,
            List.of(1812, 1813, 1645, 1646, 3799),
            RadiusProbe::probe,
            RadiusParser::new,
            List.of(RADIUS, IdentityUse.IDENTITY));

    static final int HEADER = 20; // bytes
    static final int MAX_LENGTH = 4096; // bytes, RFC 2865 section 3

    /** Logins of one flow that wait for their answer. */
    static final int MAX_PENDING = 64;

    private static final int ACCESS_REQUEST = 1, ACCESS_ACCEPT = 2, ACCESS_REJECT = 3, ACCOUNTING_REQUEST = 4;
    private static final int ACCOUNTING_RESPONSE = 5, ACCESS_CHALLENGE = 11, STATUS_SERVER = 12, STATUS_CLIENT = 13;
    private static final int DISCONNECT_REQUEST = 40, DISCONNECT_ACK = 41, DISCONNECT_NAK = 42;
    private static final int COA_REQUEST = 43, COA_ACK = 44, COA_NAK = 45;
    private static final int MAX_SPARE = 4; // logins that stay with an idle parser

    private RadiusLogin[] pending = new RadiusLogin[1]; // in order of arrival; those behind pendingCount are spare
    private int pendingCount;
    private final TextSlot mac = new TextSlot(RadiusLogin.MAX_TEXT);
    private final IdentityUse identity = new IdentityUse();

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (!RadiusProbe.isMessage(in)) {
            return in.length();
        }
        in.confirm();
        int code = in.u8(0);
        switch (code) {
            case ACCESS_REQUEST, ACCOUNTING_REQUEST, DISCONNECT_REQUEST, COA_REQUEST -> request(in, code, out);
            case ACCESS_CHALLENGE -> challenge(in, out);
            case ACCESS_ACCEPT, DISCONNECT_ACK, COA_ACK -> answer(in, code, "success", Outcome.SUCCESS, out);
            case ACCESS_REJECT, DISCONNECT_NAK, COA_NAK -> answer(in, code, "failed", Outcome.FAILURE, out);
            case ACCOUNTING_RESPONSE -> answer(in, code, "", Outcome.SUCCESS, out);
            case STATUS_SERVER, STATUS_CLIENT -> {}
            default -> {}
        }
        return in.length();
    }

    private void request(StreamView in, int code, EventWriter out) {
        int id = in.u8(1);
        int known = find(code, id);
        if (known < 0 && code == ACCESS_REQUEST) {
            known = findChallenged(RadiusLogin.stateOf(in));
        }
        RadiusLogin login;
        if (known >= 0) {
            login = pending[known];
            login.id = id;
            login.challenged = false;
        } else {
            login = add(code, id, out);
        }
        login.read(in);
    }

    private void challenge(StreamView in, EventWriter out) {
        int known = find(ACCESS_REQUEST, in.u8(1));
        RadiusLogin login = known >= 0 ? pending[known] : add(ACCESS_REQUEST, in.u8(1), out);
        login.read(in);
        login.challenged = true;
    }

    private void answer(StreamView in, int code, String result, Outcome outcome, EventWriter out) {
        int request = code == ACCESS_ACCEPT || code == ACCESS_REJECT
                ? ACCESS_REQUEST
                : code == ACCOUNTING_RESPONSE
                        ? ACCOUNTING_REQUEST
                        : code <= DISCONNECT_NAK ? DISCONNECT_REQUEST : COA_REQUEST;
        int known = find(request, in.u8(1));
        if (known < 0) {
            if (request == ACCOUNTING_REQUEST) {
                return;
            }
            add(request, in.u8(1), out);
            known = pendingCount - 1;
        }
        pending[known].read(in);
        write(pending[known], result, outcome, out);
        remove(known);
    }

    /** Place of the request that waits for an answer with this identifier; -1 if none. */
    private int find(int code, int id) {
        for (int i = 0; i < pendingCount; i++) {
            if (pending[i].id == id && pending[i].code == code && !pending[i].challenged) {
                return i;
            }
        }
        return -1;
    }

    private int findChallenged(long stateHash) {
        for (int i = 0; i < pendingCount && stateHash != 0; i++) {
            if (pending[i].challenged && pending[i].stateHash == stateHash) {
                return i;
            }
        }
        return -1;
    }

    private RadiusLogin add(int code, int id, EventWriter out) {
        if (pendingCount == MAX_PENDING) {
            write(pending[0], unanswered(pending[0]), Outcome.UNKNOWN, out);
            remove(0);
        }
        if (pendingCount == pending.length) {
            pending = Arrays.copyOf(pending, Math.min(MAX_PENDING, pendingCount * 2));
        }
        if (pending[pendingCount] == null) {
            pending[pendingCount] = new RadiusLogin();
        }
        RadiusLogin added = pending[pendingCount++];
        added.begin(out.nowNs(), code, id);
        return added;
    }

    private void remove(int i) {
        RadiusLogin removed = pending[i];
        pendingCount--;
        System.arraycopy(pending, i + 1, pending, i, pendingCount - i);
        pending[pendingCount] = removed;
    }

    private static String unanswered(RadiusLogin login) {
        return login.code == ACCOUNTING_REQUEST ? "" : "unknown";
    }

    private void write(RadiusLogin login, String result, Outcome outcome, EventWriter out) {
        long now = out.nowNs();
        out.begin(RADIUS, login.firstNs);
        login.user.to(out, USERNAME);
        if (login.station.isSet()) {
            hardwareAddress(login.station);
            mac.to(out, MAC);
        }
        if (login.framedLow != 0) {
            out.setAddress(FRAMED_ADDR, 0, login.framedLow);
        }
        login.tunnelClient.to(out, REMOTE_IP);
        login.connectInfo.to(out, CONNECT_INFO);
        login.reply.to(out, REPLY_MSG);
        if (!result.isEmpty()) {
            out.set(RESULT, result);
        }
        if (outcome != Outcome.UNKNOWN && now > login.firstNs) {
            out.set(TTL, now - login.firstNs);
        }
        if (!login.method.isEmpty()) {
            out.set(METHOD, login.method);
        }
        login.nas.to(out, NAS_ID);
        if (login.nasLow != 0) {
            out.setAddress(NAS_ADDR, 0, login.nasLow);
        }
        login.called.to(out, CALLED_STATION);
        login.eapIdentity.to(out, EAP_IDENTITY);
        if (login.code == ACCOUNTING_REQUEST) {
            out.set(ACCT_STATUS, statusName(login.status));
        }
        out.end();
        if (login.code == ACCESS_REQUEST) {
            writeIdentity(login, outcome, out);
        }
    }

    private void writeIdentity(RadiusLogin login, Outcome outcome, EventWriter out) {
        TextSlot user = login.user.length() > 0 ? login.user : login.eapIdentity;
        if (user.length() == 0) {
            return;
        }
        identity.user().append(user);
        if (login.station.isSet()) {
            hardwareAddress(login.station);
            identity.clientName().append(mac);
        }
        if (login.nas.isSet()) {
            identity.service().append(login.nas);
        }
        if (outcome == Outcome.FAILURE && login.reply.isSet()) {
            identity.reason().append(login.reply);
        }
        identity.write(out, "radius", login.method.isEmpty() ? "none" : login.method, "", outcome);
    }

    /** Twelve hexadecimal digits, whatever stands between them, are written with colons; anything else as it is. */
    private void hardwareAddress(TextSlot station) {
        mac.clear();
        int digits = 0;
        boolean other = false;
        for (int i = 0; i < station.length(); i++) {
            int c = station.bytes()[i];
            int digit = Character.digit(c, 16);
            other |= digit < 0 && c != '-' && c != ':' && c != '.' || digits == 12;
            if (digit < 0 || other) {
                continue;
            }
            if (digits > 0 && digits % 2 == 0) {
                mac.append((byte) ':');
            }
            mac.append((byte) Character.forDigit(digit, 16));
            digits++;
        }
        if (other || digits != 12) {
            mac.clear();
            mac.append(station);
        }
    }

    private static String statusName(int status) {
        return switch (status) {
            case 1 -> "start";
            case 2 -> "stop";
            case 3 -> "interim-update";
            case 7 -> "accounting-on";
            case 8 -> "accounting-off";
            default -> "other";
        };
    }

    @Override
    public int kept() {
        int kept = 0;
        for (int i = 0; i < pendingCount; i++) {
            kept += pending[i].kept();
        }
        return kept;
    }

    @Override
    public void onEnd(EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            write(pending[i], unanswered(pending[i]), Outcome.UNKNOWN, out);
        }
        pendingCount = 0;
    }

    @Override
    public void reset() {
        pendingCount = 0;
        identity.clear();
        if (pending.length > MAX_SPARE) {
            pending = new RadiusLogin[1];
        }
    }
}
