package io.auscult.core.protocol.krb;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import java.util.List;

/**
 * A key distribution centre and those who ask it, RFC 4120 section 7.2: one {@code kerberos} event for each request when its reply comes,
 * or without one when the connection ends. Replies belong to the oldest request of their kind. After a gap in a stream a direction is read
 * again from what looks like the beginning of a message.
 */
public final class KrbParser implements ProtocolParser {
    private static final int PORT = 88;

    public static final Protocol UDP =
            new Protocol("krb", false, true, List.of(PORT), KrbProbe::probe, () -> new KrbParser("krb"), KrbLog.EVENTS);
    public static final Protocol TCP = new Protocol(
            "krb_tcp", true, false, List.of(PORT), KrbProbe::probe, () -> new KrbParser("krb_tcp"), KrbLog.EVENTS);

    static final int MAX_MESSAGE = MAX_KEPT - 4; // bytes; Windows allows 65,535

    /** Requests that wait for their reply; beyond, the oldest is logged without. */
    static final int MAX_PENDING = 8;

    private static final int LENGTH = 4; // bytes before a message in a stream

    private final String name;
    private final KrbLog log;
    private final KrbMessage[] pending = new KrbMessage[MAX_PENDING]; // the oldest first; spare ones behind
    private final TextSlot host = new TextSlot(IdentityUse.MAX_NAME);
    private final boolean[] lost = new boolean[2];
    private KrbMessage message = new KrbMessage();
    private int pendingCount;
    private boolean answered; // a reply has found its request
    private boolean read; // at least one message
    private boolean reported;

    KrbParser(String name) {
        this.name = name;
        log = new KrbLog(name);
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isDatagram()) {
            if (!onMessage(in, 0, in.length(), out)) {
                return bad(out);
            }
            return in.length();
        }
        int d = in.direction().ordinal();
        int at = 0;
        while (in.length() - at >= LENGTH) {
            long length = in.u32(at);
            if (lost[d]) {
                Verdict found = KrbProbe.message(in, at + LENGTH, length);
                if (found == Verdict.UNSURE) {
                    return at;
                }
                if (found == Verdict.NO) {
                    at++;
                    continue;
                }
            }
            if (length > MAX_MESSAGE) {
                return bad(out);
            }
            if (in.length() - at - LENGTH < length) {
                return at;
            }
            if (!onMessage(in, at + LENGTH, (int) length, out) && !lost[d]) {
                return bad(out);
            }
            lost[d] = false;
            at += LENGTH + (int) length;
        }
        return at;
    }

    private int bad(EventWriter out) {
        if (read && !reported) {
            reported = true;
            out.weird(Anomaly.PROTOCOL_VIOLATION, name);
        }
        onEnd(out);
        return REJECT;
    }

    /** @return whether it is a message of Kerberos */
    private boolean onMessage(StreamView in, int at, int length, EventWriter out) {
        if (!message.read(in, at, length, out.nowNs())) {
            return false;
        }
        read = true;
        in.confirm();
        if (message.isRequest()) {
            onRequest(out);
        } else if (message.isReply()) {
            onReply(in, out);
        }
        return true;
    }

    private void onRequest(EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            if (pending[i].type == message.type && pending[i].nonce == message.nonce) {
                return; // sent again
            }
        }
        if (pendingCount == MAX_PENDING) {
            log.exchange(pending[0], null, out);
            remove(0);
        }
        KrbMessage spare = pending[pendingCount];
        pending[pendingCount++] = message;
        message = spare == null ? new KrbMessage() : spare;
    }

    private void onReply(StreamView in, EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            if (message.type == KrbCodes.ERROR || pending[i].type == message.type - 1) {
                answered = true;
                log.exchange(pending[i], message, out);
                learnHost(pending[i], in, out);
                remove(i);
                return;
            }
        }
        if (!answered || !in.isDatagram()) { // else the answer to a request that was sent again
            log.exchange(null, message, out);
            learnHost(null, in, out);
        }
    }

    /** Machines ask with their own name, or tell it beside. */
    private void learnHost(KrbMessage request, StreamView in, EventWriter out) {
        ConnectionId c = in.connection();
        long high = in.isOrig() ? c.respHigh : c.origHigh; // who gets the reply
        long low = in.isOrig() ? c.respLow : c.origLow;
        if (request != null) {
            HostNames.learned(out, high, low, request.clientHost, "krb");
        }
        TextSlot client = message.client;
        if (message.type == KrbCodes.ERROR || client.length() < 2 || client.bytes()[client.length() - 1] != '$') {
            return;
        }
        host.clear();
        host.append(client.bytes(), 0, client.length() - 1);
        if (request == null || !host.textEquals(request.clientHost)) {
            HostNames.learned(out, high, low, host, "krb");
        }
    }

    private void remove(int i) {
        KrbMessage done = pending[i];
        pendingCount--;
        System.arraycopy(pending, i + 1, pending, i, pendingCount - i);
        pending[pendingCount] = done;
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        lost[direction.ordinal()] = true;
        return true;
    }

    @Override
    public void onEnd(EventWriter out) {
        for (int i = 0; i < pendingCount; i++) {
            log.exchange(pending[i], null, out);
        }
        pendingCount = 0;
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
    public void reset() {
        pendingCount = 0;
        for (int i = 1; i < MAX_PENDING; i++) {
            pending[i] = null; // do not hoard what one busy flow needed
        }
        lost[0] = false;
        lost[1] = false;
        answered = false;
        read = false;
        reported = false;
    }
}
