package io.auscult.core.protocol.asn1;

/** Times in certificates and tickets, RFC 5280 section 4.1.2.5: {@code YYMMDDhhmmssZ} and {@code YYYYMMDDhhmmssZ}. Stateless. */
public final class BerTime {
    /** What {@link #read} answers for anything else. */
    public static final long NONE = Long.MIN_VALUE;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long LAST_SECOND = Long.MAX_VALUE / SECOND_NS; // the year 2262

    private BerTime() {}

    /** Nanoseconds since 1970, cut at the year 2262. */
    public static long read(Ber time) {
        int digits = time.tag() == Ber.UTC_TIME ? 2 : time.tag() == Ber.GENERALIZED_TIME ? 4 : 0;
        int length = time.to() - time.from();
        if (digits == 0 || length < digits + 8) {
            return NONE;
        }
        int year = number(time, 0, digits);
        int month = number(time, digits, 2);
        int day = number(time, digits + 2, 2);
        int hour = number(time, digits + 4, 2);
        int minute = number(time, digits + 6, 2);
        boolean hasSecond = length >= digits + 10 && number(time, digits + 8, 2) >= 0;
        int second = hasSecond ? number(time, digits + 8, 2) : 0;
        if (year < 0
                || month < 1
                || month > 12
                || day < 1
                || day > 31
                || hour < 0
                || hour > 24
                || minute < 0
                || minute > 59) {
            return NONE;
        }
        if (digits == 2) {
            year += year < 50 ? 2000 : 1900;
        }
        long seconds = epochDay(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second;
        return Math.clamp(seconds, -LAST_SECOND, LAST_SECOND) * SECOND_NS;
    }

    /** Days since 1970 in the Gregorian calendar; the year is counted from March, so that the leap day is its last. */
    private static long epochDay(int year, int month, int day) {
        int y = month > 2 ? year : year - 1;
        int m = (month + 9) % 12;
        long dayOfYear = (153L * m + 2) / 5 + day - 1;
        return 365L * y + Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400) + dayOfYear - 719_468;
    }

    private static int number(Ber time, int offset, int digits) {
        int number = 0;
        for (int i = time.from() + offset; i < time.from() + offset + digits; i++) {
            int digit = time.u8(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
