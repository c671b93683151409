package io.auscult.core.protocol.gssapi;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.asn1.Ber;
import io.auscult.core.protocol.identity.HostNames;
import io.auscult.core.protocol.identity.IdentityUse;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import io.auscult.core.protocol.krb.KrbApReader;
import io.auscult.core.protocol.krb.KrbLog;
import io.auscult.core.protocol.ntlm.NtlmReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of an authentication by GSS-API inside another protocol: SPNEGO (RFC 4178), Kerberos (RFC 4121), NTLMSSP, each framed or bare.
 * The carrying protocol feeds every token of both sides whole, then tells the outcome once it knows; NTLM and Kerberos write their events
 * then. One per parser of the carrying protocol, on the flow's lane, reused.
 */
public final class GssReader {
    /** What the readers of what is inside write; the carrying protocol lists it among its own. */
    public static final List<EventType> EVENTS =
            List.of(NtlmReader.NTLM, KrbLog.KERBEROS, IdentityUse.IDENTITY, HostNames.HOST_NAME);

    static final int MAX_MECHANISMS = 16;

    private static final int INITIAL = Ber.APPLICATION; // RFC 2743 section 3.1
    private static final int NEG_TOKEN_INIT = Ber.CONTEXT;
    private static final int NEG_TOKEN_RESP = Ber.CONTEXT + 1;
    private static final int ACCEPT_COMPLETED = 0;
    private static final int REJECT = 2;
    private static final int KRB_TOKEN_ID = 2; // bytes before the message, RFC 4121 section 4.1

    private final String protocol;
    private @Nullable NtlmReader ntlm; // made with the first token of its kind
    private @Nullable KrbApReader krb; // likewise
    private final Ber outer = new Ber();
    private final Ber field = new Ber();
    private final Ber value = new Ber();
    private final StreamView inner = new StreamView();
    private final TextSlot offered = new TextSlot(IdentityUse.MAX_NAME); // each name ends in a line feed
    private final TextSlot nobody = new TextSlot(1);
    private String mechanism = "";
    private boolean accepted;
    private boolean rejected;

    /** @param protocol name of the carrying protocol, as in {@code conn.service} */
    public GssReader(String protocol) {
        this.protocol = protocol;
    }

    private NtlmReader ntlm() {
        if (ntlm == null) {
            ntlm = new NtlmReader(protocol);
        }
        return ntlm;
    }

    private KrbApReader krb() {
        if (krb == null) {
            krb = new KrbApReader(protocol);
        }
        return krb;
    }

    /** One whole token, its direction set. What is none is passed over. */
    public void token(StreamView token, EventWriter out) {
        if (token.length() == 0) {
            return;
        }
        if (NtlmReader.isNtlm(token)) {
            onNtlm(token, out);
            return;
        }
        outer.over(token);
        if (!outer.next()) {
            return;
        }
        switch (outer.tag()) {
            case INITIAL -> onInitial(token, out);
            case NEG_TOKEN_INIT, NEG_TOKEN_RESP -> onNegotiation(token, out);
            default -> onKrb(token, 0, token.length(), out);
        }
    }

    /** The client proved itself, or did not. @param reason the carrying protocol's words for a refusal; may be unset */
    public void outcome(Outcome outcome, TextSlot reason, EventWriter out) {
        if (ntlm != null) {
            ntlm.outcome(outcome, reason, out);
        }
        if (krb != null) {
            krb.outcome(outcome, reason, out);
        }
        forget();
    }

    /** @param reason the carrying protocol's words for a refusal; empty for none */
    public void outcome(Outcome outcome, String reason, EventWriter out) {
        if (ntlm != null) {
            ntlm.outcome(outcome, reason, out);
        }
        if (krb != null) {
            krb.outcome(outcome, reason, out);
        }
        forget();
    }

    /** The connection ends: what was not judged is, by what SPNEGO itself said. */
    public void onEnd(EventWriter out) {
        if (accepted || rejected) {
            outcome(accepted ? Outcome.SUCCESS : Outcome.FAILURE, "", out);
            return;
        }
        if (ntlm != null) {
            ntlm.onEnd(out);
        }
        if (krb != null) {
            krb.onEnd(out);
        }
    }

    /** Whether a client has shown an identity, and the outcome was not told yet. */
    public boolean isPending() {
        return byNtlm() != null || krb != null && krb.isPending();
    }

    /** Who tries to authenticate by NTLM; empty otherwise: a ticket hides its client. Valid while {@link #isPending}. */
    public TextSlot user() {
        NtlmReader reader = byNtlm();
        return reader == null ? nobody : reader.user();
    }

    public TextSlot domain() {
        NtlmReader reader = byNtlm();
        return reader == null ? nobody : reader.domain();
    }

    /** What the client's host calls itself. */
    public TextSlot workstation() {
        NtlmReader reader = byNtlm();
        return reader == null ? nobody : reader.workstation();
    }

    /** Its reader, while an identity shown by NTLM waits for the outcome. */
    private @Nullable NtlmReader byNtlm() {
        return ntlm != null && ntlm.isPending() ? ntlm : null;
    }

    /** Whether the server said that the negotiation is complete. */
    public boolean isAccepted() {
        return accepted;
    }

    /** What is in use, as far as it was seen: krb5, ntlm or the like; empty before. */
    public String mechanism() {
        return mechanism;
    }

    /** Bytes kept of unfinished messages: none, tokens come whole. */
    public int kept() {
        return 0;
    }

    public void reset() {
        if (ntlm != null) {
            ntlm.reset();
        }
        if (krb != null) {
            krb.reset();
        }
        offered.clear();
        mechanism = "";
        forget();
    }

    private void forget() {
        accepted = false;
        rejected = false;
    }

    /** A token that names its mechanism, RFC 2743 section 3.1: OID, then what the mechanism says. */
    private void onInitial(StreamView token, EventWriter out) {
        field.enter(outer);
        if (!field.next(Ber.OBJECT_IDENTIFIER)) {
            return;
        }
        Mechanism named = Mechanism.of(field);
        int at = field.at() - token.arrayOffset();
        int length = outer.to() - field.at();
        if (named == null) {
            return;
        }
        switch (named) {
            case SPNEGO -> {
                outer.over(outer.bytes(), field.at(), outer.to());
                if (outer.next()) {
                    onNegotiation(token, out);
                }
            }
            case KRB5, MS_KRB5, KRB5_U2U, IAKERB -> {
                if (length > KRB_TOKEN_ID) {
                    onKrb(token, at + KRB_TOKEN_ID, length - KRB_TOKEN_ID, out);
                }
            }
            case NTLM -> onNtlm(inner.sub(token, at, length), out);
            default -> {}
        }
    }

    /** NegTokenInit or NegTokenResp, RFC 4178 section 4.2; {@link #outer} stands on it. */
    private void onNegotiation(StreamView token, EventWriter out) {
        boolean isInit = outer.tag() == NEG_TOKEN_INIT;
        if (!isInit && outer.tag() != NEG_TOKEN_RESP || !outer.down(Ber.SEQUENCE)) {
            return;
        }
        field.enter(outer);
        if (isInit) {
            forget();
        }
        while (field.next()) {
            if (!value.enter(field).next()) {
                break;
            }
            switch (field.tag() - Ber.CONTEXT) {
                case 0 -> {
                    if (isInit) {
                        onMechanisms();
                    } else {
                        long state = value.integer();
                        accepted = state == ACCEPT_COMPLETED;
                        rejected = state == REJECT;
                    }
                }
                case 1 -> {
                    Mechanism chosen = isInit ? null : Mechanism.of(value);
                    if (chosen != null) {
                        mechanism = chosen.word();
                    }
                }
                case 2 -> {
                    if (value.tag() == Ber.OCTET_STRING) {
                        onInner(token, out);
                    }
                }
                default -> {} // checksums and hints
            }
        }
        token.confirm("gssapi");
    }

    /** What the client offers, or the server by [MS-SPNG] 2.2.1; the client's counts. */
    private void onMechanisms() {
        offered.clear();
        value.into();
        for (int i = 0; i < MAX_MECHANISMS && value.next(Ber.OBJECT_IDENTIFIER); i++) {
            Mechanism known = Mechanism.of(value);
            if (known != null) {
                offered.append(known.word());
            } else {
                value.appendObjectId(offered);
            }
            offered.append((byte) '\n');
        }
    }

    private void onInner(StreamView token, EventWriter out) {
        int at = value.from() - token.arrayOffset();
        inner.sub(token, at, value.length());
        if (NtlmReader.isNtlm(inner)) {
            ntlm().offered(offered);
            onNtlm(inner, out);
        } else if (value.down(INITIAL) && value.down(Ber.OBJECT_IDENTIFIER)) {
            int from = value.at();
            Mechanism named = Mechanism.of(value);
            int end = inner.arrayOffset() + inner.length();
            if (named != null && named.isKerberos() && end - from > KRB_TOKEN_ID) {
                onKrb(token, from + KRB_TOKEN_ID - token.arrayOffset(), end - from - KRB_TOKEN_ID, out);
            }
        } else {
            onKrb(token, at, inner.length(), out);
        }
    }

    private void onNtlm(StreamView token, EventWriter out) {
        mechanism = Mechanism.NTLM.word();
        ntlm().token(token, out);
    }

    private void onKrb(StreamView token, int at, int length, EventWriter out) {
        if (krb().token(inner.sub(token, at, length), out)) {
            mechanism = Mechanism.KRB5.word();
        }
    }
}
