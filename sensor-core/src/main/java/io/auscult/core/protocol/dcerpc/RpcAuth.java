package io.auscult.core.protocol.dcerpc;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.gssapi.GssReader;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: gives the tokens of binds to the reader of SPNEGO, NTLM and Kerberos, [MS-RPCE] 3.3.1.5.2. The last token has no answer of its
 * own, so the first call under it tells whether it was accepted. Part of an {@link RpcSession}.
 */
final class RpcAuth {
    static final int SPNEGO = 9;
    private static final int NTLM = 10;
    private static final int KERBEROS = 16;
    private static final int ACCESS_DENIED = 5;
    private static final int SECURITY_PACKAGE_ERROR = 0x721;
    private static final int UNSPECIFIED = 0x1C000009;
    private static final int PROTOCOL_ERROR = 0x1C01000B; // what Samba says

    private final StreamView token = new StreamView();
    private final TextSlot reason = new TextSlot(64);
    private @Nullable GssReader reader; // made at the first token

    /** A message of a bind: its token, if it has one that can be read. */
    void onBind(RpcPdu pdu, EventWriter out) {
        if (pdu.tokenLength() == 0) {
            return;
        }
        int type = pdu.authType();
        if (type != SPNEGO && type != NTLM && type != KERBEROS) {
            return;
        }
        GssReader tokens = reader;
        if (tokens == null) {
            tokens = new GssReader(DcerpcParser.PROTOCOL.name());
            reader = tokens;
        }
        tokens.token(token.sub(pdu.in(), pdu.tokenAt(), pdu.tokenLength()), out);
    }

    void onRefusedBind(int why, EventWriter out) {
        if (reader != null && reader.isPending()) {
            reader.outcome(Outcome.FAILURE, RpcNames.rejection(why), out);
        }
    }

    /** A call was answered. @param fault the fault's status, 0 for none */
    void onAnswer(int fault, EventWriter out) {
        if (reader == null || !reader.isPending()) {
            return;
        }
        switch (fault) {
            case ACCESS_DENIED, SECURITY_PACKAGE_ERROR, UNSPECIFIED, PROTOCOL_ERROR -> {
                RpcStatus.fault(reason, fault);
                reader.outcome(Outcome.FAILURE, reason, out);
            }
            default -> reader.outcome(Outcome.SUCCESS, "", out);
        }
    }

    void end(EventWriter out) {
        if (reader != null) {
            reader.onEnd(out);
        }
    }

    void reset() {
        if (reader != null) {
            reader.reset();
        }
    }
}
