package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.Fingerprint;
import io.auscult.core.protocol.TextSlot;

/**
 * JA3 and JA3S (Salesforce), JA4 (FoxIO, BSD 3-Clause) and JA4S (FoxIO License 1.1, see NOTICE) of hellos. One per parser, reused;
 * allocates nothing per hello.
 */
final class HelloFingerprints {
    private static final int MAX_TEXT = 1 << 14; // bytes that are hashed; no hello within CodeList.MAX reaches it
    private static final int SHORT_HASH = 6; // bytes, twelve digits
    private static final String NOTHING = "000000000000";

    private final TextSlot text = new TextSlot(MAX_TEXT);
    private final Fingerprint md5 = Fingerprint.md5();
    private final Fingerprint sha256 = Fingerprint.sha256();

    HelloFingerprints() {
        text.append("");
    }

    /** MD5 over {@code version,ciphers,extensions,groups,point formats}. */
    void ja3(Hello client, TextSlot into) {
        beginJa3(client);
        client.extensions.appendDecimals(text);
        text.append((byte) ',');
        client.groups.appendDecimals(text);
        text.append((byte) ',');
        client.pointFormats.appendDecimals(text);
        endJa3(into);
    }

    /** MD5 over {@code version,cipher,extensions}. */
    void ja3s(Hello server, TextSlot into) {
        beginJa3(server);
        server.extensions.appendDecimals(text);
        endJa3(into);
    }

    private void beginJa3(Hello hello) {
        text.cut(0);
        text.appendDecimal(hello.legacyVersion);
        text.append((byte) ',');
        hello.ciphers.appendDecimals(text);
        text.append((byte) ',');
    }

    private void endJa3(TextSlot into) {
        md5.update(text);
        into.cut(0);
        md5.appendHex(into);
    }

    /** Sorts the hello's lists: to be called last. */
    void ja4(Hello client, TextSlot into) {
        into.cut(0);
        into.append((byte) (client.isOverDatagrams() ? 'd' : 't'));
        into.append(TlsCodes.ja4Version(client.version()));
        into.append((byte) (client.hasServerName ? 'd' : 'i'));
        appendCount(into, client.ciphers.count());
        appendCount(into, client.extensions.count());
        appendAlpn(into, client.alpn);
        client.ciphers.sort();
        text.cut(0);
        client.ciphers.appendHex(text);
        appendHash(into);
        client.extensions.sort();
        text.cut(0);
        appendHashedExtensions(client.extensions);
        if (!client.signatures.isEmpty()) {
            text.append((byte) '_');
            client.signatures.appendHex(text);
        }
        if (client.extensions.isEmpty()) {
            text.cut(0);
        }
        appendHash(into);
    }

    /** Every extension but server name and ALPN, which have their own place. */
    private void appendHashedExtensions(CodeList extensions) {
        for (int i = 0; i < extensions.size(); i++) {
            int code = extensions.at(i);
            if (code != TlsCodes.SERVER_NAME && code != TlsCodes.ALPN) {
                if (text.length() > 0) {
                    text.append((byte) ',');
                }
                CodeList.appendHex(text, code);
            }
        }
    }

    void ja4s(Hello server, TextSlot into) {
        into.cut(0);
        into.append((byte) (server.isOverDatagrams() ? 'd' : 't'));
        into.append(TlsCodes.ja4Version(server.version()));
        appendCount(into, server.extensions.count());
        appendAlpn(into, server.alpn);
        into.append((byte) '_');
        CodeList.appendHex(into, server.ciphers.isEmpty() ? 0 : server.ciphers.at(0));
        text.cut(0);
        server.extensions.appendHex(text);
        appendHash(into);
    }

    private void appendHash(TextSlot into) {
        into.append((byte) '_');
        if (text.length() == 0) {
            into.append(NOTHING);
        } else {
            sha256.update(text);
            sha256.appendHex(into, SHORT_HASH);
        }
    }

    private static void appendCount(TextSlot into, int count) {
        int shown = Math.min(count, 99);
        into.append((byte) ('0' + shown / 10));
        into.append((byte) ('0' + shown % 10));
    }

    /** First and last character; of the hexadecimal form when they are no letters or digits. */
    private static void appendAlpn(TextSlot into, TextSlot alpn) {
        if (alpn.length() == 0) {
            into.append("00");
            return;
        }
        int first = alpn.bytes()[0] & 0xFF;
        int last = alpn.bytes()[alpn.length() - 1] & 0xFF;
        if (isAlphanumeric(first) && isAlphanumeric(last)) {
            into.append((byte) first);
            into.append((byte) last);
        } else {
            into.append((byte) Character.forDigit(first >>> 4, 16));
            into.append((byte) Character.forDigit(last & 0xF, 16));
        }
    }

    private static boolean isAlphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }
}
