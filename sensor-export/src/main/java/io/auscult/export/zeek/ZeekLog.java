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
import java.nio.charset.StandardCharsets;

/** How events of one type become lines: keys made once, kinds looked up by slot. One thread, never allocates after construction. */
final class ZeekLog {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAX_LIST = 1 << 20; // bytes of a list in a line; elements beyond are left out

    private final CommonKeys common;
    private final boolean iso;
    private final byte[] opening; // the line up to the time
    private final Key[] keys;
    private final Kind[] kinds;
    private final int room; // for everything but the contents of texts and lists

    /** @param withPath whether a line says which log it belongs to */
    ZeekLog(EventType type, CommonKeys common, boolean withPath, boolean iso) {
        this.common = common;
        this.iso = iso;
        String path = withPath ? "{\"_path\":\"" + type.name() + "\",\"ts\":" : "{\"ts\":";
        opening = path.getBytes(StandardCharsets.UTF_8);
        int count = type.fieldCount();
        keys = new Key[count];
        kinds = new Kind[count];
        int sum = opening.length + CommonKeys.ROOM;
        for (Field field : type.fields()) {
            Key key = new Key(field.name());
            keys[field.slot()] = key;
            kinds[field.slot()] = field.kind();
            sum += key.room() + JsonBytes.SCALAR;
        }
        room = sum;
    }

    void write(Event event, JsonLine line) {
        int at = line.length();
        byte[] out = line.room(at, room);
        System.arraycopy(opening, 0, out, at, opening.length);
        at = common.time(out, at + opening.length, event.timestampNs(), iso);
        if (event.hasConnection()) {
            at = common.connection(out, at, event);
        }
        for (long rest = event.presence(); rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            long slot = event.slot(i);
            at = JsonBytes.key(out, at, keys[i]);
            Kind kind = kinds[i];
            if (kind == Kind.TEXT) {
                out = line.room(at, room + JsonBytes.roomFor((int) slot));
                at = JsonBytes.text(out, at, event.bytes(), (int) (slot >>> 32), (int) slot);
            } else if (kind == Kind.COUNT) {
                at = JsonBytes.unsigned(out, at, slot);
            } else if (kind.isList()) {
                at = list(line, at, kind, event.bytes(), (int) (slot >>> 32));
                out = line.room(at, room);
            } else {
                at = scalar(out, at, kind, slot, event.bytes());
            }
        }
        out[at] = '}';
        out[at + 1] = '\n';
        line.length(at + 2);
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
