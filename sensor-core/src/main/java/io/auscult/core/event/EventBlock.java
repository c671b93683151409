package io.auscult.core.event;

import java.util.Arrays;

/**
 * The events of one lane for one packet block, as flat records: fixed words (header and slots) in one array, texts and lists in another.
 * Owned by one stage at a time. Grows while warming up, up to {@link #MAX_BYTES}; beyond, events are refused and counted
 * by the writer.
 *
 * <pre>
 * word 0    timestamp, ns since 1970          word 1    order: packet number x 2 + (0 before, 1 at that packet)
 * word 2    order among events of one tick    word 3    uid
 * word 4-5  originator address                word 6-7  responder address
 * word 8    ports, proto, flags, vlan         word 9    inner vlan, interface
 * word 10   presence bits                     word 11.. one slot a field: the number, or offset (high) and length (low) in bytes
 * </pre>
 */
public final class EventBlock {
    /** Limit of each of the two arrays. */
    public static final int MAX_BYTES = 1 << 26;

    static final int HEADER_WORDS = 11;
    static final int HAS_CONNECTION = 1;

    long[] words = new long[1 << 12];
    byte[] bytes = new byte[1 << 12];
    int[] position = new int[1 << 8];
    EventType[] types = new EventType[1 << 8];
    int count;
    int wordEnd;
    int byteEnd;
    private long number;
    private long nowNs;
    private boolean last;

    public void begin(long number) {
        this.number = number;
        last = false;
        restart();
    }

    /** All events of a part of the packet block have been taken; more of it follow. */
    public void restart() {
        count = 0;
        wordEnd = 0;
        byteEnd = 0;
    }

    /** Bytes of all events. */
    public int size() {
        return wordEnd * Long.BYTES + byteEnd;
    }

    /** Number of the packet block these events come from. */
    public long number() {
        return number;
    }

    /** The packet block ended at this packet time, and perhaps was the last. */
    public void end(long nowNs, boolean last) {
        this.nowNs = nowNs;
        this.last = last;
    }

    public long nowNs() {
        return nowNs;
    }

    public boolean isLast() {
        return last;
    }

    public int count() {
        return count;
    }

    /** Sort key: events of all lanes ordered by this, then by {@link #subOrder}, give the order of a single lane. */
    public long order(int i) {
        return words[position[i] + 1];
    }

    public long subOrder(int i) {
        return words[position[i] + 2];
    }

    boolean ensureWords(int more) {
        if (wordEnd + more <= words.length) {
            return true;
        }
        int size = Math.max(words.length * 2, wordEnd + more);
        if ((long) size * 8 > MAX_BYTES) {
            return false;
        }
        words = Arrays.copyOf(words, size);
        return true;
    }

    boolean ensureBytes(int more) {
        if (byteEnd + more <= bytes.length) {
            return true;
        }
        int size = Math.max(bytes.length * 2, byteEnd + more);
        if (size > MAX_BYTES) {
            return false;
        }
        bytes = Arrays.copyOf(bytes, size);
        return true;
    }

    /** Takes a copy of an event that lies in another block. @return whether there was room */
    public boolean add(Event event) {
        EventType type = event.type();
        int size = HEADER_WORDS + type.fieldCount();
        if (!ensureWords(size)) {
            return false;
        }
        int at = wordEnd;
        event.copyWords(words, at, size);
        for (int slot = 0; slot < type.fieldCount(); slot++) {
            boolean isNumber = type.fields().get(slot).kind().isNumber();
            if (isNumber || (event.presence() >>> slot & 1) == 0) {
                continue;
            }
            int length = (int) event.slot(slot);
            if (!ensureBytes(length)) {
                return false;
            }
            System.arraycopy(event.bytes(), (int) (event.slot(slot) >>> 32), bytes, byteEnd, length);
            words[at + HEADER_WORDS + slot] = (long) byteEnd << 32 | length;
            byteEnd += length;
        }
        wordEnd += size;
        commit(type, at);
        return true;
    }

    void commit(EventType type, int at) {
        if (count == position.length) {
            position = Arrays.copyOf(position, count * 2);
            types = Arrays.copyOf(types, count * 2);
        }
        position[count] = at;
        types[count++] = type;
    }
}
