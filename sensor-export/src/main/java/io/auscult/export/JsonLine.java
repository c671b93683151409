package io.auscult.export;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Uid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON lines under construction, in one reused byte array that grows as needed. One thread. Never allocates once it has grown,
 * but for real numbers with many digits.
 *
 * <p>Every member and element brings its own comma; closing an object or array puts the opening bracket in the place of the first
 * one. So nothing has to be asked on the way: {@code int at = open(); key(TS); seconds(ns); closeObject(at); endLine();}
 */
public final class JsonLine {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int SCALAR = 64; // bytes that any number, address or time fits in
    private static final int MOST_ESCAPED = 5; // bytes that one byte of a text becomes at most: \\x00
    private static final long NS = 1_000_000_000L;
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);
    private static final short[] PAIRS = pairs();
    private static final int[] OCTETS = octets();

    private byte[] bytes;
    private int end;

    public JsonLine(int capacity) {
        bytes = new byte[Math.max(capacity, 2 * SCALAR)];
    }

    /** A member's name with its comma, quotes and colon, made once. Immutable. */
    public static final class Key {
        private final long[] words;
        private final int length;

        public Key(String name) {
            JsonLine line = new JsonLine(2 * name.length() + SCALAR);
            line.bytes[line.end++] = ',';
            line.text(name);
            line.bytes[line.end++] = ':';
            length = line.end;
            words = new long[(length + 7) / 8];
            byte[] padded = Arrays.copyOf(line.bytes, words.length * 8);
            for (int i = 0; i < words.length; i++) {
                words[i] = (long) LONG.get(padded, 8 * i);
            }
        }
    }

    /** The bytes; those before {@link #length} are set. Another array after growth. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return end;
    }

    public void clear() {
        end = 0;
    }

    /** Forgets what came after {@code length}. */
    public void cut(int length) {
        end = length;
    }

    /** Begins an object or array. @return where, for the closing call */
    public int open() {
        return end;
    }

    public void closeObject(int opened) {
        close(opened, '{', '}');
    }

    public void closeArray(int opened) {
        close(opened, '[', ']');
    }

    private void close(int opened, char first, char last) {
        room(2);
        if (end == opened) {
            end++;
        }
        bytes[opened] = (byte) first;
        bytes[end++] = (byte) last;
    }

    public void endLine() {
        room(1);
        bytes[end++] = '\n';
    }

    public void key(Key key) {
        long[] words = key.words;
        room(8 * words.length);
        int at = end;
        for (long word : words) {
            LONG.set(bytes, at, word);
            at += 8;
        }
        end += key.length;
    }

    /** Before an element of an array. */
    public void element() {
        room(1);
        bytes[end++] = ',';
    }

    public void bool(boolean value) {
        room(8);
        INT.set(bytes, end, value ? 0x65757274 : 0x736C6166); // "true", "fals"
        end += 4;
        if (!value) {
            bytes[end++] = 'e';
        }
    }

    public void signed(long value) {
        room(SCALAR);
        if (value < 0) {
            bytes[end++] = '-';
        }
        digits(Math.abs(value)); // the smallest long stays itself, which read as unsigned is right
    }

    public void unsigned(long value) {
        room(SCALAR);
        digits(value);
    }

    /** JSON knows no NaN and no infinity: these are {@code null}. */
    public void real(double value) {
        room(SCALAR);
        double scaled = value * 1e6;
        if (Math.abs(scaled) < 1e15 && scaled == Math.rint(scaled)) {
            if (value < 0) {
                bytes[end++] = '-';
            }
            long micros = Math.abs((long) scaled);
            digits(micros / 1_000_000);
            fraction((int) (micros % 1_000_000));
        } else {
            ascii(Double.isFinite(value) ? Double.toString(value) : "null");
        }
    }

    /** Nanoseconds as seconds to the microsecond, as Zeek prints a time or interval: at least one decimal, no zeros behind. */
    public void seconds(long ns) {
        room(SCALAR);
        long rest = ns;
        if (ns < 0) {
            bytes[end++] = '-';
            rest = ns == Long.MIN_VALUE ? Long.MAX_VALUE : -ns;
        }
        long seconds = rest / NS;
        digits(seconds);
        fraction((int) (rest - seconds * NS) / 1000);
    }

    private void fraction(int micros) {
        bytes[end++] = '.';
        int high = micros / 10_000;
        int rest = micros - high * 10_000;
        int middle = rest / 100;
        SHORT.set(bytes, end, PAIRS[high]);
        SHORT.set(bytes, end + 2, PAIRS[middle]);
        SHORT.set(bytes, end + 4, PAIRS[rest - middle * 100]);
        int last = end + 6;
        while (bytes[last - 1] == '0' && last > end + 1) {
            last--;
        }
        end = last;
    }

    private void digits(long value) {
        if (value < 0) { // unsigned, above 2^63
            long quotient = (value >>> 1) / 5;
            digits(quotient);
            bytes[end++] = (byte) ('0' + value - quotient * 10);
            return;
        }
        if (value < 10) {
            bytes[end++] = (byte) ('0' + value);
            return;
        }
        int at = end + digitCount(value);
        end = at;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long quotient = rest / 100;
            at -= 2;
            SHORT.set(bytes, at, PAIRS[(int) (rest - quotient * 100)]);
            rest = quotient;
        }
        int small = (int) rest;
        while (small >= 100) {
            int quotient = small / 100;
            at -= 2;
            SHORT.set(bytes, at, PAIRS[small - quotient * 100]);
            small = quotient;
        }
        if (small >= 10) {
            SHORT.set(bytes, at - 2, PAIRS[small]);
        } else {
            bytes[at - 1] = (byte) ('0' + small);
        }
    }

    private static int digitCount(long value) {
        int count = 1;
        for (long power = 10; count < 19 && value >= power; power *= 10) {
            count++;
        }
        return count;
    }

    /** An address in quotes. */
    public void address(long high, long low) {
        room(SCALAR);
        bytes[end++] = '"';
        if (IpAddress.isIpv4(high, low)) {
            int bits = (int) low;
            octet(OCTETS[bits >>> 24]);
            octet(OCTETS[bits >>> 16 & 0xFF]);
            octet(OCTETS[bits >>> 8 & 0xFF]);
            octet(OCTETS[bits & 0xFF]);
            end--; // the last dot
        } else {
            end = IpAddress.write(bytes, end, high, low);
        }
        bytes[end++] = '"';
    }

    private void octet(int entry) {
        INT.set(bytes, end, entry);
        end += 4 - (Integer.numberOfLeadingZeros(entry) >>> 3);
    }

    /** A hardware address of 48 bits in quotes, aa:bb:cc:dd:ee:ff. */
    public void mac(long mac) {
        room(SCALAR);
        bytes[end++] = '"';
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (mac >>> shift) & 0xFF;
            bytes[end++] = HEX[octet >>> 4];
            bytes[end++] = HEX[octet & 0xF];
            bytes[end++] = ':';
        }
        bytes[end - 1] = '"';
    }

    /** A connection's id in quotes. */
    public void uid(long uid) {
        room(SCALAR);
        bytes[end++] = '"';
        end = Uid.write(bytes, end, uid);
        bytes[end++] = '"';
    }

    /** Time as ISO 8601 with microseconds, {@code 2026-01-31T08:15:00.000001} and the zone's {@code suffix}; in quotes. */
    public void isoTime(long ns, String suffix) {
        room(SCALAR + suffix.length());
        long micros = Math.floorDiv(ns, 1000);
        long second = Math.floorDiv(micros, 1_000_000);
        long day = Math.floorDiv(second, 86_400);
        int ofDay = (int) (second - day * 86_400);
        bytes[end++] = '"';
        date(day);
        bytes[end++] = 'T';
        pair(ofDay / 3600);
        bytes[end++] = ':';
        pair(ofDay / 60 % 60);
        bytes[end++] = ':';
        pair(ofDay % 60);
        bytes[end++] = '.';
        int fraction = (int) (micros - second * 1_000_000);
        pair(fraction / 10_000);
        pair(fraction / 100 % 100);
        pair(fraction % 100);
        ascii(suffix);
        bytes[end++] = '"';
    }

    /** Days since 1970 in the proleptic Gregorian calendar; years counted from March, in eras of 400. */
    private void date(long day) {
        long z = day + 719_468;
        long era = Math.floorDiv(z, 146_097);
        int dayOfEra = (int) (z - era * 146_097);
        int yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * dayOfYear + 2) / 153;
        int year = (int) (yearOfEra + era * 400) + (month >= 10 ? 1 : 0);
        pair(year / 100);
        pair(year % 100);
        bytes[end++] = '-';
        pair(month < 10 ? month + 3 : month - 9);
        bytes[end++] = '-';
        pair(dayOfYear - (153 * month + 2) / 5 + 1);
    }

    private void pair(int n) {
        SHORT.set(bytes, end, PAIRS[n]);
        end += 2;
    }

    /** A text of the program or of people. */
    public void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        text(utf8, 0, utf8.length);
    }

    /**
     * Bytes from the network as a JSON text, in quotes. What is UTF-8 stays; control characters and bytes that are no UTF-8 become
     * {@code \\xNN}, as Zeek writes them, so that a line is always valid and never moves a terminal's cursor.
     */
    public void text(byte[] from, int offset, int length) {
        room(MOST_ESCAPED * length + SCALAR);
        bytes[end++] = '"';
        int at = offset;
        int limit = offset + length;
        while (at < limit) {
            int rest = Math.min(8, limit - at);
            int clean;
            if (at + 8 <= from.length) {
                long word = (long) LONG.get(from, at);
                LONG.set(bytes, end, word);
                clean = Math.min(rest, Long.numberOfTrailingZeros(special(word)) >>> 3);
            } else {
                clean = 0;
                while (clean < rest && isPlain(from[at + clean])) {
                    bytes[end + clean] = from[at + clean];
                    clean++;
                }
            }
            at += clean;
            end += clean;
            if (clean < rest) {
                at += escape(from, at, limit);
            }
        }
        bytes[end++] = '"';
    }

    /** The high bit of each byte that is a control character, quote, backslash, 0x7f or not ASCII; right up to the first. */
    private static long special(long word) {
        long controls = word - 0x20 * LOW_BITS;
        long quotes = (word ^ '"' * LOW_BITS) - LOW_BITS;
        long backslashes = (word ^ '\\' * LOW_BITS) - LOW_BITS;
        long deletes = (word ^ 0x7F * LOW_BITS) - LOW_BITS;
        return (controls | quotes | backslashes | deletes | word) & HIGH_BITS;
    }

    private static boolean isPlain(byte b) {
        return b >= 0x20 && b != '"' && b != '\\' && b != 0x7F;
    }

    /** @return how many bytes of the text were dealt with */
    private int escape(byte[] from, int at, int limit) {
        byte b = from[at];
        int utf8 = b < 0 ? utf8Length(from, at, limit) : 0;
        if (utf8 > 0) {
            System.arraycopy(from, at, bytes, end, utf8);
            end += utf8;
            return utf8;
        }
        bytes[end++] = '\\';
        switch (b) {
            case '"' -> bytes[end++] = '"';
            case '\\' -> bytes[end++] = '\\';
            case '\n' -> bytes[end++] = 'n';
            case '\r' -> bytes[end++] = 'r';
            case '\t' -> bytes[end++] = 't';
            case '\b' -> bytes[end++] = 'b';
            case '\f' -> bytes[end++] = 'f';
            default -> {
                bytes[end++] = '\\';
                bytes[end++] = 'x';
                bytes[end++] = HEX[b >>> 4 & 0xF];
                bytes[end++] = HEX[b & 0xF];
            }
        }
        return 1;
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

    private void ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            bytes[end++] = (byte) text.charAt(i);
        }
    }

    private void room(int more) {
        if (more > bytes.length - end) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, end + more));
        }
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
