package io.auscult.core.protocol.ssl;

import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.TextSlot;

/** What is known of one TLS connection, until its {@code ssl} event is written. Part of a parser, reused. */
final class SslSession {
    static final EventType SSL = EventType.of("ssl", "A TLS handshake, when it succeeded or its connection ended.");
    static final Field VERSION = SSL.text("version", "Version the server chose.");
    static final Field CIPHER = SSL.text("cipher", "Cipher suite the server chose, IANA's name.");
    static final Field CURVE = SSL.text("curve", "Group of the key exchange.");
    static final Field SERVER_NAME = SSL.text("server_name", "Name the client asked for (SNI).");
    static final Field RESUMED = SSL.bool("resumed", "An earlier session was taken up again.");
    static final Field LAST_ALERT = SSL.text("last_alert", "Last alert seen in the clear.");
    static final Field NEXT_PROTOCOL = SSL.text("next_protocol", "Application protocol the server chose (ALPN).");
    static final Field ESTABLISHED = SSL.bool("established", "Both sides came to sealed data.");
    static final Field SSL_HISTORY =
            SSL.text("ssl_history", "Messages in their order, one letter each; upper case: the client's.");
    static final Field CERT_CHAIN_FPS = SSL.textList("cert_chain_fps", "SHA-256 of the server's certificates.");
    static final Field CLIENT_CERT_CHAIN_FPS =
            SSL.textList("client_cert_chain_fps", "SHA-256 of the client's certificates.");
    static final Field JA3 = SSL.text("ja3", "Fingerprint of the client's hello (JA3).");
    static final Field JA3S = SSL.text("ja3s", "Fingerprint of the server's hello (JA3S).");
    static final Field JA4 = SSL.text("ja4", "Fingerprint of the client's hello (JA4).");
    static final Field JA4S = SSL.text("ja4s", "Fingerprint of the server's hello (JA4S).");

    private static final int MAX_HISTORY = 100; // letters, as in Zeek
    private static final int MAX_TEXT = 1 << 10;
    private static final int MAX_KEPT_BYTES = 1 << 8; // of a text that stays with an idle parser
    private static final String LETTERS = "hcsvt_j_o__xkrnyg___fwuap"; // of the handshake types from 0

    final TextSlot serverName = new TextSlot(MAX_TEXT);
    final TextSlot sessionId = new TextSlot(32);
    final TextSlot nextProtocol = new TextSlot(255);
    final TextSlot ja3 = new TextSlot(64);
    final TextSlot ja3s = new TextSlot(64);
    final TextSlot ja4 = new TextSlot(64);
    final TextSlot ja4s = new TextSlot(64);
    final CertificateChain serverChain = new CertificateChain();
    final CertificateChain clientChain = new CertificateChain();

    private final TextSlot history = new TextSlot(MAX_HISTORY);

    private final TextSlot[] texts = {serverName, sessionId, nextProtocol, ja3, ja3s, ja4, ja4s, history};

    long startNs;
    /** 0: no server hello yet. */
    int version;

    int cipher;
    /** Of SSL 2, whose suites have three bytes. */
    String ssl2Cipher;

    int group;
    int lastAlert;
    boolean started;
    boolean hasClientHello;
    boolean hasServerHello;
    boolean resumed;
    boolean established;
    boolean written;

    void clear() {
        for (TextSlot text : texts) {
            text.clear();
        }
        serverName.trim(MAX_KEPT_BYTES);
        serverChain.clear();
        clientChain.clear();
        version = 0;
        cipher = 0;
        ssl2Cipher = null;
        group = 0;
        lastAlert = -1;
        started = false;
        hasClientHello = false;
        hasServerHello = false;
        resumed = false;
        established = false;
        written = false;
    }

    void addToHistory(char letter, boolean isClient) {
        history.append((byte) (isClient ? Character.toUpperCase(letter) : letter));
    }

    void addHandshakeToHistory(int type, boolean isClient) {
        char letter = type == 254 ? 'm' : type == 5 ? 'e' : type < LETTERS.length() ? LETTERS.charAt(type) : 'z';
        addToHistory(letter == '_' ? 'z' : letter, isClient);
    }

    void write(EventWriter out) {
        if (written || !started) {
            return;
        }
        written = true;
        out.begin(SSL, startNs);
        if (hasServerHello) {
            TlsCodes.versionTo(out, VERSION, version);
            if (ssl2Cipher != null) {
                out.set(CIPHER, ssl2Cipher);
            } else {
                TlsCodes.CIPHERS.to(out, CIPHER, cipher);
            }
        }
        if (group > 0) {
            TlsCodes.GROUPS.to(out, CURVE, group);
        }
        serverName.to(out, SERVER_NAME);
        out.set(RESUMED, resumed);
        if (lastAlert >= 0) {
            TlsCodes.ALERTS.to(out, LAST_ALERT, lastAlert);
        }
        nextProtocol.to(out, NEXT_PROTOCOL);
        out.set(ESTABLISHED, established);
        history.to(out, SSL_HISTORY);
        if (!serverChain.isEmpty()) {
            serverChain.to(out, CERT_CHAIN_FPS);
        }
        if (!clientChain.isEmpty() || !serverChain.isEmpty()) {
            clientChain.to(out, CLIENT_CERT_CHAIN_FPS);
        }
        ja3.to(out, JA3);
        ja3s.to(out, JA3S);
        ja4.to(out, JA4);
        ja4s.to(out, JA4S);
        out.end();
    }
}
