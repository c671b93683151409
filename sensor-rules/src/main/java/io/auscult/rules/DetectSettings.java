package io.auscult.rules;

import io.auscult.rules.identity.GuessLimits;
import io.auscult.rules.identity.LeakedAccounts;

/**
 * What a hospital may set about detectors. Immutable.
 *
 * @param guesses from how many failed logons on something is told
 * @param leaked accounts whose passwords are known to have leaked
 */
public record DetectSettings(GuessLimits guesses, LeakedAccounts leaked) {
    public static final DetectSettings DEFAULT = new DetectSettings(GuessLimits.DEFAULT, LeakedAccounts.NONE);
}
