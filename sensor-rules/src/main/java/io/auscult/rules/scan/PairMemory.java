package io.auscult.rules.scan;

/**
 * Remembers which source spoke to which destination, on which port last and with what outcome, and whether it was ever answered: one word a pair, in sets of four, the
 * longest unused of a set replaced. What is forgotten counts as a first contact again. Grows by doubling up to {@link #MOST} pairs (8 MB). Detect thread.
 */
final class PairMemory {
    static final int MOST = 1 << 20;
    /** {@link #touch} saw this pair for the first time. */
    static final int FIRST = -1;

    private static final int WAYS = 4;
    private static final int VALUE_BITS = 18;
    private static final int ANSWERED = 1 << 16;
    private static final int REFUSED = 1 << 17;

    private long[] words = new long[1 << 10];
    private int used;

    /** @return {@link #FIRST}, or what was known before: read it with {@link #portOf} and {@link #wasAnswered} */
    int touch(long hash, int port, boolean answered, boolean refused) {
        int value = port | (answered ? ANSWERED : refused ? REFUSED : 0);
        long tag = Math.max(1, hash >>> VALUE_BITS);
        int base = base(tag, words.length);
        for (int i = 0; i < WAYS; i++) {
            long word = words[base + i];
            if (word >>> VALUE_BITS == tag) {
                int before = (int) word & (1 << VALUE_BITS) - 1;
                putFirst(base, i, tag << VALUE_BITS | before & ANSWERED | value);
                return before;
            }
        }
        if (words[base + WAYS - 1] == 0 && ++used > words.length / 2 && words.length < MOST) {
            grow();
            base = base(tag, words.length);
        }
        putFirst(base, WAYS - 1, tag << VALUE_BITS | value);
        return FIRST;
    }

    static int portOf(int known) {
        return known & 0xFFFF;
    }

    static boolean wasAnswered(int known) {
        return (known & ANSWERED) != 0;
    }

    /** Whether the last contact was refused. */
    static boolean wasRefused(int known) {
        return (known & REFUSED) != 0;
    }

    private static int base(long tag, int length) {
        return ((int) tag & length / WAYS - 1) * WAYS;
    }

    private void putFirst(int base, int from, long word) {
        for (int i = from; i > 0; i--) {
            words[base + i] = words[base + i - 1];
        }
        words[base] = word;
    }

    private void grow() {
        long[] before = words;
        words = new long[before.length * 2];
        for (int set = 0; set < before.length; set += WAYS) {
            for (int i = WAYS - 1; i >= 0; i--) {
                if (before[set + i] != 0) {
                    putFirst(base(before[set + i] >>> VALUE_BITS, words.length), WAYS - 1, before[set + i]);
                }
            }
        }
    }
}
