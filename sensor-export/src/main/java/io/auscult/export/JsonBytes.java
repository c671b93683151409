package io.auscult.export;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Uid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON values as bytes. Every method writes at a position, answers where it ended, and trusts that there was room: {@link #SCALAR} bytes,
 * or {@link #roomFor} a text. State is nowhere, so that the position stays in a register: that is what makes it fast. Never allocates,
 * but for real numbers with many digits.
 */
public final class JsonBytes {
    /** Bytes that any number, address or time fits in, with what is written beyond and overwritten again. */
    public static final int SCALAR = 64;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NOT_UTF8 = -1;
    private static final int MOST_ESCAPED = 5; // bytes that one byte of a text becomes at most: \\x00
    private static final long NS = 1_000_000_000L;
    private static final int MICROS = 1_000_000;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final short[] PAIRS = pairs();
    private static final int[] OCTETS = octets();

    private JsonBytes() {}

    /** A member's name with its comma, quotes and colon, made once. Immutable. */
    public static final class Key {
        private final long[] words;
        private final int length;

        public Key(String name) {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            byte[] bytes = new byte[roomFor(utf8.length)];
            bytes[0] = ',';
            int end = text(bytes, 1, utf8, 0, utf8.length);
            bytes[end++] = ':';
            this(bytes, end);
        }

        private Key(byte[] bytes, int length) {
            this.length = length;
            words = new long[(length + 7) / 8];
            byte[] padded = Arrays.copyOf(Arrays.copyOf(bytes, length), words.length * 8);
            for (int i = 0; i < words.length; i++) {
                words[i] = (long) LONG.get(padded, 8 * i);
            }
        }

        /** Any ASCII text, of one byte at least, to be written like a key. */
        public static Key of(String text) {
            return new Key(text.getBytes(StandardCharsets.ISO_8859_1), text.length());
        }

        /** Room that it needs, in bytes. */
        public int room() {
            return 8 * words.length;
        }
    }

    /** Room for a text of so many bytes. */
    public static int roomFor(int length) {
        return MOST_ESCAPED * length + SCALAR;
    }

    public static int key(byte[] out, int at, Key key) {
        long[] words = key.words;
        LONG.set(out, at, words[0]);
        for (int i = 1; i < words.length; i++) {
            LONG.set(out, at + 8 * i, words[i]);
        }
        return at + key.length;
    }

    public static int bool(byte[] out, int at, boolean value) {
        LONG.set(out, at, value ? 0x65757274L : 0x65_736C_6166L);
        return at + (value ? 4 : 5);
    }

    public static int signed(byte[] out, int at, long value) {
        if (value >= 0) {
            return unsigned(out, at, value);
        }
        out[at] = '-';
        return unsigned(out, at + 1, -value); // the smallest long stays itself, which read as unsigned is right
    }

    public static int unsigned(byte[] out, int at, long value) {
        if (value >>> 1 < 50) { // below 100, unsigned
            int small = (int) value;
            if (small < 10) {
                out[at] = (byte) ('0' + small);
                return at + 1;
            }
            SHORT.set(out, at, PAIRS[small]);
            return at + 2;
        }
        if (value >>> 31 == 0) {
            return digits(out, at + digitCount((int) value), (int) value);
        }
        if (value < 0) { // above 2^63
            long quotient = (value >>> 1) / 5;
            int end = unsigned(out, at, quotient);
            out[end] = (byte) ('0' + value - quotient * 10);
            return end + 1;
        }
        long quotient = value / 100_000_000;
        int end = unsigned(out, at, quotient);
        return eight(out, end, (int) (value - quotient * 100_000_000));
    }

    /** Backwards from {@code end}. */
    private static int digits(byte[] out, int end, int value) {
        int at = end;
        int rest = value;
        while (rest >= 100) {
            int quotient = rest / 100;
            at -= 2;
            SHORT.set(out, at, PAIRS[rest - quotient * 100]);
            rest = quotient;
        }
        if (rest >= 10) {
            SHORT.set(out, at - 2, PAIRS[rest]);
        } else {
            out[at - 1] = (byte) ('0' + rest);
        }
        return end;
    }

    /** With zeros in front. */
    private static int eight(byte[] out, int at, int value) {
        int high = value / 10_000;
        int low = value - high * 10_000;
        pair(out, at, high / 100);
        pair(out, at + 2, high % 100);
        pair(out, at + 4, low / 100);
        return pair(out, at + 6, low % 100);
    }

    private static int pair(byte[] out, int at, int value) {
        SHORT.set(out, at, PAIRS[value]);
        return at + 2;
    }

    private static int digitCount(int value) {
        if (value < 100_000) {
            return value < 1000 ? value < 100 ? value < 10 ? 1 : 2 : 3 : value < 10_000 ? 4 : 5;
        }
        return value < 10_000_000
                ? value < 1_000_000 ? 6 : 7
                : value < 100_000_000 ? 8 : value < 1_000_000_000 ? 9 : 10;
    }

    /** JSON knows no NaN and no infinity: these are {@code null}. */
    public static int real(byte[] out, int at, double value) {
        double scaled = value * MICROS;
        if (Math.abs(scaled) < 1e15 && scaled == Math.rint(scaled)) {
            int begin = at;
            if (value < 0) {
                out[begin++] = '-';
            }
            long micros = Math.abs((long) scaled);
            int end = unsigned(out, begin, micros / MICROS);
            return fraction(out, end, (int) (micros % MICROS));
        }
        return ascii(out, at, Double.isFinite(value) ? Double.toString(value) : "null");
    }

    /** Nanoseconds as seconds to the microsecond, as Zeek prints a time or interval: at least one decimal, no zeros behind. */
    public static int seconds(byte[] out, int at, long ns) {
        int begin = at;
        long rest = ns;
        if (ns < 0) {
            out[begin++] = '-';
            rest = ns == Long.MIN_VALUE ? Long.MAX_VALUE : -ns;
        }
        long seconds = rest / NS;
        int end = unsigned(out, begin, seconds);
        return fraction(out, end, (int) (rest - seconds * NS) / 1000);
    }

    private static int fraction(byte[] out, int at, int micros) {
        out[at] = '.';
        if (micros == 0) {
            out[at + 1] = '0';
            return at + 2;
        }
        int end = six(out, at + 1, micros);
        while (out[end - 1] == '0') {
            end--;
        }
        return end;
    }

    private static int six(byte[] out, int at, int value) {
        int high = value / 10_000;
        int rest = value - high * 10_000;
        int middle = rest / 100;
        pair(out, at, high);
        pair(out, at + 2, middle);
        return pair(out, at + 4, rest - middle * 100);
    }

    /** Time as ISO 8601 with microseconds, {@code 2026-01-31T08:15:00.000001} and the zone's {@code suffix}; in quotes. */
    public static int isoTime(byte[] out, int at, long ns, String suffix) {
        long micros = Math.floorDiv(ns, 1000L);
        long second = Math.floorDiv(micros, (long) MICROS);
        long day = Math.floorDiv(second, 86_400L);
        int ofDay = (int) (second - day * 86_400);
        out[at] = '"';
        int end = date(out, at + 1, day);
        out[end++] = 'T';
        end = pair(out, end, ofDay / 3600);
        out[end++] = ':';
        end = pair(out, end, ofDay / 60 % 60);
        out[end++] = ':';
        end = pair(out, end, ofDay % 60);
        out[end++] = '.';
        end = six(out, end, (int) (micros - second * MICROS));
        end = ascii(out, end, suffix);
        out[end++] = '"';
        return end;
    }

    /** Days since 1970 in the proleptic Gregorian calendar; years counted from March, in eras of 400. */
    private static int date(byte[] out, int at, long day) {
        long z = day + 719_468;
        long era = Math.floorDiv(z, 146_097L);
        int dayOfEra = (int) (z - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        int year = (int) (yearOfEra + era * 400) + (month >= 10 ? 1 : 0);
        pair(out, at, year / 100);
        pair(out, at + 2, year % 100);
        out[at + 4] = '-';
        pair(out, at + 5, month < 10 ? month + 3 : month - 9);
        out[at + 7] = '-';
        return pair(out, at + 8, dayOfYear - (153 * month + 2) / 5 + 1);
    }

    /** An address in quotes. */
    public static int address(byte[] out, int at, long high, long low) {
        out[at] = '"';
        int end;
        if (IpAddress.isIpv4(high, low)) {
            int bits = (int) low;
            end = octet(out, at + 1, bits >>> 24);
            end = octet(out, end, bits >>> 16 & 0xFF);
            end = octet(out, end, bits >>> 8 & 0xFF);
            end = octet(out, end, bits & 0xFF) - 1; // without the last dot
        } else {
            end = IpAddress.write(out, at + 1, high, low);
        }
        out[end] = '"';
        return end + 1;
    }

    private static int octet(byte[] out, int at, int octet) {
        int text = OCTETS[octet];
        INT.set(out, at, text);
        return at + 4 - (Integer.numberOfLeadingZeros(text) >>> 3);
    }

    /** A hardware address of 48 bits in quotes, aa:bb:cc:dd:ee:ff. */
    public static int mac(byte[] out, int at, long mac) {
        int end = at;
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >>> shift) & 0xFF;
            out[end] = ':';
            out[end + 1] = HEX[octet >>> 4];
            out[end + 2] = HEX[octet & 0xF];
            end += 3;
        }
        out[at] = '"';
        out[end] = '"';
        return end + 1;
    }

    /** A connection's id in quotes. */
    public static int uid(byte[] out, int at, long uid) {
        out[at] = '"';
        int end = Uid.write(out, at + 1, uid);
        out[end] = '"';
        return end + 1;
    }

    /**
     * Bytes from the network as a JSON text, in quotes. What is UTF-8 stays; control characters and bytes that are no UTF-8 become
     * {@code \\xNN}, as Zeek writes them, so that a line is always valid and never moves a terminal's cursor.
     */
    public static int text(byte[] out, int at, byte[] from, int offset, int length) {
        out[at] = '"';
        int begin = at + 1;
        int i = 0;
        for (; i <= length - 8; i += 8) {
            long word = (long) LONG.get(from, offset + i);
            if (special(word) != 0) {
                return escaped(out, begin + i, from, offset + i, offset + length);
            }
            LONG.set(out, begin + i, word);
        }
        if (i < length) {
            if (offset + i + 8 > from.length) {
                return escaped(out, begin + i, from, offset + i, offset + length);
            }
            long word = (long) LONG.get(from, offset + i);
            if (special(word) << 8 * (8 - (length - i)) != 0) {
                return escaped(out, begin + i, from, offset + i, offset + length);
            }
            LONG.set(out, begin + i, word);
        }
        out[begin + length] = '"';
        return begin + length + 1;
    }

    /**
     * The rest of a text in which not all is plain, and the closing quote. As Zeek does it, a text that is not UTF-8 as a whole shows none of
     * its bytes above 0x7f as a letter.
     */
    private static int escaped(byte[] out, int at, byte[] from, int offset, int limit) {
        int end = escaped(out, at, from, offset, limit, true);
        return end != NOT_UTF8 ? end : escaped(out, at, from, offset, limit, false);
    }

    private static int escaped(byte[] out, int at, byte[] from, int offset, int limit, boolean isUtf8) {
        int end = at;
        int next = offset;
        while (next < limit) {
            byte b = from[next];
            if (b >= 0x20 && b != '"' && b != '\\' && b != 0x7F) {
                out[end++] = b;
                next++;
                continue;
            }
            int whole = b < 0 && isUtf8 ? utf8Length(from, next, limit) : 0;
            if (b < 0 && isUtf8 && whole == 0) {
                if (!isControl(from, next, limit)) {
                    return NOT_UTF8;
                }
                end = escape(out, escape(out, end, b), from[next + 1]);
                next += 2;
                continue;
            }
            System.arraycopy(from, next, out, end, whole);
            end = whole > 0 ? end + whole : escape(out, end, b);
            next += Math.max(whole, 1);
        }
        out[end] = '"';
        return end + 1;
    }

    /** The high bit of each byte that is a control character, quote, backslash, 0x7f or not ASCII; right up to the first. */
    private static long special(long word) {
        long controls = word - 0x20 * LOW_BITS;
        long quotes = (word ^ '"' * LOW_BITS) - LOW_BITS;
        long backslashes = (word ^ '\\' * LOW_BITS) - LOW_BITS;
        long deletes = (word ^ 0x7F * LOW_BITS) - LOW_BITS;
        return (controls | quotes | backslashes | deletes | word) & HIGH_BITS;
    }

    private static int escape(byte[] out, int at, byte b) {
        int letter = switch (b) {
            case '"', '\\' -> b;
            case '\n' -> 'n';
            case '\r' -> 'r';
            case '\t' -> 't';
            case '\b' -> 'b';
            case '\f' -> 'f';
            default -> 0;
        };
        out[at] = '\\';
        if (letter != 0) {
            out[at + 1] = (byte) letter;
            return at + 2;
        }
        out[at + 1] = '\\';
        out[at + 2] = 'x';
        out[at + 3] = HEX[b >>> 4 & 0xF];
        out[at + 4] = HEX[b & 0xF];
        return at + MOST_ESCAPED;
    }

    /** Length of the character that begins here, RFC 3629 section 4; 0 when it is none, or a control character. */
    private static int utf8Length(byte[] from, int at, int limit) {
        int lead = from[at] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || at + length > limit) {
            return 0;
        }
        int second = from[at + 1] & 0xFF;
        int least = lead == 0xE0 || lead == 0xC2 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((from[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Whether one of the controls above ASCII begins here, U+0080 to U+009F. */
    private static boolean isControl(byte[] from, int at, int limit) {
        return from[at] == (byte) 0xC2 && at + 1 < limit && from[at + 1] < (byte) 0xA0;
    }

    private static int ascii(byte[] out, int at, String text) {
        for (int i = 0; i < text.length(); i++) {
            out[at + i] = (byte) text.charAt(i);
        }
        return at + text.length();
    }

    private static short[] pairs() {
        short[] pairs = new short[100];
        for (int i = 0; i < 100; i++) {
            pairs[i] = (short) ('0' + i / 10 | '0' + i % 10 << 8);
        }
        return pairs;
    }

    /** The digits of an octet and a dot, first character lowest. */
    private static int[] octets() {
        int[] octets = new int[256];
        for (int i = 0; i < 256; i++) {
            String text = i + ".";
            for (int k = text.length() - 1; k >= 0; k--) {
                octets[i] = octets[i] << 8 | text.charAt(k);
            }
        }
        return octets;
    }
}
