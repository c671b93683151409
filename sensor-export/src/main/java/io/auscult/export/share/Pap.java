package io.auscult.export.share;

import java.util.Locale;

/** Permissible Actions Protocol: what a receiver may do with it so that an attacker does not notice, the strictest last. */
public enum Pap {
    CLEAR,
    GREEN,
    AMBER,
    RED;

    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for any other text */
    public static Pap of(String key) {
        for (Pap pap : values()) {
            if (pap.key().equals(key)) {
                return pap;
            }
        }
        throw new IllegalArgumentException("pap: " + key + " (expected: clear, green, amber or red)");
    }
}
