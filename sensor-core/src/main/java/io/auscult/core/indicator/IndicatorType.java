package io.auscult.core.indicator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an indicator is. The words are those of our own files, options and alerts. */
public enum IndicatorType {
    ADDRESS("address", "an IPv4 or IPv6 address"),
    NETWORK("network", "address/length"),
    DOMAIN("domain", "a name with a dot in it, without wildcards inside"),
    URL("url", "scheme://host/path"),
    JA3("ja3", "32 hexadecimal digits"),
    JA4("ja4", "a JA4 or JA4S fingerprint such as t13d1516h2_8daaf6152771_b186095e22b6"),
    /** MD5, SHA-1 or SHA-256 of the certificate in DER: its length tells which. */
    CERTIFICATE("certificate", "32, 40 or 64 hexadecimal digits"),
    MD5("md5", "32 hexadecimal digits"),
    SHA1("sha1", "40 hexadecimal digits"),
    SHA256("sha256", "64 hexadecimal digits"),
    USER("user", "a user's name, alone, as user@domain or as DOMAIN\\user"),
    EMAIL("email", "a mail address");

    private final String word;
    private final String expected;

    IndicatorType(String word, String expected) {
        this.word = word;
        this.expected = expected;
    }

    public String word() {
        return word;
    }

    /** What its values look like, for messages. */
    public String expected() {
        return expected;
    }

    /** By its word, or null. */
    public static @Nullable IndicatorType of(String word) {
        for (IndicatorType type : values()) {
            if (type.word.equals(word.strip().toLowerCase(Locale.ROOT))) {
                return type;
            }
        }
        return null;
    }

    /**
     * The value in the form in which it is compared: lower case, digits without colons, names in ASCII (RFC 5891) without a final dot, URLs with percent escapes undone and without
     * default port or fragment, addresses as RFC 5952 says. "hxxp" and "[.]" are read as they are meant. Null when it is no such value.
     */
    public @Nullable String normal(String value) {
        return Normal.of(this, value);
    }
}
