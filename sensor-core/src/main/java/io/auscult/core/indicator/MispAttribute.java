package io.auscult.core.indicator;

import io.auscult.core.indicator.StixPattern.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What can be looked for of an attribute of MISP: its type and value, composite ones ({@code ip-dst|port}, {@code domain|ip}, {@code filename|sha256}) included. Stateless. */
public final class MispAttribute {
    private MispAttribute() {}

    /** Empty for types that traffic does not show and for values that are none of their type. */
    public static List<Term> read(String type, String value) {
        String lower = type.strip().toLowerCase(Locale.ROOT);
        int bar = lower.indexOf('|');
        int valueBar = value.indexOf('|');
        List<Term> terms = new ArrayList<>();
        if (bar < 0) {
            add(lower, value, terms);
        } else if (valueBar >= 0) {
            add(lower.substring(0, bar), value.substring(0, valueBar), terms);
            add(lower.substring(bar + 1), value.substring(valueBar + 1), terms);
        }
        return terms;
    }

    private static void add(String type, String value, List<Term> terms) {
        List<IndicatorType> kinds = switch (type) {
            case "ip-src", "ip-dst", "ip" -> List.of(IndicatorType.ADDRESS, IndicatorType.NETWORK);
            case "domain", "hostname" -> List.of(IndicatorType.DOMAIN);
            case "url", "uri" -> List.of(IndicatorType.URL);
            case "md5" -> List.of(IndicatorType.MD5);
            case "sha1" -> List.of(IndicatorType.SHA1);
            case "sha256" -> List.of(IndicatorType.SHA256);
            case "ja3-fingerprint-md5" -> List.of(IndicatorType.JA3);
            case "ja4-fingerprint", "ja4" -> List.of(IndicatorType.JA4);
            case "x509-fingerprint-md5", "x509-fingerprint-sha1", "x509-fingerprint-sha256" ->
                List.of(IndicatorType.CERTIFICATE);
            case "email", "email-src", "email-dst", "email-reply-to" -> List.of(IndicatorType.EMAIL);
            default -> List.of();
        };
        for (IndicatorType kind : kinds) {
            String normal = kind.normal(value);
            if (normal != null) {
                terms.add(new Term(kind, normal));
                return;
            }
        }
    }
}
