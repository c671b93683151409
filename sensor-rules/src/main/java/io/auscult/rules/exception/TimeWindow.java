package io.auscult.rules.exception;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A time of the day on some days of the week, in a zone that is always named: {@code 22:00-06:00 Europe/Brussels}, {@code Mon-Fri 12:00-12:30 UTC}. One that goes over midnight belongs to
 * the day on which it begins. Immutable.
 *
 * @param days on which it begins
 * @param from minute of the day
 * @param until minute of the day, not included; at or before {@code from}: of the day after
 * @param text as it was written
 */
public record TimeWindow(Set<DayOfWeek> days, int from, int until, ZoneId zone, String text) {
    /** How it is written. */
    public static final String EXPECTED = "such as 22:00-06:00 Europe/Brussels or Mon-Fri 12:00-12:30 UTC";

    private static final Pattern FORM = Pattern.compile(
            "(?:([A-Za-z]{3}(?:[,-][A-Za-z]{3})*) +)?([0-2][0-9]):([0-5][0-9]) *- *([0-2][0-9]):([0-5][0-9]) +([A-Za-z0-9/_+:-]{1,64})");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final int DAY = 24 * 60;

    public TimeWindow {
        days = Set.copyOf(days);
    }

    /** @throws IllegalArgumentException when it is not written so, or the zone is not known */
    public static TimeWindow parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw wrong(text);
        }
        int from = minute(form.group(2), form.group(3), text);
        int until = minute(form.group(4), form.group(5), text);
        if (from == DAY || from == until) {
            throw wrong(text);
        }
        try {
            return new TimeWindow(days(form.group(1), text), from, until, ZoneId.of(form.group(6)), text.strip());
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "time: " + text + " (expected: a zone such as Europe/Brussels or UTC)", e);
        }
    }

    private static int minute(String hour, String minute, String text) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        if (minutes > DAY) {
            throw wrong(text);
        }
        return minutes;
    }

    private static Set<DayOfWeek> days(@Nullable String names, String text) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        if (names == null) {
            return EnumSet.allOf(DayOfWeek.class);
        }
        for (String part : names.toLowerCase(Locale.ROOT).split(",")) {
            String[] ends = part.split("-");
            int first = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            if (first < 0 || last < 0 || ends.length > 2) {
                throw wrong(text);
            }
            for (int day = first; ; day = (day + 1) % 7) { // Fri-Mon goes over the end of the week
                days.add(DayOfWeek.of(day + 1));
                if (day == last) {
                    break;
                }
            }
        }
        return days;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("time: " + text + " (expected: " + EXPECTED + ")");
    }

    /** @param ns since 1970 */
    public boolean contains(long ns) {
        LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochSecond(0, ns), zone);
        int minute = at.getHour() * 60 + at.getMinute();
        DayOfWeek day = at.getDayOfWeek();
        if (from < until) {
            return minute >= from && minute < until && days.contains(day);
        }
        return minute >= from ? days.contains(day) : minute < until && days.contains(day.minus(1));
    }

    @Override
    public String toString() {
        return text;
    }
}
