package io.auscult.export.stix;

import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Tlp;

/**
 * How incidents are told in STIX. Immutable.
 *
 * @param organisation who tells it, as others know it
 * @param tlp how far it may be told
 * @param localNets addresses that are never told as an attacker's
 * @param language of texts: en, nl or fr
 * @param validDays how long an indicator counts after its address was last seen
 * @param receiver its configured name: that of the source, too, for the indicators that come from there
 */
public record StixSettings(
        String organisation, Tlp tlp, LocalNets localNets, String language, int validDays, String receiver) {
    private static final int MOST_NAME = 200; // characters
    private static final int MOST_DAYS = 3650;

    /** The same with another marking. */
    public StixSettings marked(Tlp tlp) {
        return new StixSettings(organisation, tlp, localNets, language, validDays, receiver);
    }

    public StixSettings {
        if (organisation.isBlank() || organisation.length() > MOST_NAME) {
            throw new IllegalArgumentException("organisation: " + organisation + " (expected: 1 to " + MOST_NAME
                    + " characters: the name under which others know you)");
        }
        if (validDays < 1 || validDays > MOST_DAYS) {
            throw new IllegalArgumentException("valid_days: " + validDays + " (expected: 1 to " + MOST_DAYS + ")");
        }
    }
}
