package io.auscult.core.protocol.ssl;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.event.EventWriter;
import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.StreamView;
import io.auscult.core.protocol.file.FileStream;
import org.jspecify.annotations.Nullable;

/**
 * Handshake messages in the clear, RFC 5246 section 7.4 and RFC 8446 section 4, into the {@link SslSession}. One per parser, reused.
 */
final class Handshake {
    private static final int NAMED_CURVE = 3;
    private static final int OCSP = 1; // the one type of certificate status

    private final boolean ja4s;
    private final SslSession session;
    private final Hello hello;
    private final HelloFingerprints fingerprints = new HelloFingerprints();
    private final Fingerprint sha256 = Fingerprint.sha256();
    private X509Writer certificates;
    private @Nullable FileStream status; // made with the first

    /**
     * @param overDatagrams whether hellos are those of DTLS
     * @param ja4s whether JA4S is computed
     */
    Handshake(SslSession session, boolean overDatagrams, boolean ja4s) {
        this.session = session;
        this.ja4s = ja4s;
        hello = new Hello(overDatagrams);
    }

    boolean clientOfferedTicket;
    boolean clientOfferedPreSharedKey;
    boolean clientKeyExchangeSeen;

    void reset() {
        hello.clear();
        clientOfferedTicket = false;
        clientOfferedPreSharedKey = false;
        clientKeyExchangeSeen = false;
    }

    /** One whole message whose body is at {@code body}. */
    void onMessage(StreamView in, int type, int body, int length, boolean isClient, EventWriter out) {
        boolean whole = true;
        boolean isRetry = false;
        switch (type) {
            case TlsCodes.CLIENT_HELLO -> whole = onClientHello(in, body, length);
            case TlsCodes.SERVER_HELLO -> {
                whole = onServerHello(in, body, length);
                isRetry = hello.isRetry;
            }
            case TlsCodes.CERTIFICATE -> {
                CertificateChain chain = isClient ? session.clientChain : session.serverChain;
                chain.namesHost = !hello.isOverDatagrams() || session.serverName.isSet();
                whole = chain.read(in, body, length, isClient, certificates(), sha256, out);
            }
            case TlsCodes.CERTIFICATE_STATUS -> whole = onCertificateStatus(in, body, length, out);
            case TlsCodes.SERVER_KEY_EXCHANGE -> {
                if (length >= 4 && in.u8(body) == NAMED_CURVE && isEllipticCipher()) {
                    session.group = in.u16(body + 1);
                }
            }
            case TlsCodes.CLIENT_KEY_EXCHANGE -> clientKeyExchangeSeen = true;
            default -> {}
        }
        session.addHandshakeToHistory(isRetry ? 6 : type, isClient);
        if (!whole) {
            out.weird(Anomaly.TLS_BAD_HANDSHAKE, "ssl");
        }
    }

    /** The server's certificate, outside a Certificate message. */
    void onCertificate(StreamView in, int at, int length, EventWriter out) {
        session.serverChain.namesHost = true;
        session.serverChain.show(in, at, length, false, certificates(), sha256, out);
    }

    private X509Writer certificates() {
        if (certificates == null) {
            certificates = new X509Writer();
        }
        return certificates;
    }

    /** An OCSP response that the server brings along, RFC 6066 section 8: it is a file. */
    private boolean onCertificateStatus(StreamView in, int at, int length, EventWriter out) {
        if (length < 4 || in.u8(at) != OCSP || in.u24(at + 1) > length - 4) {
            return false;
        }
        if (status == null) {
            status = new FileStream("SSL");
        }
        status.begin(in, out);
        status.content(in, at + 4, in.u24(at + 1));
        status.end(out);
        return true;
    }

    private boolean isEllipticCipher() {
        String name = TlsCodes.CIPHERS.name(session.cipher);
        return name != null && name.startsWith("TLS_ECDH");
    }

    private boolean onClientHello(StreamView in, int at, int length) {
        if (!hello.read(in, at, length, true)) {
            return false;
        }
        session.hasClientHello = true;
        if (hello.hasServerName && hello.serverName.isSet()) {
            session.serverName.clear();
            session.serverName.append(hello.serverName);
        }
        session.sessionId.clear();
        session.sessionId.append(hello.sessionId);
        clientOfferedTicket = hello.hasTicket && hello.sessionId.length() == 0;
        clientOfferedPreSharedKey = hello.hasPreSharedKey;
        if (!session.ja3.isSet() && hello.ciphers.isComplete() && hello.extensions.isComplete()) {
            fingerprints.ja3(hello, session.ja3);
            fingerprints.ja4(hello, session.ja4);
        }
        return true;
    }

    private boolean onServerHello(StreamView in, int at, int length) {
        if (!hello.read(in, at, length, false)) {
            return false;
        }
        session.hasServerHello = true;
        session.version = hello.version();
        session.cipher = hello.ciphers.isEmpty() ? 0 : hello.ciphers.at(0);
        if (hello.group > 0) {
            session.group = hello.group;
        }
        if (hello.alpn.length() > 0) {
            session.nextProtocol.clear();
            session.nextProtocol.append(hello.alpn);
        }
        boolean sameId = hello.sessionId.length() > 0 && hello.sessionId.textEquals(session.sessionId);
        if (sameId && !TlsCodes.isTls13(session.version) || hello.hasPreSharedKey && clientOfferedPreSharedKey) {
            session.resumed = true;
        }
        if (!hello.isRetry && !session.ja3s.isSet()) {
            fingerprints.ja3s(hello, session.ja3s);
            if (ja4s) {
                fingerprints.ja4s(hello, session.ja4s);
            }
        }
        return true;
    }
}
