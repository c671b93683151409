package io.auscult.core.protocol.ssl;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.StreamView;

/**
 * TLS whose records travel inside messages of another protocol, as GSI does in FTP and CredSSP in HTTP: the same events as of TLS. Part of the carrying
 * parser, made with the first token, reused. A record may go on in the next token; over {@link #MAX_KEPT} bytes of one, reading ends.
 */
public final class TlsTokens {
    static final int MAX_KEPT = 1 << 15; // bytes

    private final SslParser tls;
    private final HandshakeBuffer[] kept = {new HandshakeBuffer(), new HandshakeBuffer()};
    private final StreamView view = new StreamView();
    private boolean done;

    public TlsTokens() {
        tls = new SslParser(false);
    }

    /** What one side sent, decoded; its direction and connection are those of the carrying message. */
    public void token(StreamView token, EventWriter out) {
        HandshakeBuffer buffer = kept[token.direction().ordinal()];
        if (done) {
            return;
        }
        if (!buffer.append(token, 0, token.length()) || buffer.length() > MAX_KEPT) {
            done = true;
            return;
        }
        view.wrap(buffer.bytes(), 0, buffer.length(), token.direction(), false, token.connection())
                .storing(token.files());
        int eaten = tls.onData(view, out);
        if (view.isConfirmed()) {
            token.confirm("ssl");
        }
        if (eaten < 0) {
            done = true;
            buffer.clear();
        } else {
            buffer.eat(eaten);
        }
    }

    /** The carrying connection ends. */
    public void onEnd(EventWriter out) {
        if (!done) {
            tls.onEnd(out);
        }
    }

    public int kept() {
        return tls.kept() + kept[0].length() + kept[1].length();
    }

    public void reset() {
        tls.reset();
        kept[0].clear();
        kept[1].clear();
        done = false;
    }
}
