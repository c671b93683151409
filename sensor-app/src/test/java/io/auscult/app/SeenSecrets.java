package io.auscult.app;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets in a capture that nobody described, found in its bare bytes by what stands before them, and not by the sensor's own parsers: passwords of FTP,
 * POP3, IMAP, Basic and SMTP, responses of NTLM, sealed parts of Kerberos, fields of patients in HL7. A plain word, and what serves
 * as a name elsewhere in the capture, would be found for other reasons and is left out.
 */
final class SeenSecrets {
    private static final int LEAST = 6; // characters; fewer occur by chance
    private static final int MOST = 64;
    private static final int MOST_SEALED = 40; // in a capture
    private static final Pattern PASSWORD =
            Pattern.compile("(?:^|[\\n\\x00-\\x1f\\x80-\\xff])PASS ([!-~]{6,64})\\r\\n");
    private static final Pattern LOGIN =
            Pattern.compile("[ \\w]{1,12} LOGIN \"?([^\\s\"]{1,64})\"? \"?([^\\s\"]{6,64})\"?\\r\\n");
    private static final Pattern BASIC = Pattern.compile("(?i)authorization: basic ([A-Za-z0-9+/=]{8,200})");
    private static final Pattern PLAIN = Pattern.compile("(?i)AUTH PLAIN ([A-Za-z0-9+/=]{8,200})\\r\\n");
    private static final Pattern PATIENT = Pattern.compile(
            "\\rPID\\|[^|\\r]{0,20}\\|[^|\\r]{0,80}\\|([^|\\r]{0,80})\\|[^|\\r]{0,80}\\|([^|\\r]{6,80})\\|");
    private static final Pattern ORDINARY = Pattern.compile("(?i)anonymous|.*@.*|mozilla|\\*+|[a-z]+");

    private SeenSecrets() {}

    static Leaks in(byte[] capture) {
        String text = new String(capture, StandardCharsets.ISO_8859_1);
        Set<String> secrets = new HashSet<>();
        for (Matcher m = PASSWORD.matcher(text); m.find(); ) {
            secrets.add(m.group(1));
        }
        for (Matcher m = LOGIN.matcher(text); m.find(); ) {
            secrets.add(m.group(2));
        }
        for (Matcher m = BASIC.matcher(text); m.find(); ) {
            String decoded = decode(m.group(1));
            secrets.add(decoded.substring(decoded.indexOf(':') + 1));
        }
        for (Matcher m = PLAIN.matcher(text); m.find(); ) {
            String decoded = decode(m.group(1));
            secrets.add(decoded.substring(decoded.lastIndexOf('\0') + 1));
        }
        for (Matcher m = PATIENT.matcher(text); m.find(); ) {
            secrets.add(m.group(2));
        }
        Leaks leaks = new Leaks();
        for (String secret : secrets) {
            if (secret.length() >= LEAST && secret.length() <= MOST && !isName(secret, text)) {
                leaks.secret("'" + secret + "'", secret);
            }
        }
        ntlm(capture, text, leaks);
        kerberos(capture, leaks);
        return leaks;
    }

    /** Whether it is also a user name, a host or a command here: then it is written, rightly, as such. */
    private static boolean isName(String secret, String text) {
        if (ORDINARY.matcher(secret).matches()) {
            return true;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        String word = secret.toLowerCase(Locale.ROOT);
        int uses = 0;
        for (int at = lower.indexOf(word); at >= 0; at = lower.indexOf(word, at + 1)) {
            String before = lower.substring(Math.max(0, at - 8), at);
            if (!before.endsWith("pass ")) {
                uses++;
            }
        }
        return uses > 0
                && (lower.contains("user " + word) || lower.contains("login " + word) || lower.contains("/" + word));
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** NT responses, [MS-NLMP] 2.2.1.3, where an AUTHENTICATE message lies within one packet. */
    private static void ntlm(byte[] capture, String text, Leaks leaks) {
        for (int at = text.indexOf("NTLMSSP\0\3\0\0\0"); at >= 0; at = text.indexOf("NTLMSSP\0\3\0\0\0", at + 1)) {
            if (at + 64 > capture.length) {
                return;
            }
            int length = capture[at + 20] & 0xFF | (capture[at + 21] & 0xFF) << 8;
            int offset = capture[at + 24] & 0xFF | (capture[at + 25] & 0xFF) << 8;
            if (length >= 24 && length < 1000 && at + offset + 16 <= capture.length && capture[at + 26] == 0) {
                byte[] proof = new byte[16];
                System.arraycopy(capture, at + offset, proof, 0, proof.length);
                boolean isEmpty = true;
                for (byte b : proof) {
                    isEmpty &= b == 0;
                }
                if (!isEmpty) {
                    leaks.secret("NTLM response", proof);
                }
            }
        }
    }

    /** EncryptedData, RFC 4120 section 5.2.9: an etype, perhaps a version, and octets, of which eight here and there are looked for. */
    private static void kerberos(byte[] capture, Leaks leaks) {
        int found = 0;
        for (int at = 0; at + 64 < capture.length && found < MOST_SEALED; at++) {
            if ((capture[at] & 0xFF) != 0xA0 || capture[at + 1] != 3 || capture[at + 2] != 2 || capture[at + 3] != 1) {
                continue;
            }
            int etype = capture[at + 4];
            int next = at + 5;
            if ((capture[next] & 0xFF) == 0xA1 && capture[next + 2] == 2 && capture[next + 1] <= 6) {
                next += 2 + capture[next + 1];
            }
            if ((etype == 17 || etype == 18 || etype == 23) && (capture[next] & 0xFF) == 0xA2) {
                int octets = next + 2 + longer(capture[next + 1]);
                int content = octets + 2 + longer(capture[octets + 1]);
                if (capture[octets] == 4 && content + 32 <= capture.length) {
                    found++;
                    for (int i = 0; i < 32; i += 8) {
                        leaks.secret("Kerberos", Arrays.copyOfRange(capture, content + i, content + i + 8));
                    }
                }
            }
        }
    }

    /** Bytes that a length takes beyond its first. */
    private static int longer(byte length) {
        return length < 0 ? length & 3 : 0;
    }
}
