package io.auscult.core.event;

import static io.auscult.core.event.EventBlock.HAS_CONNECTION;
import static io.auscult.core.event.EventBlock.HEADER_WORDS;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes events of one lane. The lane says where it is ({@link #at}, {@link #connection}); a parser then writes
 * {@code begin(TYPE)}, any fields in any order, {@code end()}. A {@code begin} without {@code end} leaves nothing behind.
 * A text over {@link #MAX_TEXT} bytes is cut. When the block is full the event is dropped and counted.
 */
public final class EventWriter {
    /** The name of the log of anomalies; declared here because every stage may write one. */
    public static final EventType WEIRD =
            EventType.of("weird", "Something odd, broken or hostile, once per connection and name.");

    public static final Field WEIRD_NAME = WEIRD.text("name", "What was odd.");
    public static final Field WEIRD_ADDL = WEIRD.text("addl", "More about it.");
    public static final Field WEIRD_NOTICE = WEIRD.bool("notice", "Always false; kept for readers of Zeek's log.");
    public static final Field WEIRD_SOURCE = WEIRD.text("source", "The stage or protocol that noticed it.");

    /** Longest text kept, bytes. */
    public static final int MAX_TEXT = 1 << 15;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final Counters counters;
    private EventBlock block = new EventBlock();
    private ConnectionId connection;
    private long nowNs;
    private long order;
    private long subOrder;

    private EventType type;
    private int base;
    private boolean full;
    private int listSlot;
    private int listStart;
    private int listCount;

    public EventWriter(Counters counters) {
        this.counters = counters;
    }

    /** The block that following events go to. */
    public void into(EventBlock block) {
        this.block = block;
    }

    /** Events that follow are caused by this packet. */
    public void at(long nowNs, long packetNumber) {
        this.nowNs = nowNs;
        this.order = packetNumber * 2 + 1;
        this.subOrder = 0;
    }

    /** Events that follow are caused by the clock, just before this packet; {@code subOrder} sorts those of different lanes. */
    public void atTick(long nowNs, long packetNumber, long subOrder) {
        this.nowNs = nowNs;
        this.order = packetNumber * 2;
        this.subOrder = subOrder;
    }

    /** The connection of the events that follow; null for none. */
    public void connection(ConnectionId connection) {
        this.connection = connection;
    }

    /** Packet time, ns since 1970. */
    public long nowNs() {
        return nowNs;
    }

    /** Number of the packet at work, from 1. */
    public long packetNumber() {
        return order >>> 1;
    }

    public void begin(EventType type) {
        begin(type, nowNs);
    }

    /** @param timestampNs when it happened, where that is not now */
    public void begin(EventType type, long timestampNs) {
        this.type = type;
        int size = HEADER_WORDS + type.fieldCount();
        full = !block.ensureWords(size);
        if (full) {
            return;
        }
        base = block.wordEnd;
        long[] words = block.words;
        words[base] = timestampNs;
        words[base + 1] = order;
        words[base + 2] = subOrder;
        ConnectionId c = connection;
        if (c != null && type.hasConnection()) {
            words[base + 3] = c.uid;
            words[base + 4] = c.origHigh;
            words[base + 5] = c.origLow;
            words[base + 6] = c.respHigh;
            words[base + 7] = c.respLow;
            words[base + 8] = (long) c.origPort << 48
                    | (long) (c.respPort & 0xFFFF) << 32
                    | (long) (c.proto & 0xFF) << 24
                    | (long) HAS_CONNECTION << 16
                    | c.vlan & 0xFFFF;
            words[base + 9] = (long) c.innerVlan << 32 | c.iface;
        } else {
            words[base + 3] = 0;
            words[base + 8] = 0;
            words[base + 9] = c == null ? 0 : c.iface;
        }
        words[base + 10] = 0;
    }

    public void set(Field field, long value) {
        if (full) {
            return;
        }
        put(field.slot(), value);
    }

    public void set(Field field, boolean value) {
        set(field, value ? 1 : 0);
    }

    public void setReal(Field field, double value) {
        set(field, Double.doubleToRawLongBits(value));
    }

    public void set(Field field, byte[] text, int offset, int length) {
        int cut = Math.min(length, MAX_TEXT);
        if (!room(cut)) {
            return;
        }
        System.arraycopy(text, offset, block.bytes, block.byteEnd, cut);
        put(field.slot(), (long) block.byteEnd << 32 | cut);
        block.byteEnd += cut;
    }

    /** Text known to the program; Latin-1. */
    @SuppressWarnings("deprecation") // getBytes of the low bytes: the one way to copy a Latin-1 text without garbage
    public void set(Field field, String text) {
        int length = Math.min(text.length(), MAX_TEXT);
        if (!room(length)) {
            return;
        }
        text.getBytes(0, length, block.bytes, block.byteEnd);
        put(field.slot(), (long) block.byteEnd << 32 | length);
        block.byteEnd += length;
    }

    /** A text known to the program with a number behind it, not negative. */
    public void set(Field field, String prefix, long number) {
        int length = prefix.length() + digits(number);
        if (room(length)) {
            put(field.slot(), (long) block.byteEnd << 32 | length);
            write(prefix, number, length);
        }
    }

    /** One such text in a list. */
    public void add(String prefix, long number) {
        int length = prefix.length() + digits(number);
        if (room(4 + length)) {
            INT.set(block.bytes, block.byteEnd, length);
            block.byteEnd += 4;
            write(prefix, number, length);
            listCount++;
        }
    }

    @SuppressWarnings("deprecation") // see set(Field, String)
    private void write(String prefix, long number, int length) {
        prefix.getBytes(0, prefix.length(), block.bytes, block.byteEnd);
        block.byteEnd += length;
        long rest = number;
        for (int i = block.byteEnd - 1; i >= block.byteEnd - length + prefix.length(); i--) {
            block.bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    public void setAddress(Field field, long high, long low) {
        if (!room(16)) {
            return;
        }
        LONG.set(block.bytes, block.byteEnd, high);
        LONG.set(block.bytes, block.byteEnd + 8, low);
        put(field.slot(), (long) block.byteEnd << 32 | 16);
        block.byteEnd += 16;
    }

    /** Begins a list; add its elements, then {@link #endList}; nothing else in between. */
    public void beginList(Field field) {
        listSlot = field.slot();
        listCount = 0;
        if (room(4)) {
            listStart = block.byteEnd;
            block.byteEnd += 4;
        }
    }

    public void add(byte[] text, int offset, int length) {
        int cut = Math.min(length, MAX_TEXT);
        if (!room(4 + cut)) {
            return;
        }
        INT.set(block.bytes, block.byteEnd, cut);
        System.arraycopy(text, offset, block.bytes, block.byteEnd + 4, cut);
        block.byteEnd += 4 + cut;
        listCount++;
    }

    @SuppressWarnings("deprecation") // see set(Field, String)
    public void add(String text) {
        int cut = Math.min(text.length(), MAX_TEXT);
        if (!room(4 + cut)) {
            return;
        }
        INT.set(block.bytes, block.byteEnd, cut);
        text.getBytes(0, cut, block.bytes, block.byteEnd + 4);
        block.byteEnd += 4 + cut;
        listCount++;
    }

    /** For lists of counts and intervals. */
    public void add(long value) {
        if (!room(8)) {
            return;
        }
        LONG.set(block.bytes, block.byteEnd, value);
        block.byteEnd += 8;
        listCount++;
    }

    public void addAddress(long high, long low) {
        if (!room(16)) {
            return;
        }
        LONG.set(block.bytes, block.byteEnd, high);
        LONG.set(block.bytes, block.byteEnd + 8, low);
        block.byteEnd += 16;
        listCount++;
    }

    public void endList() {
        if (full) {
            return;
        }
        INT.set(block.bytes, listStart, listCount);
        put(listSlot, (long) listStart << 32 | (block.byteEnd - listStart));
    }

    public void end() {
        if (full) {
            counters.increment(Counter.EVENTS_DROPPED);
            full = false;
            return;
        }
        block.commit(type, base);
        block.wordEnd = base + HEADER_WORDS + type.fieldCount();
        counters.increment(Counter.EVENTS_WRITTEN);
    }

    /** Counts an anomaly and writes a {@code weird} event. The caller sees to it that one flow does not repeat itself without end. */
    public void weird(Anomaly anomaly, String source) {
        counters.increment(anomaly);
        begin(WEIRD);
        set(WEIRD_NAME, anomaly.weird());
        set(WEIRD_NOTICE, false);
        set(WEIRD_SOURCE, source);
        end();
    }

    /** Whether so many bytes of something that may be left out still fit, with half of the block to spare for events that may not. */
    public boolean hasSpare(int bytes) {
        return block.byteEnd + bytes <= EventBlock.MAX_BYTES / 2;
    }

    private void put(int slot, long value) {
        block.words[base + HEADER_WORDS + slot] = value;
        block.words[base + 10] |= 1L << slot;
    }

    private boolean room(int length) {
        if (full) {
            return false;
        }
        full = !block.ensureBytes(length);
        return !full;
    }
}
