package io.auscult.rules.indicator;

import io.auscult.core.alert.Rule;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.Sighting;
import io.auscult.rules.rule.RuleFile;
import io.auscult.rules.rule.Techniques;
import java.util.List;

/** The rules of this area, read from the {@code .rule} files beside this class. Immutable. */
public final class IndicatorRules {
    private final Rule address;
    private final Rule domain;
    private final Rule url;
    private final Rule fingerprint;
    private final Rule certificate;
    private final Rule file;
    private final Rule user;
    private final Rule email;

    public IndicatorRules(Techniques techniques) {
        address = load("address", techniques);
        domain = load("domain", techniques);
        url = load("url", techniques);
        fingerprint = load("fingerprint", techniques);
        certificate = load("certificate", techniques);
        file = load("file", techniques);
        user = load("user", techniques);
        email = load("email", techniques);
    }

    private static Rule load(String name, Techniques techniques) {
        return RuleFile.load(IndicatorRules.class, Sighting.AREA, name, techniques);
    }

    Rule of(IndicatorType type) {
        return switch (type) {
            case ADDRESS, NETWORK -> address;
            case DOMAIN -> domain;
            case URL -> url;
            case JA3, JA4 -> fingerprint;
            case CERTIFICATE -> certificate;
            case MD5, SHA1, SHA256 -> file;
            case USER -> user;
            case EMAIL -> email;
        };
    }

    public List<Rule> all() {
        return List.of(address, domain, url, fingerprint, certificate, file, user, email);
    }
}
