package io.auscult.export.stix;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as STIX and TAXII write them: RFC 3339 in UTC with Z. Any thread. */
public final class StixTime {
    private static final DateTimeFormatter MILLIS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final long NS_A_MS = 1_000_000;
    private static final long MICROS_A_SECOND = 1_000_000;
    private static final int MOST = 40; // characters

    private StixTime() {}

    public static String ofNs(long ns) {
        return ofMillis(Math.floorDiv(ns, NS_A_MS));
    }

    public static String ofMillis(long ms) {
        return MILLIS.format(Instant.ofEpochMilli(ms));
    }

    public static String ofMicros(long micros) {
        return (micros % 1000 == 0 ? MILLIS : MICROS)
                .format(Instant.ofEpochSecond(
                        Math.floorDiv(micros, MICROS_A_SECOND), Math.floorMod(micros, MICROS_A_SECOND) * 1000));
    }

    /** With six digits always, so that it sorts as text. */
    public static String exact(long micros) {
        return MICROS.format(Instant.ofEpochSecond(
                Math.floorDiv(micros, MICROS_A_SECOND), Math.floorMod(micros, MICROS_A_SECOND) * 1000));
    }

    /** Null for what is no such time, or before 1970 or after 9999. */
    public static @Nullable Instant parse(@Nullable String text) {
        if (text == null || text.length() > MOST || text.isEmpty()) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            int year = time.atOffset(ZoneOffset.UTC).getYear();
            return year < 1970 || year > 9999 ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @param time of {@link #parse} */
    public static long micros(Instant time) {
        return time.getEpochSecond() * MICROS_A_SECOND + time.getNano() / 1000;
    }
}
