package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.identity.IdentityUse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Who speaks, from the client's message of a SASL mechanism that is a text: PLAIN, CRAM-MD5, DIGEST-MD5, SCRAM, EXTERNAL. Stateless. */
final class SaslUser {
    private static final byte[] USERNAME = "username=\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REALM = "realm=\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SCRAM_NAME = ",n=".getBytes(StandardCharsets.US_ASCII);

    private SaslUser() {}

    /** @param mechanism the word of the identity log */
    static void read(String mechanism, byte[] bytes, int from, int to, IdentityUse identity) {
        switch (mechanism) {
            case "plain" -> readPlain(bytes, from, to, identity);
            case "cram-md5" -> {
                int end = to - 1;
                while (end > from && bytes[end] != ' ') {
                    end--;
                }
                LdapUser.read(bytes, from, Math.max(from, end), identity);
            }
            case "digest-md5" -> {
                int user = after(bytes, USERNAME, from, to);
                if (user >= 0) {
                    LdapUser.read(bytes, user, end(bytes, '"', user, to), identity);
                }
                int realm = after(bytes, REALM, from, to);
                if (realm >= 0 && identity.domain().length() == 0) {
                    identity.domain().append(bytes, realm, end(bytes, '"', realm, to) - realm);
                }
            }
            case "scram-sha-1", "scram-sha-256", "scram-sha-512" -> {
                int user = after(bytes, SCRAM_NAME, from, to);
                if (user >= 0) {
                    LdapUser.read(bytes, user, end(bytes, ',', user, to), identity);
                }
            }
            case "external" -> LdapUser.read(bytes, from, to, identity);
            default -> {}
        }
    }

    /** RFC 4616: authorization identity, zero, user, zero, password. */
    private static void readPlain(byte[] bytes, int from, int to, IdentityUse identity) {
        int user = end(bytes, 0, from, to) + 1;
        if (user < to) {
            LdapUser.read(bytes, user, end(bytes, 0, user, to), identity);
            identity.cleartext(true);
        }
    }

    private static int end(byte[] bytes, int value, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != value) {
            at++;
        }
        return at;
    }

    /** Place behind the first of these texts; -1 for none. */
    private static int after(byte[] bytes, byte[] text, int from, int to) {
        for (int i = from; i + text.length <= to; i++) {
            if (Arrays.equals(bytes, i, i + text.length, text, 0, text.length)) {
                return i + text.length;
            }
        }
        return -1;
    }
}
