package io.auscult.core.protocol.krb;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import java.util.List;

/**
 * Changing or setting a password, RFC 3244: one {@code kerberos} event for each request. The request and the reply's result are sealed; an
 * error is not. A reply that is no error tells only that the server could read the ticket, so its outcome stays unknown.
 * <pre>
 *  | length (2) | version (2) | length of AP-REQ or AP-REP (2) | AP-REQ or AP-REP | KRB-PRIV, or KRB-ERROR when that length is 0 |
 * </pre>
 */
public final class KpasswdParser implements ProtocolParser {
    private static final int PORT = 464;

    public static final Protocol PROTOCOL =
            new Protocol("kpasswd", true, true, List.of(PORT), KpasswdParser::probe, KpasswdParser::new, KrbLog.EVENTS);

    private static final int HEADER = 6;
    private static final int LENGTH = 4; // bytes before a message in a stream
    private static final int VERSION_CHANGE = 1;
    private static final int VERSION_SET = 0xFF80;

    private final KrbLog log = new KrbLog("kpasswd");
    private final KrbMessage ticket = new KrbMessage();
    private final KrbMessage error = new KrbMessage();
    private final TextSlot reason = new TextSlot(IdentityUse.MAX_NAME);
    private boolean pending;

    static Verdict probe(StreamView first) {
        int start = first.isDatagram() ? 0 : LENGTH;
        if (first.length() < start + HEADER + 1) {
            return first.isDatagram() || first.length() > 0 && first.u8(0) != 0 ? Verdict.NO : Verdict.UNSURE;
        }
        long length = first.isDatagram() ? first.length() : first.u32(0);
        int version = first.u16(start + 2);
        int inner = first.u16(start + 4);
        int tag = first.u8(start + HEADER) - Ber.APPLICATION;
        boolean isTicket = inner > 0 && (tag == KrbCodes.AP_REQ || tag == KrbCodes.AP_REP);
        boolean known = version == VERSION_CHANGE || version == VERSION_SET;
        boolean fits = first.u16(start) == length && HEADER + inner < length;
        return known && fits && (isTicket || inner == 0 && tag == KrbCodes.ERROR) ? Verdict.YES : Verdict.NO;
    }

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.isDatagram()) {
            return onMessage(in, 0, in.length(), out) ? in.length() : REJECT;
        }
        int at = 0;
        while (in.length() - at >= LENGTH) {
            long length = in.u32(at);
            if (length > MAX_KEPT - LENGTH) {
                onEnd(out);
                return REJECT;
            }
            if (in.length() - at - LENGTH < length) {
                return at;
            }
            if (!onMessage(in, at + LENGTH, (int) length, out)) {
                onEnd(out);
                return REJECT;
            }
            at += LENGTH + (int) length;
        }
        return at;
    }

    private boolean onMessage(StreamView in, int at, int length, EventWriter out) {
        if (length < HEADER || in.u16(at) != length || HEADER + in.u16(at + 4) > length) {
            return false;
        }
        in.confirm();
        int inner = in.u16(at + 4);
        if (inner == 0) {
            if (error.read(in, at + HEADER, length - HEADER, out.nowNs()) && error.type == KrbCodes.ERROR) {
                onError(out);
            }
        } else if (in.u8(at + HEADER) - Ber.APPLICATION == KrbCodes.AP_REQ) {
            onEnd(out);
            pending = ticket.read(in, at + HEADER, inner, out.nowNs());
        } else {
            onEnd(out); // answered, and the result is sealed
        }
        return true;
    }

    private void onError(EventWriter out) {
        if (!pending) {
            return;
        }
        pending = false;
        reason.clear();
        reason.append(KrbCodes.error(error.errorCode));
        log.shown(ticket, "password", Outcome.FAILURE, reason, error, out);
    }

    @Override
    public boolean onGap(Direction direction, long length, EventWriter out) {
        return false;
    }

    @Override
    public void onEnd(EventWriter out) {
        if (pending) {
            pending = false;
            reason.clear();
            log.shown(ticket, "password", Outcome.UNKNOWN, reason, null, out);
        }
    }

    @Override
    public int kept() {
        return pending ? ticket.kept() : 0;
    }

    @Override
    public void reset() {
        pending = false;
    }
}
