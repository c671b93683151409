package io.auscult.export.hub;

import io.auscult.export.stix.StixTime;
import java.time.Clock;

/** Microseconds since 1970, in which the hub counts time. */
final class Micros {
    static final long SECOND = 1_000_000;
    static final long DAY = 86_400 * SECOND;

    private Micros() {}

    static long now(Clock clock) {
        return StixTime.micros(clock.instant());
    }
}
