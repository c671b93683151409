package io.auscult.core.protocol.krb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A ticket shown to a service inside another protocol, RFC 4120 section 3.2: AP-REQ, AP-REP, KRB-ERROR. One {@code kerberos} event for
 * each, when its outcome is told, the next one comes, or the connection ends. One per reader that carries it, on the flow's lane, reused.
 */
public final class KrbApReader {
    private final KrbMessage ticket = new KrbMessage();
    private final KrbMessage message = new KrbMessage();
    private final TextSlot reason = new TextSlot(IdentityUse.MAX_NAME);
    private final TextSlot host = new TextSlot(IdentityUse.MAX_NAME);
    private final KrbLog log;
    private boolean pending;
    private boolean answered; // by AP-REP: the service could read the ticket
    private long serverHigh;
    private long serverLow;

    /** @param protocol name of the carrying protocol, as in {@code conn.service} */
    public KrbApReader(String protocol) {
        log = new KrbLog(protocol);
    }

    /** One message, without the GSS-API frame. @return whether it is one */
    public boolean token(StreamView token, EventWriter out) {
        if (!message.read(token, 0, token.length(), out.nowNs())) {
            return false;
        }
        switch (message.type) {
            case KrbCodes.AP_REQ -> {
                onEnd(out);
                ticket.read(token, 0, token.length(), out.nowNs());
                pending = true;
                answered = false;
                serverHigh = token.isOrig() ? token.connection().respHigh : token.connection().origHigh;
                serverLow = token.isOrig() ? token.connection().respLow : token.connection().origLow;
            }
            case KrbCodes.AP_REP -> answered = true;
            case KrbCodes.ERROR -> onError(out);
            default -> {
                return false;
            }
        }
        token.confirm("krb");
        return true;
    }

    /** Whether a ticket was shown whose outcome was not told yet. */
    public boolean isPending() {
        return pending;
    }

    public void outcome(Outcome outcome, TextSlot words, EventWriter out) {
        reason.clear();
        if (words.length() > 0) {
            reason.append(words);
        }
        write(outcome, null, out);
    }

    public void outcome(Outcome outcome, String words, EventWriter out) {
        reason.clear();
        if (!words.isEmpty()) {
            reason.append(words);
        }
        write(outcome, null, out);
    }

    public void onEnd(EventWriter out) {
        reason.clear();
        write(answered ? Outcome.SUCCESS : Outcome.UNKNOWN, null, out);
    }

    public void reset() {
        pending = false;
        answered = false;
    }

    private void onError(EventWriter out) {
        reason.clear();
        if (message.errorText.length() > 0) {
            reason.append(message.errorText);
        } else {
            reason.append(KrbCodes.error(message.errorCode));
        }
        write(Outcome.FAILURE, message, out);
    }

    private void write(Outcome outcome, @Nullable KrbMessage error, EventWriter out) {
        if (!pending) {
            return;
        }
        pending = false;
        log.shown(ticket, "AP", outcome, reason, error, out);
        if (outcome == Outcome.SUCCESS && hostOf(ticket.ticketService)) {
            HostNames.learned(out, serverHigh, serverLow, host, "krb");
        }
    }

    /** The host in a service's name: service, slash, host. */
    private boolean hostOf(TextSlot service) {
        host.clear();
        byte[] bytes = service.bytes();
        int length = service.length();
        int from = 0;
        while (from < length && bytes[from] != '/') {
            from++;
        }
        if (from == length || service.startsWith("krbtgt/")) {
            return false;
        }
        int to = ++from;
        while (to < length && bytes[to] != '/') {
            to++;
        }
        host.append(bytes, from, to - from);
        return to > from;
    }
}
