package io.auscult.core.protocol.snmp;

import io.auscult.core.protocol.TextSlot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Community strings that are published defaults, from a data file, and the empty one: they may be written, all others are secrets. Immutable. */
final class WellKnownCommunities {
    private static final String FILE = "well-known-communities.txt";
    private static final String[] ALL = load();

    private WellKnownCommunities() {}

    static boolean has(TextSlot community) {
        if (community.length() == 0) {
            return true;
        }
        for (String known : ALL) {
            if (community.textEquals(known)) {
                return true;
            }
        }
        return false;
    }

    private static String[] load() {
        try (InputStream in = WellKnownCommunities.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalArgumentException("resource: " + FILE + " (expected: beside the parser)");
            }
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isBlank() && line.charAt(0) != '#')
                    .toArray(String[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
