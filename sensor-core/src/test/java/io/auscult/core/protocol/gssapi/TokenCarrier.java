package io.auscult.core.protocol.gssapi;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.identity.IdentityUse.Outcome;

/** The least protocol that carries tokens: each datagram is one; {@code ok} and {@code no} from the responder tell the outcome. */
public final class TokenCarrier implements ProtocolParser {
    private final GssReader gss = new GssReader("carrier");
    private final StreamView token = new StreamView();

    @Override
    public int onData(StreamView in, EventWriter out) {
        if (in.startsWith(new byte[] {'o', 'k'}, 0)) {
            gss.outcome(Outcome.SUCCESS, "", out);
        } else if (in.startsWith(new byte[] {'n', 'o'}, 0)) {
            gss.outcome(Outcome.FAILURE, "STATUS_LOGON_FAILURE", out);
        } else {
            gss.token(token.sub(in, 0, in.length()), out);
        }
        return in.length();
    }

    @Override
    public void onEnd(EventWriter out) {
        gss.onEnd(out);
    }

    @Override
    public void reset() {
        gss.reset();
    }
}
