package io.auscult.export.stix;

/** Writes patterns, STIX 2.1 section 9. What comes from the network stands in a string literal and cannot leave it. Any thread. */
final class StixPattern {
    private StixPattern() {}

    /** @param path of ours, such as {@code ipv4-addr:value} */
    static String equal(String path, String value) {
        return "[" + path + " = " + literal(value) + "]";
    }

    /** @param network of ours: address/length */
    static String subset(String path, String network) {
        return "[" + path + " ISSUBSET " + literal(network) + "]";
    }

    /** Section 9.5: backslash and quote are escaped, everything else stands for itself. */
    static String literal(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
