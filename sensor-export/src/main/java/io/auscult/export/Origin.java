package io.auscult.export;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who tells. Immutable.
 *
 * @param sensor its name, as people know it: printable ASCII without spaces, at most 255
 * @param version of the program; what is no letter, digit or one of {@code . _ + -} becomes an underscore
 * @param interfaces the name of a capture interface by its index, null for none
 */
public record Origin(String sensor, String version, IntFunction<@Nullable String> interfaces) {
    private static final int MAX_VERSION = 32;

    public Origin {
        if (!sensor.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("sensor: " + PlainText.line(sensor, 64)
                    + " (expected: 1 to 255 printable ASCII characters without spaces)");
        }
        version = version.replaceAll("[^A-Za-z0-9._+-]", "_");
        version = version.substring(0, Math.min(version.length(), MAX_VERSION));
    }
}
