package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A few addresses, each once. Reused; what is over {@link #MAX} is left out. */
final class AddressList {
    static final int MAX = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final long[] high = new long[MAX];
    private final long[] low = new long[MAX];
    private int size;

    int size() {
        return size;
    }

    long high(int i) {
        return high[i];
    }

    long low(int i) {
        return low[i];
    }

    void clear() {
        size = 0;
    }

    void add(long addedHigh, long addedLow) {
        for (int i = 0; i < size; i++) {
            if (high[i] == addedHigh && low[i] == addedLow) {
                return;
            }
        }
        if (size < MAX) {
            high[size] = addedHigh;
            low[size++] = addedLow;
        }
    }

    /** Adds those of an event's field. */
    void addAll(Event event, Field field) {
        int at = event.has(field) ? event.listOffset(field) : 0;
        for (int i = event.listCount(field); i > 0; i--) {
            add((long) LONG.get(event.bytes(), at), (long) LONG.get(event.bytes(), at + 8));
            at += 16;
        }
    }

    /** Writes the list if there is any. */
    void to(EventWriter out, Field field) {
        if (size == 0) {
            return;
        }
        out.beginList(field);
        for (int i = 0; i < size; i++) {
            out.addAddress(high[i], low[i]);
        }
        out.endList();
    }
}
