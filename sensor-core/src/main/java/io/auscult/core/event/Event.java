package io.auscult.core.event;

import static io.auscult.core.event.EventBlock.HAS_CONNECTION;
import static io.auscult.core.event.EventBlock.HEADER_WORDS;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A view of one event in an {@link EventBlock}; valid until the consumer's call returns. Accessors ending in a Java object
 * ({@link #text}, {@link #origHost}) allocate and are for alerts, not for every event.
 */
public final class Event {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private EventBlock block;
    private EventType type;
    private int base;

    public void wrap(EventBlock block, int i) {
        this.block = block;
        this.type = block.types[i];
        this.base = block.position[i];
    }

    public EventType type() {
        return type;
    }

    public boolean is(EventType type) {
        return this.type == type;
    }

    /** Nanoseconds since 1970, packet time. */
    public long timestampNs() {
        return block.words[base];
    }

    /** Number of the packet that caused the event, from 1; for an event caused by the clock, the packet that moved it. */
    public long packetNumber() {
        return block.words[base + 1] >>> 1;
    }

    /** As {@link #packetNumber}, but for an event caused by the clock the first packet of its connection: something to look at. */
    public long packetOfItsOwn() {
        long order = block.words[base + 1];
        long sub = block.words[base + 2];
        return (order & 1) == 0 && sub != 0 ? sub : order >>> 1;
    }

    public boolean hasConnection() {
        return (block.words[base + 8] >>> 16 & HAS_CONNECTION) != 0;
    }

    public long uid() {
        return block.words[base + 3];
    }

    public long origHigh() {
        return block.words[base + 4];
    }

    public long origLow() {
        return block.words[base + 5];
    }

    public long respHigh() {
        return block.words[base + 6];
    }

    public long respLow() {
        return block.words[base + 7];
    }

    public int origPort() {
        return (int) (block.words[base + 8] >>> 48);
    }

    public int respPort() {
        return (int) (block.words[base + 8] >>> 32) & 0xFFFF;
    }

    public int proto() {
        return (int) (block.words[base + 8] >>> 24) & 0xFF;
    }

    public int vlan() {
        return (int) block.words[base + 8] & 0xFFFF;
    }

    public int innerVlan() {
        return (int) (block.words[base + 9] >>> 32);
    }

    public int iface() {
        return (int) block.words[base + 9];
    }

    public IpAddress origHost() {
        return new IpAddress(origHigh(), origLow());
    }

    public IpAddress respHost() {
        return new IpAddress(respHigh(), respLow());
    }

    public boolean has(Field field) {
        return type == field.type() && (block.words[base + 10] >>> field.slot() & 1) != 0;
    }

    /** The slot of a number, time, interval or flag; 0 when absent. */
    public long number(Field field) {
        return has(field) ? slot(field) : 0;
    }

    public boolean flag(Field field) {
        return number(field) != 0;
    }

    /** The array that {@link #offset} points into. */
    public byte[] bytes() {
        return block.bytes;
    }

    public int offset(Field field) {
        return (int) (slot(field) >>> 32);
    }

    /** Length in bytes of a text, address or list; 0 when absent. */
    public int length(Field field) {
        return has(field) ? (int) slot(field) : 0;
    }

    /** Elements of a list. Their layout: texts are a 4-byte length and bytes, numbers 8 bytes, addresses 16. */
    public int listCount(Field field) {
        return has(field) ? (int) INT.get(block.bytes, offset(field)) : 0;
    }

    /** Where the elements of a list begin in {@link #bytes}. */
    public int listOffset(Field field) {
        return offset(field) + 4;
    }

    public boolean textEquals(Field field, byte[] expected) {
        int length = length(field);
        if (!has(field) || length != expected.length) {
            return false;
        }
        int at = offset(field);
        for (int i = 0; i < length; i++) {
            if (block.bytes[at + i] != expected[i]) {
                return false;
            }
        }
        return true;
    }

    /** The text, or null when absent. */
    public String text(Field field) {
        return has(field) ? new String(block.bytes, offset(field), length(field), StandardCharsets.UTF_8) : null;
    }

    public IpAddress address(Field field) {
        return has(field) ? addressAt(offset(field)) : null;
    }

    /** First half of an address; 0 when absent. */
    public long addressHigh(Field field) {
        return has(field) ? (long) LONG.get(block.bytes, offset(field)) : 0;
    }

    /** Second half of an address; 0 when absent. */
    public long addressLow(Field field) {
        return has(field) ? (long) LONG.get(block.bytes, offset(field) + 8) : 0;
    }

    /**
     * Adds a text that was learned after the event was written. By the stage that owns the block, before anybody else sees the event; left out when
     * the block is full.
     */
    public void attach(Field field, byte[] text, int length) {
        if (!block.ensureBytes(length)) {
            return;
        }
        System.arraycopy(text, 0, block.bytes, block.byteEnd, length);
        block.words[base + HEADER_WORDS + field.slot()] = (long) block.byteEnd << 32 | length;
        block.words[base + 10] |= 1L << field.slot();
        block.byteEnd += length;
    }

    /** Adds a number or flag, as {@link #attach(Field, byte[], int)} adds a text. */
    public void attach(Field field, long value) {
        block.words[base + HEADER_WORDS + field.slot()] = value;
        block.words[base + 10] |= 1L << field.slot();
    }

    public List<String> texts(Field field) {
        List<String> texts = new ArrayList<>();
        int at = has(field) ? listOffset(field) : 0;
        for (int i = listCount(field); i > 0; i--) {
            int length = (int) INT.get(block.bytes, at);
            texts.add(new String(block.bytes, at + 4, length, StandardCharsets.UTF_8));
            at += 4 + length;
        }
        return texts;
    }

    /** Element {@code i} of a list of counts or intervals. */
    public long numberAt(Field field, int i) {
        return (long) LONG.get(block.bytes, listOffset(field) + 8 * i);
    }

    public IpAddress addressAt(Field field, int i) {
        return addressAt(listOffset(field) + 16 * i);
    }

    private IpAddress addressAt(int at) {
        return new IpAddress((long) LONG.get(block.bytes, at), (long) LONG.get(block.bytes, at + 8));
    }

    /** The fields that are set, one bit each by {@link Field#slot}; for writers that go over all of them. */
    public long presence() {
        return block.words[base + 10];
    }

    /** What lies in a slot: the number, or offset (high half) and length (low half) in {@link #bytes}. Of a field that is set only. */
    public long slot(int slot) {
        return block.words[base + HEADER_WORDS + slot];
    }

    void copyWords(long[] into, int at, int count) {
        System.arraycopy(block.words, base, into, at, count);
    }

    private long slot(Field field) {
        return block.words[base + HEADER_WORDS + field.slot()];
    }
}
