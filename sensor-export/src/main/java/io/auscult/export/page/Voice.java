package io.auscult.export.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

/** How a reader is spoken to: words of {@code page_<language>.properties}, numbers, and times by the hospital's clock. Immutable. */
public final class Voice {
    public static final List<String> LANGUAGES = List.of("en", "nl", "fr");

    private static final Pattern UTC_TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d UTC");
    private static final String TIED = "\u00a0";

    private final String language;
    private final ZoneId zone;
    private final Wording wording;
    private final Properties texts = new Properties();
    private final DateTimeFormatter times;
    private final DateTimeFormatter minutes;
    private final DateTimeFormatter days;
    private final DateTimeFormatter clock;

    /**
     * @param language en, nl or fr
     * @param zone of the reader's clock
     * @param wording for titles of rules
     */
    public Voice(String language, ZoneId zone, Wording wording) {
        this.language = language;
        this.zone = zone;
        this.wording = wording;
        String name = "page_" + language + ".properties";
        try (InputStream in = Voice.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("language: " + language + " (expected: en, nl or fr)");
            }
            texts.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
        String date = get("date");
        times = DateTimeFormatter.ofPattern(date + " HH:mm:ss", Locale.ROOT).withZone(zone);
        minutes = DateTimeFormatter.ofPattern(date + " HH:mm", Locale.ROOT).withZone(zone);
        days = DateTimeFormatter.ofPattern(date, Locale.ROOT).withZone(zone);
        clock = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    public String language() {
        return language;
    }

    public ZoneId zone() {
        return zone;
    }

    /** The text with {0}, {1} ... filled in. */
    public String get(String key, Object... values) {
        String text = texts.getProperty(key);
        if (text == null) {
            throw new IllegalArgumentException("text: " + key + " (expected: in page_" + language + ".properties)");
        }
        if (values.length == 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text.length() + 32);
        int at = 0;
        while (at < text.length()) { // once: a value may look like a placeholder
            char c = text.charAt(at);
            int number =
                    c == '{' && at + 2 < text.length() && text.charAt(at + 2) == '}' ? text.charAt(at + 1) - '0' : -1;
            if (number >= 0 && number < values.length) {
                out.append(values[number]);
                at += 3;
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    public boolean has(String key) {
        return texts.containsKey(key);
    }

    /** {@code key.one} or {@code key.many}, with the number as {0}. */
    public String count(String key, long number) {
        return get(key + (number == 1 ? ".one" : ".many"), number(number));
    }

    /** A rule's title. */
    public String said(String english) {
        return wording.in(language, english);
    }

    /** With separators between thousands. */
    public String number(long number) {
        StringBuilder out = new StringBuilder(Long.toString(number));
        for (int i = out.length() - 3; i > (number < 0 ? 1 : 0); i -= 3) {
            out.insert(i, get("thousands"));
        }
        return out.toString();
    }

    /** Short: 12.3 k, 4.5 M. */
    public String scaled(long number) {
        String[] prefixes = {"", "k", "M", "G", "T"};
        double value = number;
        int i = 0;
        while (value >= 999.5 && i < prefixes.length - 1) {
            value /= 1000;
            i++;
        }
        return i == 0 ? number(number) : decimal(value) + TIED + prefixes[i];
    }

    private String decimal(double value) {
        long tenths = Math.round(value * 10);
        return value >= 100 || tenths % 10 == 0
                ? number(Math.round(value))
                : number(tenths / 10) + get("decimal") + tenths % 10;
    }

    public String duration(long ns) {
        long s = Math.max(0, ns / 1_000_000_000L);
        if (s < 1) {
            return get("moment");
        }
        if (s < 120) {
            return s + TIED + "s";
        }
        if (s < 7200) {
            return s / 60 + TIED + "min";
        }
        if (s < 172_800) {
            return s / 3600 + TIED + "h" + (s % 3600 < 60 ? "" : TIED + s % 3600 / 60 + TIED + "min");
        }
        return get("days", number(s / 86_400)) + (s % 86_400 < 3600 ? "" : TIED + s % 86_400 / 3600 + TIED + "h");
    }

    /** Date and time to the second. */
    public String time(long ns) {
        return times.format(instant(ns)).replace(" ", TIED);
    }

    /** Date and time to the minute. */
    public String minute(Instant at) {
        return minutes.format(at).replace(" ", TIED);
    }

    /** Time of day. */
    public String clock(long ns) {
        return clock.format(instant(ns));
    }

    public String day(LocalDate day) {
        return days.format(day);
    }

    /** Such as "Monday". */
    public String weekday(LocalDate day) {
        return day.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.of(language));
    }

    /** The day it was here. */
    public LocalDate dayOf(long ns) {
        return LocalDate.ofInstant(instant(ns), zone);
    }

    /** Name of the zone's time at that moment. */
    public String zoneAt(Instant at) {
        return DateTimeFormatter.ofPattern("zzz", Locale.ENGLISH).withZone(zone).format(at);
    }

    /** A recommendation with times by the reader's clock instead of UTC. */
    public String localTimes(String text) {
        return UTC_TIME.matcher(text)
                .replaceAll(found -> times.format(
                                Instant.parse(found.group().replace(" UTC", "Z").replace(' ', 'T')))
                        .replace(" ", TIED));
    }

    private static Instant instant(long ns) {
        return Instant.ofEpochSecond(0, ns);
    }
}
