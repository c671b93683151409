package io.auscult.rules.sigma;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/** Parts of a date by Sigma's names, UTC. Minute and hour make no garbage, the others do. */
enum Calendar {
    MINUTE(0, 59),
    HOUR(0, 23),
    DAY(1, 31),
    WEEK(1, 53),
    MONTH(1, 12),
    YEAR(1970, 9999);

    private static final long SECOND = 1_000_000_000L;

    final long least;
    final long most;

    Calendar(long least, long most) {
        this.least = least;
        this.most = most;
    }

    long of(long ns) {
        long seconds = Math.floorDiv(ns, SECOND);
        return switch (this) {
            case MINUTE -> Math.floorMod(Math.floorDiv(seconds, 60L), 60L);
            case HOUR -> Math.floorMod(Math.floorDiv(seconds, 3_600L), 24L);
            case DAY -> date(seconds).getDayOfMonth();
            case WEEK -> date(seconds).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            case MONTH -> date(seconds).getMonthValue();
            case YEAR -> date(seconds).getYear();
        };
    }

    private static LocalDateTime date(long seconds) {
        return LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    }
}
