package io.auscult.core.detect;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a detector remembers, by a key of up to four longs (two for an address, four for a pair). Open addressing with linear probing; entries
 * stand in a list by last use. Lives on the detect thread. Grows by doubling up to its capacity and makes each state once; when full,
 * the longest idle gives its place (and its object) to the newcomer, counted as {@link Counter#STATES_EVICTED}. No allocation once grown.
 */
public final class StateTable<S extends State> {
    private static final int FIRST_SIZE = 64; // entries, a power of two
    private static final int NONE = -1;

    private final int capacity;
    private final int width;
    private final Supplier<S> maker;
    private final Counters counters;

    private final int entryMask; // bits of a slot that number its entry
    private int[] slots; // entry + 1 and above it bits of the key's hash, or 0; two to four times as many as entries
    private int tag; // of the key that was looked for last
    private final int stride;
    /** Of an entry: its key, then which entries are newer (above) and older (below), so that one wait for memory brings all. */
    private long[] rows;

    private Object[] states;
    private int count;
    private int newest = NONE;
    private int oldest = NONE;
    private int free = NONE; // removed entries, linked through older
    private final Doorkeeper newcomers;
    private boolean fresh;

    /**
     * @param capacity entries at most
     * @param width longs of a key, 1 to 4
     */
    public StateTable(int capacity, int width, Counters counters, Supplier<S> maker) {
        this.capacity = capacity;
        this.width = width;
        this.stride = width + 1;
        this.counters = counters;
        this.maker = maker;
        this.newcomers = new Doorkeeper(Integer.highestOneBit(capacity) * 8);
        this.entryMask = -1 >>> Integer.numberOfLeadingZeros(capacity);
        int size = Math.min(capacity, FIRST_SIZE);
        rows = new long[size * stride];
        states = new Object[size];
        slots = new int[slotsOf(size)];
    }

    private static int slotsOf(int size) {
        return Integer.highestOneBit(Math.max(2, size - 1)) * 4;
    }

    private void grow(int size) {
        rows = Arrays.copyOf(rows, size * stride);
        states = Arrays.copyOf(states, size);
        slots = new int[slotsOf(size)];
    }

    /** The state of this key, made when there is none ({@link #isFresh}); now the most recently used. */
    public S at(long a, long b, long c, long d) {
        int slot = slotOf(a, b, c, d);
        if (slots[slot] != 0) {
            fresh = false;
            return used(entryIn(slot));
        }
        fresh = true;
        int entry = room();
        if (entry == NONE) {
            entry = oldest;
            counters.increment(Counter.STATES_EVICTED);
            unlink(entry);
            vacate(slotOfEntry(entry));
        }
        write(entry, a, b, c, d);
        occupy(slotOf(a, b, c, d), entry);
        linkNewest(entry);
        return prepared(entry);
    }

    /**
     * As {@link #at}, but a newcomer to a full table has to come twice: null the first time. So a flood of keys that are never seen again pushes nobody out.
     */
    public @Nullable S admit(long a, long b, long c, long d) {
        if (count == capacity) {
            int slot = slotOf(a, b, c, d);
            if (slots[slot] != 0) {
                fresh = false;
                return used(entryIn(slot));
            }
            if (!newcomers.isBack(Mix.of(a, b, c, d))) {
                return null;
            }
        }
        return at(a, b, c, d);
    }

    public S at(long a) {
        return at(a, 0, 0, 0);
    }

    public S at(long a, long b) {
        return at(a, b, 0, 0);
    }

    public S at(long a, long b, long c) {
        return at(a, b, c, 0);
    }

    /** Whether the last {@code at} made its state. */
    public boolean isFresh() {
        return fresh;
    }

    /** The state of this key, now the most recently used; null when there is none. */
    public @Nullable S find(long a, long b, long c, long d) {
        if (count == 0) {
            return null;
        }
        int slot = slotOf(a, b, c, d);
        return slots[slot] == 0 ? null : used(entryIn(slot));
    }

    public @Nullable S find(long a) {
        return find(a, 0, 0, 0);
    }

    public @Nullable S find(long a, long b) {
        return find(a, b, 0, 0);
    }

    public @Nullable S find(long a, long b, long c) {
        return find(a, b, c, 0);
    }

    /** Forgets this key. */
    public void remove(long a, long b, long c, long d) {
        int slot = slotOf(a, b, c, d);
        if (slots[slot] == 0) {
            return;
        }
        int entry = entryIn(slot);
        unlink(entry);
        vacate(slot);
        older(entry, free);
        free = entry;
        count--;
    }

    public int size() {
        return count;
    }

    /** Whether a newcomer would push somebody out. */
    public boolean isFull() {
        return count == capacity;
    }

    /** All states, the longest idle first. The table must not be changed meanwhile. */
    @SuppressWarnings("unchecked")
    public void forEach(Consumer<S> action) {
        for (int entry = oldest; entry != NONE; entry = newer(entry)) {
            action.accept((S) states[entry]);
        }
    }

    /** What is done with an entry. */
    @FunctionalInterface
    public interface Visitor<S> {
        /** Of a key that is narrower than four, the rest is 0. */
        void visit(long a, long b, long c, long d, S state);
    }

    /** All entries with their keys, the longest idle first. The table must not be changed meanwhile. */
    @SuppressWarnings("unchecked")
    public void visit(Visitor<S> visitor) {
        for (int entry = oldest; entry != NONE; entry = newer(entry)) {
            visitor.visit(key(entry, 0), key(entry, 1), key(entry, 2), key(entry, 3), (S) states[entry]);
        }
    }

    private int room() {
        if (count == capacity) {
            return NONE;
        }
        if (free != NONE) {
            int entry = free;
            free = older(entry);
            count++;
            return entry;
        }
        if (count == states.length) {
            grow(Math.min(capacity, count * 2));
            for (int entry = 0; entry < count; entry++) {
                occupy(slotOfEntry(entry), entry);
            }
        }
        return count++;
    }

    @SuppressWarnings("unchecked")
    private S prepared(int entry) {
        if (states[entry] == null) {
            states[entry] = maker.get();
        }
        S state = (S) states[entry];
        state.clear();
        return state;
    }

    @SuppressWarnings("unchecked")
    private S used(int entry) {
        if (entry != newest) {
            unlink(entry);
            linkNewest(entry);
        }
        return (S) states[entry];
    }

    private void linkNewest(int entry) {
        rows[entry * stride + width] = (long) NONE << 32 | newest & 0xFFFF_FFFFL;
        if (newest == NONE) {
            oldest = entry;
        } else {
            newer(newest, entry);
        }
        newest = entry;
    }

    private void unlink(int entry) {
        int after = newer(entry);
        int before = older(entry);
        if (after == NONE) {
            newest = before;
        } else {
            older(after, before);
        }
        if (before == NONE) {
            oldest = after;
        } else {
            newer(before, after);
        }
    }

    private int newer(int entry) {
        return (int) (rows[entry * stride + width] >>> 32);
    }

    private void newer(int entry, int other) {
        int at = entry * stride + width;
        rows[at] = rows[at] & 0xFFFF_FFFFL | (long) other << 32;
    }

    private int older(int entry) {
        return (int) rows[entry * stride + width];
    }

    private void older(int entry, int other) {
        int at = entry * stride + width;
        rows[at] = rows[at] & ~0xFFFF_FFFFL | other & 0xFFFF_FFFFL;
    }

    private long key(int entry, int i) {
        return i < width ? rows[entry * stride + i] : 0;
    }

    private void write(int entry, long a, long b, long c, long d) {
        int at = entry * stride;
        rows[at] = a;
        if (width > 1) {
            rows[at + 1] = b;
        }
        if (width > 2) {
            rows[at + 2] = c;
        }
        if (width > 3) {
            rows[at + 3] = d;
        }
    }

    private boolean holds(int entry, long a, long b, long c, long d) {
        int at = entry * stride;
        return rows[at] == a
                && (width < 2 || rows[at + 1] == b)
                && (width < 3 || rows[at + 2] == c)
                && (width < 4 || rows[at + 3] == d);
    }

    private int home(long a, long b, long c, long d) {
        return (int) Mix.of(a, b, c, d) & slots.length - 1;
    }

    /** Where this key is, or where it would go. Keys are looked at only where the bits of their hash agree: each look is a wait for memory. */
    private int slotOf(long a, long b, long c, long d) {
        int mask = slots.length - 1;
        long hash = Mix.of(a, b, c, d);
        tag = (int) (hash >>> 32) & ~entryMask;
        int slot = (int) hash & mask;
        while (slots[slot] != 0 && ((slots[slot] & ~entryMask) != tag || !holds(entryIn(slot), a, b, c, d))) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private int entryIn(int slot) {
        return (slots[slot] & entryMask) - 1;
    }

    /** Of the slot that {@link #slotOf} gave last. */
    private void occupy(int slot, int entry) {
        slots[slot] = tag | entry + 1;
    }

    private int slotOfEntry(int entry) {
        return slotOf(key(entry, 0), key(entry, 1), key(entry, 2), key(entry, 3));
    }

    /** Empties a slot and moves up those that had been pushed past it (Knuth 6.4, algorithm R). */
    private void vacate(int slot) {
        int mask = slots.length - 1;
        int hole = slot;
        int next = slot;
        while (true) {
            next = next + 1 & mask;
            if (slots[next] == 0) {
                break;
            }
            int entry = entryIn(next);
            int home = home(key(entry, 0), key(entry, 1), key(entry, 2), key(entry, 3));
            if ((next - home & mask) >= (next - hole & mask)) {
                slots[hole] = slots[next];
                hole = next;
            }
        }
        slots[hole] = 0;
    }
}
