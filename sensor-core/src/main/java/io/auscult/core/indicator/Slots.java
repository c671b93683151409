package io.auscult.core.indicator;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * From the hash of a key to the places of its records: open addressing, linear probing, half of each slot the upper 32 bits of the hash, half the place. One writes, any number
 * read, nobody waits: a slot is one word, and a table that has become too small is replaced by another as a whole. Several records may have one key; at most
 * {@link #MOST_PROBES} slots are ever looked at, and what would need more is refused. Marks of an eighth of the table's size, which caches hold longer, tell of most keys that they are not there (a Bloom filter of
 * words, two bits a key).
 */
final class Slots {
    static final int MOST_PROBES = 1_024;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
    private static final long REMOVED = 0xFFFF_FFFFL << 32; // place 0 belongs to nobody
    private static final int SMALLEST = 10; // bits
    private static final int LARGEST = 28;
    private static final int FULL_PERCENT = 70;
    private static final int MARKED = 4; // bits: slots for each word of marks

    private volatile long[] slots = new long[1 << SMALLEST];
    private volatile long[] marks = new long[1 << SMALLEST >> MARKED];
    private int used; // removed ones included
    private int held;

    /** The table as it is now; a lookup uses one throughout. Any thread. */
    long[] table() {
        return slots;
    }

    /** Whether a record with this hash may be there. Any thread. */
    boolean has(int hash) {
        long[] words = marks;
        long mark = mark(hash);
        return (at(words, first(words, hash)) & mark) == mark;
    }

    private static long mark(int hash) {
        return 1L << hash | 1L << (hash >>> 6);
    }

    private static void mark(long[] words, int hash) {
        int index = first(words, hash);
        SLOT.setRelease(words, index, words[index] | mark(hash));
    }

    static int first(long[] table, int hash) {
        return hash >>> 32 - bits(table);
    }

    private static int bits(long[] table) {
        return Integer.numberOfTrailingZeros(table.length);
    }

    static long at(long[] table, int index) {
        return (long) SLOT.getAcquire(table, index);
    }

    /** Whether a slot is of a record with this hash. */
    static boolean isOf(long slot, int hash) {
        return (int) (slot >>> 32) == hash && (int) slot != 0;
    }

    static int place(long slot) {
        return (int) slot;
    }

    int held() {
        return held;
    }

    /** @return whether there was room within reach */
    boolean add(int hash, int place) {
        if (used * 100L >= (long) slots.length * FULL_PERCENT) {
            rebuild();
        }
        mark(marks, hash);
        long[] table = slots;
        int mask = table.length - 1;
        int index = first(table, hash);
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long slot = at(table, index);
            if (slot == 0 || slot == REMOVED) {
                used += slot == 0 ? 1 : 0;
                held++;
                SLOT.setRelease(table, index, word(hash, place));
                return true;
            }
            index = index + 1 & mask;
        }
        return false;
    }

    /** Puts a record at the place of another of the same key; a reader sees one of both. */
    void replace(int hash, int before, int now) {
        int index = find(hash, before);
        if (index >= 0) {
            SLOT.setRelease(slots, index, word(hash, now));
        }
    }

    void remove(int hash, int place) {
        int index = find(hash, place);
        if (index >= 0) {
            held--;
            SLOT.setRelease(slots, index, REMOVED);
        }
    }

    boolean holds(int hash, int place) {
        return find(hash, place) >= 0;
    }

    private int find(int hash, int place) {
        long[] table = slots;
        int mask = table.length - 1;
        int index = first(table, hash);
        long wanted = word(hash, place);
        for (int probes = 0; probes < MOST_PROBES; probes++) {
            long slot = at(table, index);
            if (slot == wanted) {
                return index;
            }
            if (slot == 0) {
                return -1;
            }
            index = index + 1 & mask;
        }
        return -1;
    }

    private static long word(int hash, int place) {
        return (long) hash << 32 | place & 0xFFFF_FFFFL;
    }

    /** Without the removed ones, and twice as large where that alone does not help. What finds no room within reach again, with probability nil, is left out. */
    private void rebuild() {
        long[] before = slots;
        int bits = bits(before);
        while (bits < LARGEST && held * 100L >= (1L << bits) * (FULL_PERCENT * 2 / 3)) {
            bits++;
        }
        long[] after = new long[1 << bits];
        long[] marked = new long[1 << bits - MARKED];
        int count = 0;
        for (long slot : before) {
            if (slot == 0 || slot == REMOVED) {
                continue;
            }
            int index = first(after, (int) (slot >>> 32));
            while (after[index] != 0) {
                index = index + 1 & after.length - 1;
            }
            after[index] = slot;
            mark(marked, (int) (slot >>> 32));
            count++;
        }
        held = count;
        used = count;
        slots = after;
        marks = marked;
    }

    long bytes() {
        return 8L * (slots.length + marks.length);
    }
}
