package io.auscult.rules.identity;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.protocol.krb.KrbLog;

/** Fields of {@code kerberos} events and what they say of encryption and proof, read in place. Stateless. */
final class Krb {
    static final Field CLIENT = KrbLog.KERBEROS.field("client");
    static final Field SERVICE = KrbLog.KERBEROS.field("service");
    static final Field SUCCESS = KrbLog.KERBEROS.field("success");
    static final Field REALM = KrbLog.KERBEROS.field("realm");
    static final Field CIPHER = KrbLog.KERBEROS.field("cipher");
    static final Field REPLY_CIPHER = KrbLog.KERBEROS.field("reply_cipher");
    static final Field PREAUTH_CIPHER = KrbLog.KERBEROS.field("preauth_cipher");
    static final Field TICKET_CIPHER = KrbLog.KERBEROS.field("ticket_cipher");
    static final Field TICKET_SERVICE = KrbLog.KERBEROS.field("ticket_service");
    static final Field TICKET_REALM = KrbLog.KERBEROS.field("ticket_realm");
    static final Field ERROR_CODE = KrbLog.KERBEROS.field("error_code");
    static final Field PKINIT = KrbLog.KERBEROS.field("pkinit");
    static final Field FAST = KrbLog.KERBEROS.field("fast");
    static final byte[] KRBTGT = Texts.of("krbtgt/");

    private static final Field MESSAGE = KrbLog.KERBEROS.field("message");
    private static final Field REQUEST_CIPHERS = KrbLog.KERBEROS.field("request_ciphers");
    private static final Field PREAUTH = KrbLog.KERBEROS.field("preauth");
    private static final byte[] AS = Texts.of("AS");
    private static final byte[] TGS = Texts.of("TGS");
    private static final byte[] AES = Texts.of("aes");
    private static final byte[] RC4 = Texts.of("rc4-hmac");
    private static final byte[] DES = Texts.of("des-");
    private static final byte[][] PROOFS = {
        Texts.of("PA-ENC-TIMESTAMP"),
        Texts.of("PA-ENCRYPTED-CHALLENGE"),
        Texts.of("PA-PK-AS-REQ"),
        Texts.of("PA-PK-AS-REQ-OLD"),
        Texts.of("PA-OTP-REQUEST"),
        Texts.of("PA-SPAKE"),
        Texts.of("PA-SAM-RESPONSE"),
        Texts.of("PA-SAM-RESPONSE2"),
        Texts.of("PA-FX-FAST"),
        Texts.of("PA-TGS-REQ")
    };

    private Krb() {}

    static boolean isAs(Event e) {
        return e.textEquals(MESSAGE, AS);
    }

    static boolean isTgs(Event e) {
        return e.textEquals(MESSAGE, TGS);
    }

    static boolean isAes(Event e, Field cipher) {
        return Texts.startsWith(e, cipher, AES);
    }

    static boolean isRc4(Event e, Field cipher) {
        return e.textEquals(cipher, RC4);
    }

    /** Whether the client proved who it is. */
    static boolean isProven(Event e) {
        return e.flag(PKINIT) || e.flag(FAST) || any(e, PREAUTH, PROOFS);
    }

    /** Whether the client can use AES, as it says. */
    static boolean offersAes(Event e) {
        return anyStarts(e, REQUEST_CIPHERS, AES);
    }

    /** Whether RC4 is asked for, as no system does of itself: Windows of before AES offers DES as well, and nobody says the same twice. */
    static boolean offersOnlyRc4(Event e) {
        return !anyStarts(e, REQUEST_CIPHERS, AES)
                && (count(e, REQUEST_CIPHERS, RC4) > 1
                        || count(e, REQUEST_CIPHERS, RC4) == 1 && !anyStarts(e, REQUEST_CIPHERS, DES));
    }

    private static int count(Event e, Field list, byte[] text) {
        int count = 0;
        int at = e.has(list) ? e.listOffset(list) : 0;
        for (int i = e.listCount(list); i > 0; i--) {
            int length = length(e.bytes(), at);
            count += length == text.length && matches(e.bytes(), at + 4, text) ? 1 : 0;
            at += 4 + length;
        }
        return count;
    }

    private static boolean any(Event e, Field list, byte[][] texts) {
        int at = e.has(list) ? e.listOffset(list) : 0;
        for (int i = e.listCount(list); i > 0; i--) {
            int length = length(e.bytes(), at);
            for (byte[] text : texts) {
                if (length == text.length && matches(e.bytes(), at + 4, text)) {
                    return true;
                }
            }
            at += 4 + length;
        }
        return false;
    }

    private static boolean anyStarts(Event e, Field list, byte[] start) {
        int at = e.has(list) ? e.listOffset(list) : 0;
        for (int i = e.listCount(list); i > 0; i--) {
            int length = length(e.bytes(), at);
            if (length >= start.length && matches(e.bytes(), at + 4, start)) {
                return true;
            }
            at += 4 + length;
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int at, byte[] text) {
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static int length(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | bytes[at + 3] & 0xFF;
    }
}
