package io.auscult.export.zeek;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.Kind;
import io.auscult.export.JsonBytes;
import io.auscult.export.JsonBytes.Key;
import io.auscult.export.JsonLine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How events of one type become lines: keys made once, kinds looked up by slot. One thread; never allocates after construction. */
final class ZeekLog {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final long LONG_TEXT = -1; // no short text is this
    private static final int MAX_LIST = 1 << 20; // bytes of a list in a line; elements beyond are left out

    private final CommonKeys common;
    private final boolean iso;
    private final Key opening; // the line up to the time
    private final Key[] keys;
    private final Kind[] kinds;
    private final int room; // for everything but the contents of texts and lists

    // The line before, to copy from.
    private long lastBatch = -1;
    private long lastPresence;
    private int lastBegin; // of its fields
    private final int[] lengths; // of its fields, key and all
    private final long[] values; // of its fields, as far as they can be compared

    /** @param withPath whether a line says which log it belongs to */
    ZeekLog(EventType type, CommonKeys common, boolean withPath, boolean iso) {
        this.common = common;
        this.iso = iso;
        opening = Key.of(withPath ? "{\"_path\":\"" + type.name() + "\",\"ts\":" : "{\"ts\":");
        int count = type.fieldCount();
        keys = new Key[count];
        kinds = new Kind[count];
        lengths = new int[count];
        values = new long[count];
        int sum = opening.room() + CommonKeys.ROOM;
        for (Field field : type.fields()) {
            Key key = new Key(field.name());
            keys[field.slot()] = key;
            kinds[field.slot()] = field.kind();
            sum += key.room() + JsonBytes.SCALAR;
        }
        room = sum;
    }

    /**
     * Writes the line behind those that are there. Fields that say the same as in this log's line before, and next to each other, are copied
     * from that: of a scan or a poll, little else than times and addresses differs.
     *
     * @param batch changes whenever the lines before were taken away
     */
    void write(Event event, JsonLine line, long batch) {
        int at = line.length();
        byte[] out = line.room(at, room);
        at = JsonBytes.key(out, at, opening);
        at = common.time(out, at, event.timestampNs(), iso);
        if (event.hasConnection()) {
            at = common.connection(out, at, event);
        }
        boolean comparable = batch == lastBatch && event.presence() == lastPresence;
        int begin = at;
        int before = lastBegin; // walks over the line before
        int same = 0; // bytes of it, up to there, that are to be copied
        for (long rest = event.presence(); rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            long slot = event.slot(i);
            long value = kinds[i].isNumber() ? slot : shortText(kinds[i], slot, event.bytes());
            int length = lengths[i];
            before += length;
            if (comparable && value == values[i] && value != LONG_TEXT) {
                same += length;
                continue;
            }
            if (same > 0) {
                System.arraycopy(out, before - length - same, out, at, same);
                at += same;
                same = 0;
            }
            int start = at;
            at = field(line, at, i, slot, event.bytes());
            out = line.bytes();
            lengths[i] = at - start;
            values[i] = value;
        }
        if (same > 0) { // else the line before may be gone, and where it ended means nothing
            System.arraycopy(out, before - same, out, at, same);
            at += same;
        }
        lastBegin = begin;
        lastBatch = batch;
        lastPresence = event.presence();
        out[at] = '}';
        out[at + 1] = '\n';
        line.length(at + 2);
    }

    /** A text of up to seven bytes and its length in one number; {@link #LONG_TEXT} for what does not fit. */
    private static long shortText(Kind kind, long slot, byte[] bytes) {
        int length = (int) slot;
        int offset = (int) (slot >>> 32);
        if (kind != Kind.TEXT || length > 7 || offset + 8 > bytes.length) {
            return LONG_TEXT;
        }
        return (long) LONG.get(bytes, offset) >>> 8 * (8 - length) & -1L >>> 8 | (long) length << 56;
    }

    /** @return where it ended, in {@code line.bytes()}, with room behind it for all other fields */
    private int field(JsonLine line, int begin, int i, long slot, byte[] bytes) {
        Kind kind = kinds[i];
        int at = JsonBytes.key(line.bytes(), begin, keys[i]);
        if (kind == Kind.COUNT) {
            return JsonBytes.unsigned(line.bytes(), at, slot);
        }
        int offset = (int) (slot >>> 32);
        int length = (int) slot;
        if (kind == Kind.TEXT) {
            byte[] out = line.room(at, room + JsonBytes.roomFor(length));
            return JsonBytes.text(out, at, bytes, offset, length);
        }
        if (kind.isList()) {
            at = list(line, at, kind, bytes, offset);
            line.room(at, room);
            return at;
        }
        return scalar(line.bytes(), at, kind, slot, bytes);
    }

    private int scalar(byte[] out, int at, Kind kind, long slot, byte[] bytes) {
        return switch (kind) {
            case BOOL -> JsonBytes.bool(out, at, slot != 0);
            case INTERVAL -> JsonBytes.seconds(out, at, slot);
            case TIME -> common.time(out, at, slot, iso);
            case INTEGER -> JsonBytes.signed(out, at, slot);
            case REAL -> JsonBytes.real(out, at, Double.longBitsToDouble(slot));
            case MAC -> JsonBytes.mac(out, at, slot);
            case ADDRESS -> address(out, at, bytes, (int) (slot >>> 32));
            default -> JsonBytes.unsigned(out, at, slot);
        };
    }

    private static int list(JsonLine line, int begin, Kind kind, byte[] bytes, int offset) {
        int from = offset + 4;
        int at = begin;
        int step = kind == Kind.ADDRESS_LIST ? 16 : 8;
        for (int i = (int) INT.get(bytes, offset); i > 0 && at - begin < MAX_LIST; i--) {
            byte[] out = line.room(at, 2 * JsonBytes.SCALAR);
            out[at++] = ',';
            if (kind == Kind.TEXT_LIST) {
                int length = (int) INT.get(bytes, from);
                out = line.room(at, JsonBytes.roomFor(length));
                at = JsonBytes.text(out, at, bytes, from + 4, length);
                from += 4 + length;
                continue;
            }
            if (kind == Kind.ADDRESS_LIST) {
                at = address(out, at, bytes, from);
            } else {
                long value = (long) LONG.get(bytes, from);
                at = kind == Kind.COUNT_LIST ? JsonBytes.unsigned(out, at, value) : JsonBytes.seconds(out, at, value);
            }
            from += step;
        }
        byte[] out = line.room(at, 2);
        at += at == begin ? 1 : 0;
        out[begin] = '['; // in the place of the first comma
        out[at] = ']';
        return at + 1;
    }

    private static int address(byte[] out, int at, byte[] bytes, int from) {
        return JsonBytes.address(out, at, (long) LONG.get(bytes, from), (long) LONG.get(bytes, from + 8));
    }
}
