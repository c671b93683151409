package io.auscult.core.protocol.asn1;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class BerTimeTest {
    private static long read(int tag, String text) {
        byte[] bytes = new byte[2 + text.length()];
        bytes[0] = (byte) tag;
        bytes[1] = (byte) text.length();
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 2, text.length());
        Ber ber = new Ber().over(bytes, 0, bytes.length);
        assertThat(ber.next()).isTrue();
        return BerTime.read(ber);
    }

    @Test
    void shouldAgreeWithTheCalendarOnEveryDay() {
        for (LocalDate day = LocalDate.of(1970, 1, 1); day.getYear() < 2105; day = day.plusDays(1)) {
            String text = "%04d%02d%02d010203Z".formatted(day.getYear(), day.getMonthValue(), day.getDayOfMonth());
            long expected = day.atTime(1, 2, 3).toEpochSecond(ZoneOffset.UTC) * 1_000_000_000L;
            assertThat(read(Ber.GENERALIZED_TIME, text)).as(text).isEqualTo(expected);
        }
    }

    @Test
    void shouldTakeYearsOfTwoDigitsFrom1950To2049() {
        assertThat(read(Ber.UTC_TIME, "500101000000Z")).isEqualTo(-631_152_000L * 1_000_000_000L);
        assertThat(read(Ber.UTC_TIME, "491231235959Z")).isEqualTo(2_524_607_999L * 1_000_000_000L);
    }

    @Test
    void shouldRefuseWhatIsNoTime() {
        assertThat(read(Ber.GENERALIZED_TIME, "20371301000000Z")).isEqualTo(BerTime.NONE);
        assertThat(read(Ber.GENERALIZED_TIME, "2037091")).isEqualTo(BerTime.NONE);
        assertThat(read(Ber.GENERALIZED_TIME, "20x70911024805Z")).isEqualTo(BerTime.NONE);
        assertThat(read(Ber.OCTET_STRING, "20370911024805Z")).isEqualTo(BerTime.NONE);
    }
}
