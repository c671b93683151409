package io.auscult.export.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;

/**
 * A day, or a week from Monday to Sunday, by the hospital's calendar. Immutable.
 *
 * @param first day
 */
public record ReportPeriod(Kind kind, LocalDate first, ZoneId zone) {
    /** How long. */
    public enum Kind {
        DAILY,
        WEEKLY
    }

    /** The last one that was over and whose time of day has come. */
    public static ReportPeriod latest(Kind kind, Instant now, LocalTime at, ZoneId zone) {
        ZonedDateTime here = now.atZone(zone);
        LocalDate day = here.toLocalTime().isBefore(at) ? here.toLocalDate().minusDays(1) : here.toLocalDate();
        LocalDate first = kind == Kind.DAILY
                ? day.minusDays(1)
                : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)).minusWeeks(1);
        return new ReportPeriod(kind, first, zone);
    }

    /** The one in which this day is. */
    public static ReportPeriod with(Kind kind, LocalDate day, ZoneId zone) {
        return new ReportPeriod(
                kind, kind == Kind.DAILY ? day : day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY)), zone);
    }

    /** The day after the last one. */
    public LocalDate end() {
        return kind == Kind.DAILY ? first.plusDays(1) : first.plusWeeks(1);
    }

    public long fromNs() {
        return nanos(first);
    }

    public long toNs() {
        return nanos(end());
    }

    private long nanos(LocalDate day) {
        return day.atStartOfDay(zone).toEpochSecond() * 1_000_000_000L;
    }

    /** Such as {@code daily-2026-11-21}; later ones are greater among those of a kind. */
    public String key() {
        return kind.name().toLowerCase(Locale.ROOT) + "-" + first;
    }
}
