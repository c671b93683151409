package io.auscult.export.stix;

import io.auscult.core.alert.Finding;
import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.core.indicator.Tlp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value that others may look for. Immutable.
 *
 * @param value in normal form
 */
record IndicatorValue(IndicatorType type, String value) {
    private static final Map<String, IndicatorType> FILES =
            Map.of("sha256", IndicatorType.SHA256, "sha1", IndicatorType.SHA1, "md5", IndicatorType.MD5);
    private static final int SHA1 = 40, MD5 = 32; // digits

    /**
     * What a finding has besides addresses: files that an intruder spread, and the value of an indicator that matched, of any type. What somebody marked
     * more strictly than for the community, or than we mark what we tell, is not passed on; what came as STIX is not told anew, it gets a sighting.
     */
    static List<IndicatorValue> of(Finding finding, StixSettings settings) {
        Map<String, String> evidence = finding.latest().evidence();
        List<IndicatorValue> all = new ArrayList<>(1);
        if (finding.phase().isIntrusive()) {
            FILES.forEach((name, type) -> add(all, type, evidence.get(name)));
        }
        for (Sighting seen : Sighting.of(finding.latest())) {
            boolean isFree = seen.tlp().compareTo(Tlp.GREEN) <= 0 && seen.tlp().compareTo(settings.tlp()) <= 0;
            if (isFree && !seen.sourceId().startsWith("indicator--") && isOutside(seen, settings)) {
                add(all, seen.type(), seen.value());
            }
        }
        return all;
    }

    private static void add(List<IndicatorValue> all, IndicatorType type, @Nullable String value) {
        String normal = value == null ? null : type.normal(value);
        if (normal != null) {
            all.add(new IndicatorValue(type, normal));
        }
    }

    private static boolean isOutside(Sighting seen, StixSettings settings) {
        String value = seen.type() == IndicatorType.NETWORK
                ? seen.value().replaceFirst("/.*", "")
                : seen.type() == IndicatorType.ADDRESS ? seen.value() : "";
        if (value.isEmpty()) {
            return true;
        }
        try {
            IpAddress address = IpAddress.parse(value);
            return !settings.localNets().contains(address.high(), address.low())
                    && !LocalAddresses.neverOutside(address);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Tells it from others of an incident; addresses as they always were. */
    String key() {
        return type == IndicatorType.ADDRESS ? value : type.word() + ":" + value;
    }

    String title() {
        return type == IndicatorType.ADDRESS ? "Attacker " + value : "Seen in an attack: " + type.word() + " " + value;
    }

    /** STIX has no word for fingerprints of TLS: a type of its own says them, as section 11 of STIX 2.1 allows. */
    String pattern() {
        return switch (type) {
            case ADDRESS -> StixPattern.equal(address(), value);
            case NETWORK -> StixPattern.subset(address(), value);
            case DOMAIN -> StixPattern.equal("domain-name:value", value);
            case URL -> StixPattern.equal("url:value", value);
            case JA3 -> StixPattern.equal("x-tls-fingerprint:ja3", value);
            case JA4 -> StixPattern.equal("x-tls-fingerprint:ja4", value);
            case CERTIFICATE -> StixPattern.equal("x509-certificate:hashes." + hash(), value);
            case MD5, SHA1, SHA256 -> StixPattern.equal("file:hashes." + hash(), value);
            case USER -> StixPattern.equal("user-account:account_login", value);
            case EMAIL -> StixPattern.equal("email-addr:value", value);
        };
    }

    private String address() {
        return value.indexOf(':') < 0 ? "ipv4-addr:value" : "ipv6-addr:value";
    }

    private String hash() {
        return value.length() == MD5 ? "MD5" : value.length() == SHA1 ? "'SHA-1'" : "'SHA-256'";
    }
}
