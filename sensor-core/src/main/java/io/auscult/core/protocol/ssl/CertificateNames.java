package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/**
 * Which host a certificate is for, when it is for one: its common name if that is the name of a host, else its first alternative name. None
 * when a name has a wildcard or there are over {@link #MAX_NAMES}, for such a certificate serves many hosts. Part of an
 * {@link X509Writer}, reused.
 */
final class CertificateNames {
    static final int MAX_NAMES =
            4; // a domain controller's certificate has three: its own, the domain's, the domain's old one

    private static final int MAX_LENGTH = 253; // bytes, RFC 1035 section 2.3.4

    private final TextSlot commonName = new TextSlot(MAX_LENGTH);
    private final TextSlot first = new TextSlot(MAX_LENGTH);
    private int count;
    private boolean wildcard;

    void clear() {
        commonName.clear();
        first.clear();
        count = 0;
        wildcard = false;
    }

    void commonName(byte[] bytes, int from, int to) {
        take(bytes, from, to, commonName);
    }

    void alternative(byte[] bytes, int from, int to) {
        count++;
        if (!first.isSet()) {
            take(bytes, from, to, first);
        } else {
            wildcard |= isWildcard(bytes, from, to);
        }
    }

    /** The host's name, or null. Valid until the next certificate. */
    @Nullable
    TextSlot host() {
        if (wildcard || count > MAX_NAMES) {
            return null;
        }
        return commonName.isSet() ? commonName : first.isSet() ? first : null;
    }

    private void take(byte[] bytes, int from, int to, TextSlot into) {
        wildcard |= isWildcard(bytes, from, to);
        if (isHost(bytes, from, to)) {
            into.clear();
            into.append(bytes, from, to - from);
        }
    }

    private static boolean isWildcard(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] == '*') {
                return true;
            }
        }
        return false;
    }

    /** Letters, digits, dashes and underscores in labels, and not only digits; and not the name of the certificate. */
    private static boolean isHost(byte[] bytes, int from, int to) {
        if (to - from > MAX_LENGTH) {
            return false;
        }
        boolean letters = false;
        boolean begins = true;
        for (int i = from; i < to; i++) {
            int c = bytes[i];
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean other = c >= '0' && c <= '9' || c == '-' || c == '_';
            if (!letter && !other && c != '.' || begins && (c == '.' || c == '-')) {
                return false;
            }
            letters |= letter;
            begins = c == '.';
        }
        return letters && !endsWith(bytes, to, from, "certificate") && !endsWith(bytes, to, from, "cert");
    }

    private static boolean endsWith(byte[] bytes, int to, int from, String lowerCase) {
        int start = to - lowerCase.length();
        if (start < from) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((bytes[start + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
