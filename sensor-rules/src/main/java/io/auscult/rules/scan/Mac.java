package io.auscult.rules.scan;

import org.jspecify.annotations.Nullable;

/** Hardware addresses as text. Stateless. */
final class Mac {
    private static final String DIGITS = "0123456789abcdef";

    private Mac() {}

    /** aa:bb:cc:dd:ee:ff, or null for 0. */
    static @Nullable String text(long mac) {
        if (mac == 0) {
            return null;
        }
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >>> shift) & 0xFF;
            text.append(text.isEmpty() ? "" : ":")
                    .append(DIGITS.charAt(octet >>> 4))
                    .append(DIGITS.charAt(octet & 15));
        }
        return text.toString();
    }
}
