package io.auscult.export.zeek;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventType;
import io.auscult.core.event.Field;
import io.auscult.core.event.Kind;
import io.auscult.export.JsonLine;
import io.auscult.export.JsonLine.Key;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** How events of one type become lines: keys made once, kinds looked up by slot. One thread, never allocates after construction. */
final class ZeekLog {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final int MAX_LIST = 1 << 20; // bytes of a list in a line; elements beyond are left out

    private final EventType type;
    private final boolean iso;
    private final CommonKeys common;
    private final @Nullable String path; // null: not in the line
    private final Key[] keys;
    private final Kind[] kinds;

    ZeekLog(EventType type, CommonKeys common, boolean withPath, boolean iso) {
        this.type = type;
        this.common = common;
        this.iso = iso;
        this.path = withPath ? type.name() : null;
        int count = type.fieldCount();
        keys = new Key[count];
        kinds = new Kind[count];
        for (Field field : type.fields()) {
            keys[field.slot()] = new Key(field.name());
            kinds[field.slot()] = field.kind();
        }
    }

    EventType type() {
        return type;
    }

    void write(Event event, JsonLine line) {
        int opened = line.open();
        common.write(line, path, event.timestampNs(), iso);
        if (event.hasConnection()) {
            common.connection(line, event);
        }
        byte[] bytes = event.bytes();
        for (long rest = event.presence(); rest != 0; rest &= rest - 1) {
            int slot = Long.numberOfTrailingZeros(rest);
            line.key(keys[slot]);
            value(line, kinds[slot], event.slot(slot), bytes);
        }
        line.closeObject(opened);
        line.endLine();
    }

    private void value(JsonLine line, Kind kind, long slot, byte[] bytes) {
        int offset = (int) (slot >>> 32);
        switch (kind) {
            case TEXT -> line.text(bytes, offset, (int) slot);
            case COUNT, PORT -> line.unsigned(slot);
            case INTEGER -> line.signed(slot);
            case BOOL -> line.bool(slot != 0);
            case INTERVAL -> line.seconds(slot);
            case TIME -> time(line, slot, iso);
            case REAL -> line.real(Double.longBitsToDouble(slot));
            case MAC -> line.mac(slot);
            case ADDRESS -> address(line, bytes, offset);
            case TEXT_LIST, COUNT_LIST, INTERVAL_LIST, ADDRESS_LIST -> list(line, kind, bytes, offset);
        }
    }

    private static void list(JsonLine line, Kind kind, byte[] bytes, int offset) {
        int opened = line.open();
        int at = offset + 4;
        for (int i = (int) INT.get(bytes, offset); i > 0 && line.length() - opened < MAX_LIST; i--) {
            line.element();
            switch (kind) {
                case TEXT_LIST -> {
                    int length = (int) INT.get(bytes, at);
                    line.text(bytes, at + 4, length);
                    at += 4 + length;
                }
                case ADDRESS_LIST -> {
                    address(line, bytes, at);
                    at += 16;
                }
                case INTERVAL_LIST -> {
                    line.seconds((long) LONG.get(bytes, at));
                    at += 8;
                }
                default -> {
                    line.unsigned((long) LONG.get(bytes, at));
                    at += 8;
                }
            }
        }
        line.closeArray(opened);
    }

    private static void address(JsonLine line, byte[] bytes, int at) {
        line.address((long) LONG.get(bytes, at), (long) LONG.get(bytes, at + 8));
    }

    static void time(JsonLine line, long ns, boolean iso) {
        if (iso) {
            line.isoTime(ns, "Z");
        } else {
            line.seconds(ns);
        }
    }
}
