package io.auscult.core.protocol.dhcp;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Field;
import io.auscult.core.event.Uid;
import io.auscult.core.protocol.CodeNames;
import io.auscult.core.protocol.TextSlot;
import org.jspecify.annotations.Nullable;

/** The messages of one exchange, whichever version. Belongs to an {@link ExchangeTable}, which reuses it; full at ten connections or fifty messages. */
abstract class Exchange {
    static final int MAX_KEY = 160; // bytes

    private static final int MAX_UIDS = 10;
    private static final int MAX_MESSAGES = 50;

    final TextSlot key = new TextSlot(MAX_KEY);
    int hash;

    @Nullable
    Exchange next; // in its bucket, or in the pool

    @Nullable
    Exchange older;

    @Nullable
    Exchange newer;

    long firstNs;
    long lastNs;

    private final long[] uids = new long[MAX_UIDS];
    private final byte[] uid = new byte[Uid.LENGTH];
    private final short[] types = new short[MAX_MESSAGES];
    private int uidCount;
    private int typeCount;

    /** Forgets what it was. */
    final void begin(long nowNs) {
        firstNs = nowNs;
        lastNs = nowNs;
        uidCount = 0;
        typeCount = 0;
        clear();
    }

    final boolean isFull() {
        return uidCount == MAX_UIDS || typeCount == MAX_MESSAGES;
    }

    final void add(Event message, long type, EventWriter out) {
        lastNs = message.timestampNs();
        addUid(message.uid());
        types[typeCount++] = (short) type;
        read(message, out);
    }

    private void addUid(long added) {
        for (int i = 0; i < uidCount; i++) {
            if (uids[i] == added) {
                return;
            }
        }
        uids[uidCount++] = added;
    }

    final void writeUids(EventWriter out, Field field) {
        out.beginList(field);
        for (int i = 0; i < uidCount; i++) {
            out.add(uid, 0, Uid.write(uid, 0, uids[i]));
        }
        out.endList();
    }

    final void writeTypes(EventWriter out, Field field, CodeNames names) {
        out.beginList(field);
        for (int i = 0; i < typeCount; i++) {
            names.addTo(out, types[i]);
        }
        out.endList();
    }

    static void copy(Event message, Field field, TextSlot into) {
        if (message.has(field)) {
            into.clear();
            into.append(message.bytes(), message.offset(field), message.length(field));
        }
    }

    /** Takes what the message says; names of hosts are told at once. */
    abstract void read(Event message, EventWriter out);

    /** Writes the line of the log. */
    abstract void write(EventWriter out);

    abstract void clear();
}
