package io.auscult.rules;

import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import io.auscult.rules.indicator.Indicators;

/**
 * What a hospital may set about detectors. Immutable, but for the accounts and indicators that come and go.
 *
 * @param guesses from how many failed logons on something is told
 * @param leaked accounts whose passwords are known to have leaked
 * @param indicators what others know to be bad
 */
public record DetectSettings(GuessLimits guesses, LeakedList leaked, Indicators indicators) {
    public static final DetectSettings DEFAULT = new DetectSettings(GuessLimits.DEFAULT, LeakedAccounts.NONE);

    /** With no indicators, and accounts that stay the same. */
    public DetectSettings(GuessLimits guesses, LeakedAccounts leaked) {
        this(guesses, new LeakedList(leaked), Indicators.none());
    }
}
