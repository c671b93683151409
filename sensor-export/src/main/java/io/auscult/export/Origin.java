package io.auscult.export;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Who tells. Immutable.
 *
 * @param sensor its name, as people know it: printable ASCII without spaces, at most 255
 * @param version of the program
 * @param interfaces the name of a capture interface by its index, null for none
 */
public record Origin(String sensor, String version, IntFunction<@Nullable String> interfaces) {
    public Origin {
        if (!sensor.matches("[!-~]{1,255}")) {
            throw new IllegalArgumentException("sensor: " + PlainText.line(sensor, 64)
                    + " (expected: 1 to 255 printable ASCII characters without spaces)");
        }
        if (!version.matches("[A-Za-z0-9._+-]{1,32}")) {
            throw new IllegalArgumentException(
                    "version: " + PlainText.line(version, 64) + " (expected: 1 to 32 of letters, digits and ._+-)");
        }
    }
}
