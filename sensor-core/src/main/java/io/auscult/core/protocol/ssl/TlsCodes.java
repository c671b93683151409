package io.auscult.core.protocol.ssl;

import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.CodeNames;

/** Code points of TLS and their names, from the files beside this class. Immutable. */
final class TlsCodes {
    static final CodeNames CIPHERS = CodeNames.load(TlsCodes.class, "ciphers.tsv", "unknown-");
    static final CodeNames GROUPS = CodeNames.load(TlsCodes.class, "groups.tsv", "unknown-");
    static final CodeNames ALERTS = CodeNames.load(TlsCodes.class, "alerts.tsv", "unknown-");

    static final int CHANGE_CIPHER_SPEC = 20;
    static final int ALERT = 21;
    static final int HANDSHAKE = 22;
    static final int APPLICATION_DATA = 23;
    static final int HEARTBEAT = 24;
    static final int WITH_CONNECTION_ID = 25; // sealed, RFC 9146

    static final int CLIENT_HELLO = 1;
    static final int SERVER_HELLO = 2;
    static final int HELLO_VERIFY_REQUEST = 3; // DTLS
    static final int CERTIFICATE = 11;
    static final int SERVER_KEY_EXCHANGE = 12;
    static final int CERTIFICATE_STATUS = 22;
    static final int CLIENT_KEY_EXCHANGE = 16;

    static final int SERVER_NAME = 0;
    static final int SUPPORTED_GROUPS = 10;
    static final int EC_POINT_FORMATS = 11;
    static final int SIGNATURE_ALGORITHMS = 13;
    static final int ALPN = 16;
    static final int SESSION_TICKET = 35;
    static final int PRE_SHARED_KEY = 41;
    static final int SUPPORTED_VERSIONS = 43;
    static final int EARLY_KEY_SHARE = 40; // drafts of TLS 1.3
    static final int KEY_SHARE = 51;

    static final int SSL2 = 0x0002;
    static final int SSL3 = 0x0300;
    static final int TLS12 = 0x0303;
    static final int TLS13 = 0x0304;
    static final int DTLS10 = 0xFEFF;
    static final int DTLS12 = 0xFEFD;
    static final int DTLS13 = 0xFEFC;
    static final int DTLS_EARLY = 0x0100; // OpenSSL's before the standard, which AnyConnect still speaks

    private TlsCodes() {}

    /** A value that means nothing, to keep implementations tolerant, RFC 8701. */
    static boolean isGrease(int code) {
        return (code & 0x0F0F) == 0x0A0A && code >>> 8 == (code & 0xFF);
    }

    static boolean isDraft13(int version) {
        return version >>> 8 == 0x7F;
    }

    /** Whether everything behind the server's hello is sealed. */
    static boolean isTls13(int version) {
        return version == TLS13 || version == DTLS13 || isDraft13(version);
    }

    static void versionTo(EventWriter out, Field field, int version) {
        switch (version) {
            case SSL2 -> out.set(field, "SSLv2");
            case SSL3 -> out.set(field, "SSLv3");
            case 0x0301 -> out.set(field, "TLSv10");
            case 0x0302 -> out.set(field, "TLSv11");
            case TLS12 -> out.set(field, "TLSv12");
            case TLS13 -> out.set(field, "TLSv13");
            case DTLS10 -> out.set(field, "DTLSv10");
            case DTLS12 -> out.set(field, "DTLSv12");
            case DTLS13 -> out.set(field, "DTLSv13");
            case DTLS_EARLY -> out.set(field, "DTLSv09");
            default -> {
                if (isDraft13(version)) {
                    out.set(field, "TLSv13-draft", version & 0xFF);
                } else {
                    out.set(field, "unknown-", version);
                }
            }
        }
    }

    /** JA4's two characters. */
    static String ja4Version(int version) {
        return switch (version) {
            case SSL2 -> "s2";
            case SSL3 -> "s3";
            case 0x0301 -> "10";
            case 0x0302 -> "11";
            case TLS12 -> "12";
            case TLS13 -> "13";
            case DTLS10 -> "d1";
            case DTLS12 -> "d2";
            case DTLS13 -> "d3";
            default -> "00";
        };
    }
}
