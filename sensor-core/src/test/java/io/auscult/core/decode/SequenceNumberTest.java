package io.auscult.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceNumberTest {
    @Test
    void shouldCompareAcrossTheWrap() {
        assertThat(SequenceNumber.isBefore(0xFFFF_FFF0, 0x10)).isTrue();
        assertThat(SequenceNumber.isAfter(0x10, 0xFFFF_FFF0)).isTrue();
        assertThat(SequenceNumber.compare(5, 5)).isZero();
        assertThat(SequenceNumber.max(0xFFFF_FFF0, 0x10)).isEqualTo(0x10);
        assertThat(SequenceNumber.distance(0xFFFF_FFF0, 0x10)).isEqualTo(0x20);
    }

    @Test
    void shouldKnowWindows() {
        assertThat(SequenceNumber.isWithin(0x05, 0xFFFF_FFF0, 0x20)).isTrue();
        assertThat(SequenceNumber.isWithin(0x10, 0xFFFF_FFF0, 0x20)).isFalse();
        assertThat(SequenceNumber.isWithin(0xFFFF_FFEF, 0xFFFF_FFF0, 0x20)).isFalse();
    }
}
