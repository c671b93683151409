package io.auscult.core.protocol.ssl;

import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.StreamView;

/**
 * What TLS and DTLS have in common above their records: which side is the client, which side is sealed, and what messages and other records
 * mean for the {@link SslSession}. One per parser, reused.
 */
final class SslExchange {
    final SslSession session = new SslSession();

    private final Handshake handshake;
    private final boolean[] sealed = new boolean[2];
    private int client;
    private boolean clientKnown;

    /**
     * @param overDatagrams whether this is DTLS
     * @param ja4s whether JA4S is computed
     */
    SslExchange(boolean overDatagrams, boolean ja4s) {
        handshake = new Handshake(session, overDatagrams, ja4s);
    }

    void begin(EventWriter out) {
        if (!session.started) {
            session.started = true;
            session.startNs = out.nowNs();
        }
    }

    boolean hasHello() {
        return session.hasClientHello || session.hasServerHello;
    }

    boolean isClient(int direction) {
        return direction == (clientKnown ? client : Direction.ORIG.ordinal());
    }

    boolean isSealed(int direction) {
        return sealed[direction];
    }

    boolean isSealed() {
        return sealed[0] && sealed[1];
    }

    /** From here on this direction cannot be read. */
    void seal(int direction) {
        sealed[direction] = true;
    }

    /** @param direction the client's */
    void learnClient(int direction) {
        if (!clientKnown) {
            clientKnown = true;
            client = direction;
            if (direction != Direction.ORIG.ordinal()) {
                session.addToHistory('^', false);
            }
        }
    }

    /** One whole handshake message; its body begins at {@code at}. */
    void onMessage(StreamView in, int type, int at, int length, int direction, EventWriter out) {
        if (type == TlsCodes.CLIENT_HELLO || type == TlsCodes.SERVER_HELLO) {
            learnClient(type == TlsCodes.CLIENT_HELLO ? direction : 1 - direction);
            in.confirm();
        }
        handshake.onMessage(in, type, at, length, isClient(direction), out);
    }

    /** The server's certificate, where no handshake message holds it. */
    void onCertificate(StreamView in, int at, int length, EventWriter out) {
        handshake.onCertificate(in, at, length, out);
    }

    /** A record in the clear that holds no handshake. */
    void onRecord(StreamView in, int type, int at, int length, int direction) {
        boolean isClient = isClient(direction);
        switch (type) {
            case TlsCodes.CHANGE_CIPHER_SPEC -> {
                session.addToHistory('i', isClient);
                if (TlsCodes.isTls13(session.version)) {
                    return; // means nothing any more, RFC 8446 section 5
                }
                sealed[direction] = true;
                if (isClient && handshake.clientOfferedTicket && !handshake.clientKeyExchangeSeen) {
                    session.resumed = true;
                }
            }
            case TlsCodes.ALERT -> {
                if (!sealed[direction] && length == 2) {
                    session.lastAlert = in.u8(at + 1);
                    session.addToHistory('l', isClient);
                }
            }
            case TlsCodes.APPLICATION_DATA -> {
                if (TlsCodes.isTls13(session.version)) {
                    sealed[direction] = true;
                }
            }
            default -> session.addToHistory('b', isClient);
        }
    }

    void reset() {
        session.clear();
        handshake.reset();
        sealed[0] = false;
        sealed[1] = false;
        client = 0;
        clientKnown = false;
    }
}
