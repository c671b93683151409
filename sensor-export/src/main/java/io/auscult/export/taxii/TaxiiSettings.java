package io.auscult.export.taxii;

import io.auscult.export.stix.StixSettings;

/**
 * How incidents go to a collection. Immutable.
 *
 * @param access where it is
 * @param stix how they are told
 * @param envelopeObjects most objects of one request
 * @param envelopeBytes most bytes of one request, unless a single object is longer; the server may want fewer
 */
public record TaxiiSettings(TaxiiAccess access, StixSettings stix, int envelopeObjects, int envelopeBytes) {
    public static final int OBJECTS = 2_000;
    public static final int BYTES = 4 << 20;

    public TaxiiSettings {
        if (envelopeObjects < 1 || envelopeObjects > 10_000) {
            throw new IllegalArgumentException("envelope_objects: " + envelopeObjects + " (expected: 1 to 10000)");
        }
        if (envelopeBytes < 1_024 || envelopeBytes > 64 << 20) {
            throw new IllegalArgumentException("envelope_bytes: " + envelopeBytes + " (expected: 1 KiB to 64 MiB)");
        }
    }
}
