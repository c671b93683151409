package io.auscult.export.stix;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class StixTimeTest {
    private static final long MICROS = 1_798_761_599_123_456L;

    @Test
    void shouldWriteAsManyDigitsAsAreNeeded() {
        assertThat(StixTime.ofMillis(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(StixTime.ofMicros(MICROS)).isEqualTo("2026-12-31T23:59:59.123456Z");
        assertThat(StixTime.ofMicros(MICROS - 456)).isEqualTo("2026-12-31T23:59:59.123Z");
        assertThat(StixTime.exact(MICROS - 456)).isEqualTo("2026-12-31T23:59:59.123000Z");
        assertThat(StixTime.parse(StixTime.exact(MICROS)))
                .isNotNull()
                .satisfies(time -> assertThat(StixTime.micros(time)).isEqualTo(MICROS));
    }

    @Test
    void shouldReadTimesOfOurCenturiesAlone() {
        assertThat(StixTime.parse("2024-02-29T23:59:59.5+01:00")).isEqualTo(Instant.parse("2024-02-29T22:59:59.5Z"));
        assertThat(StixTime.parse("2023-02-29T00:00:00Z")).isNull();
        assertThat(StixTime.parse("2026-01-31T24:00:00Z")).isNull();
        assertThat(StixTime.parse("1969-12-31T23:59:59Z")).isNull();
        assertThat(StixTime.parse("+10000-01-01T00:00:00Z")).isNull();
        assertThat(StixTime.parse("yesterday")).isNull();
        assertThat(StixTime.parse("1".repeat(41))).isNull();
        assertThat(StixTime.parse("")).isNull();
        assertThat(StixTime.parse(null)).isNull();
    }
}
