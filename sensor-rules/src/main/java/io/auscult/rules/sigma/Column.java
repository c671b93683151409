package io.auscult.rules.sigma;

import io.auscult.core.event.Event;
import io.auscult.core.event.Field;
import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Kind;
import io.auscult.core.event.Uid;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One value, or list of values, that an event of a type may have: a field of its own or what all events share (ts, uid, id.*). Reads it as a number, an
 * address or the text that logs show. Detect thread, makes no garbage but for {@link #print}; texts other than the event's own are written to a buffer of the column's.
 */
final class Column {
    /** What all events have, by name. */
    enum Shared {
        TS("ts", Kind.TIME),
        UID("uid", Kind.TEXT),
        ORIG_H("id.orig_h", Kind.ADDRESS),
        ORIG_P("id.orig_p", Kind.PORT),
        RESP_H("id.resp_h", Kind.ADDRESS),
        RESP_P("id.resp_p", Kind.PORT);

        final String key;
        final Kind kind;

        Shared(String key, Kind kind) {
            this.key = key;
            this.kind = kind;
        }
    }

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final int MAX_RENDERED = 64; // bytes; the longest is an address
    private static final long SECOND = 1_000_000_000L;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);

    private final String name;
    private final Kind kind;
    private final @Nullable Shared shared;
    private final @Nullable Field field;
    private final byte[] rendered = new byte[MAX_RENDERED];

    Column(Shared shared) {
        this.name = shared.key;
        this.kind = shared.kind;
        this.shared = shared;
        this.field = null;
    }

    Column(Field field) {
        this.name = field.name();
        this.kind = field.kind();
        this.shared = null;
        this.field = field;
    }

    String name() {
        return name;
    }

    Kind kind() {
        return kind;
    }

    boolean isNumber() {
        return switch (kind) {
            case COUNT, INTEGER, REAL, TIME, INTERVAL, BOOL, PORT, COUNT_LIST, INTERVAL_LIST -> true;
            case TEXT, ADDRESS, MAC, TEXT_LIST, ADDRESS_LIST -> false;
        };
    }

    boolean isAddress() {
        return kind == Kind.ADDRESS || kind == Kind.ADDRESS_LIST;
    }

    /** Whether numbers of it are written in seconds and kept in nanoseconds. */
    boolean isTime() {
        return kind == Kind.TIME || kind == Kind.INTERVAL || kind == Kind.INTERVAL_LIST;
    }

    boolean has(Event event) {
        if (field != null) {
            return event.has(field);
        }
        return shared == Shared.TS || event.hasConnection();
    }

    /** How many values there are: elements of a list, else one. */
    int count(Event event) {
        return !has(event) ? 0 : field != null && kind.isList() ? event.listCount(field) : 1;
    }

    /** Value {@code i} of a column of numbers: nanoseconds, bits of a double or the number itself. */
    long number(Event event, int i) {
        if (field != null) {
            return kind.isList() ? event.numberAt(field, i) : event.number(field);
        }
        return shared == Shared.TS
                ? event.timestampNs()
                : shared == Shared.ORIG_P ? event.origPort() : shared == Shared.RESP_P ? event.respPort() : 0;
    }

    long high(Event event, int i) {
        if (field != null) {
            return kind == Kind.ADDRESS
                    ? event.addressHigh(field)
                    : (long) LONG.get(event.bytes(), event.listOffset(field) + 16 * i);
        }
        return shared == Shared.ORIG_H ? event.origHigh() : event.respHigh();
    }

    long low(Event event, int i) {
        if (field != null) {
            return kind == Kind.ADDRESS
                    ? event.addressLow(field)
                    : (long) LONG.get(event.bytes(), event.listOffset(field) + 16 * i + 8);
        }
        return shared == Shared.ORIG_H ? event.origLow() : event.respLow();
    }

    /** Whether the text of any of its values passes. */
    boolean any(Event event, TextTest test) {
        if (!has(event)) {
            return false;
        }
        if (field != null && kind == Kind.TEXT) {
            return test.passes(event.bytes(), event.offset(field), event.length(field));
        }
        if (field != null && kind == Kind.TEXT_LIST) {
            int at = event.listOffset(field);
            for (int left = event.listCount(field); left > 0; left--) {
                int length = (int) INT.get(event.bytes(), at);
                if (test.passes(event.bytes(), at + 4, length)) {
                    return true;
                }
                at += 4 + length;
            }
            return false;
        }
        int count = count(event);
        for (int i = 0; i < count; i++) {
            if (test.passes(rendered, 0, render(event, i))) {
                return true;
            }
        }
        return false;
    }

    /** A hash of all its values, by what they are and not by how they are written; 0 when absent. */
    long hash(Event event, long seed) {
        if (!has(event)) {
            return 0;
        }
        if (kind == Kind.ADDRESS) {
            return Hash.of(high(event, 0), low(event, 0), seed);
        }
        if (field != null && !kind.isNumber()) {
            return Hash.of(event.bytes(), event.offset(field), event.length(field), seed);
        }
        return Hash.of(shared == Shared.UID ? event.uid() : number(event, 0), seed);
    }

    /** The values for a person; empty when absent. */
    String print(Event event) {
        StringBuilder text = new StringBuilder();
        any(event, new TextTest() {
            @Override
            boolean passes(byte[] bytes, int at, int length) {
                text.append(text.isEmpty() ? "" : ", ").append(new String(bytes, at, length, StandardCharsets.UTF_8));
                return text.length() > 1_000;
            }
        });
        return text.toString();
    }

    /** Writes value {@code i} as logs show it and returns its length. */
    private int render(Event event, int i) {
        return switch (kind) {
            case ADDRESS, ADDRESS_LIST -> IpAddress.write(rendered, 0, high(event, i), low(event, i));
            case MAC -> mac(number(event, i));
            case BOOL -> word(number(event, i) != 0 ? TRUE : FALSE);
            case REAL -> real(Double.longBitsToDouble(number(event, i)));
            case TIME, INTERVAL, INTERVAL_LIST -> seconds(number(event, i));
            case TEXT -> Uid.write(rendered, 0, event.uid());
            case COUNT, INTEGER, PORT, COUNT_LIST -> decimal(0, number(event, i));
            case TEXT_LIST -> 0;
        };
    }

    private int word(byte[] text) {
        System.arraycopy(text, 0, rendered, 0, text.length);
        return text.length;
    }

    private int mac(long address) {
        for (int i = 0; i < 6; i++) {
            int octet = (int) (address >>> 40 - 8 * i) & 0xFF;
            rendered[3 * i] = HEX[octet >>> 4];
            rendered[3 * i + 1] = HEX[octet & 0xF];
            rendered[3 * i + 2] = ':';
        }
        return 17;
    }

    private int real(double value) {
        return seconds((long) (value * SECOND));
    }

    /** With six digits behind the point. */
    private int seconds(long ns) {
        long micros = Math.floorDiv(ns, 1_000L);
        int end = 0;
        if (micros < 0) {
            rendered[end++] = '-';
            micros = -micros;
        }
        end = decimal(end, micros / 1_000_000);
        rendered[end++] = '.';
        long rest = micros % 1_000_000;
        for (long unit = 100_000; unit > 0; unit /= 10) {
            rendered[end++] = (byte) ('0' + rest / unit % 10);
        }
        return end;
    }

    private int decimal(int at, long value) {
        int end = at;
        long rest = value;
        if (rest < 0 && kind != Kind.COUNT) {
            rendered[end++] = '-';
            rest = -rest;
        }
        int first = end;
        do {
            rendered[end++] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        } while (rest != 0);
        for (int i = first, j = end - 1; i < j; i++, j--) {
            byte digit = rendered[i];
            rendered[i] = rendered[j];
            rendered[j] = digit;
        }
        return end;
    }

    @Override
    public String toString() {
        return name;
    }
}
