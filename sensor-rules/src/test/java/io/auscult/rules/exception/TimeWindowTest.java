package io.auscult.rules.exception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWindowTest {
    private static boolean contains(String window, String time) {
        Instant instant = Instant.parse(time);
        return TimeWindow.parse(window).contains(instant.getEpochSecond() * 1_000_000_000L);
    }

    @Test
    void shouldBeginAtItsFirstMinuteAndEndBeforeItsLast() {
        assertThat(contains("12:00-12:30 UTC", "2026-03-02T11:59:59Z")).isFalse();
        assertThat(contains("12:00-12:30 UTC", "2026-03-02T12:00:00Z")).isTrue();
        assertThat(contains("12:00-12:30 UTC", "2026-03-02T12:29:59Z")).isTrue();
        assertThat(contains("12:00-12:30 UTC", "2026-03-02T12:30:00Z")).isFalse();
    }

    @Test
    void shouldGiveTheHoursAfterMidnightToTheDayBefore() {
        String night = "Fri 22:00-06:00 UTC";
        assertThat(contains(night, "2026-03-06T23:00:00Z")).isTrue(); // a Friday
        assertThat(contains(night, "2026-03-07T05:59:00Z")).isTrue();
        assertThat(contains(night, "2026-03-06T05:59:00Z")).isFalse();
        assertThat(contains(night, "2026-03-07T23:00:00Z")).isFalse();
    }

    @Test
    void shouldFollowSummerTimeOfItsZone() {
        String noon = "12:00-13:00 Europe/Brussels";
        assertThat(contains(noon, "2026-01-15T11:30:00Z")).isTrue();
        assertThat(contains(noon, "2026-07-15T11:30:00Z")).isFalse();
        assertThat(contains(noon, "2026-07-15T10:30:00Z")).isTrue();
    }

    @Test
    void shouldGoOverTheEndOfTheWeek() {
        String days = "Sat-Mon 00:00-24:00 UTC";
        assertThat(contains(days, "2026-03-07T12:00:00Z")).isTrue();
        assertThat(contains(days, "2026-03-08T12:00:00Z")).isTrue();
        assertThat(contains(days, "2026-03-09T23:59:59Z")).isTrue();
        assertThat(contains(days, "2026-03-10T00:00:00Z")).isFalse();
        assertThat(contains("Mon,Wed 08:00-09:00 UTC", "2026-03-10T08:30:00Z")).isFalse();
        assertThat(contains("Mon,Wed 08:00-09:00 UTC", "2026-03-11T08:30:00Z")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22:00-06:00",
                "22:00-06:00 Mars/Olympus",
                "24:00-06:00 UTC",
                "25:00-26:00 UTC",
                "10:00-10:00 UTC",
                "Mo 10:00-11:00 UTC",
                "Foo 10:00-11:00 UTC",
                "Mon-Tue-Wed 10:00-11:00 UTC",
                "nights",
                ""
            })
    void shouldRefuseWhatIsNoTimeWithItsZone(String text) {
        assertThatThrownBy(() -> TimeWindow.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("time: " + text)
                .hasMessageContaining("expected");
    }
}
