package io.auscult.core.protocol.ftp;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.TextSlot;
import io.auscult.core.protocol.line.Base64Text;
import io.auscult.core.protocol.ssl.TlsTokens;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of ADAT and its replies, RFC 2228 section 3: of GSI (Globus) they are TLS, and read as such; others are passed over. Part of the parser, reused;
 * its reader is made with the first such token. Tokens are as long as a line.
 */
final class FtpSecurity {
    /** What a reply with a token begins with. */
    static final String TOKEN = "ADAT=";

    private static final int MAX_SPARE = 256; // bytes of memory that stay when idle
    private static final int TLS_HANDSHAKE = 22;

    private final TextSlot token = new TextSlot(FtpParser.MAX_LINE);
    private final StreamView view = new StreamView();
    private @Nullable TlsTokens tls;
    private boolean isTls;

    /** @param from where the Base64 begins in the view */
    void token(StreamView in, int from, int to, EventWriter out) {
        token.clear();
        Base64Text.decode(in, from, to, token);
        if (token.length() > 2 && token.bytes()[0] == TLS_HANDSHAKE && token.bytes()[1] == 3) {
            isTls = true;
        }
        if (token.length() > 0 && isTls) {
            if (tls == null) {
                tls = new TlsTokens();
            }
            tls.token(
                    view.wrap(token.bytes(), 0, token.length(), in.direction(), false, in.connection())
                            .storing(in.files()),
                    out);
        }
    }

    void onEnd(EventWriter out) {
        if (tls != null) {
            tls.onEnd(out);
        }
    }

    int kept() {
        return tls == null ? 0 : tls.kept();
    }

    void reset() {
        token.clear();
        token.trim(MAX_SPARE);
        if (tls != null) {
            tls.reset();
        }
        isTls = false;
    }
}
