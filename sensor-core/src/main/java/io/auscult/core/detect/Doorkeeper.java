package io.auscult.core.detect;

import java.util.Arrays;

/**
 * Tells who comes for the second time, among very many who come once: two Bloom filters that take turns (two bits a key). Lets a table refuse a flood of
 * forged sources without refusing those who return. Remembers between {@code generation} and twice as many keys; memory is 2 bits x 8 a key of a
 * generation, made on first use. Detect thread.
 */
public final class Doorkeeper {
    private static final long[] NONE = {};

    private final int generation;
    private long[] young = NONE;
    private long[] old = NONE;
    private int count;

    /** @param generation keys before the older filter is emptied; a power of two, at least 8 */
    public Doorkeeper(int generation) {
        this.generation = generation;
    }

    /** Whether this key was there before; remembers it. */
    public boolean isBack(long hash) {
        if (young.length == 0) {
            young = new long[generation / 8];
            old = new long[generation / 8];
        }
        int bits = generation * 8;
        int first = (int) hash & bits - 1;
        int second = (int) (hash >>> 32) & bits - 1;
        boolean inYoung = isSet(young, first) && isSet(young, second);
        if (inYoung || isSet(old, first) && isSet(old, second)) {
            return true;
        }
        if (++count > generation) {
            long[] emptied = old;
            old = young;
            young = emptied;
            Arrays.fill(young, 0);
            count = 1;
        }
        young[first >>> 6] |= 1L << first;
        young[second >>> 6] |= 1L << second;
        return false;
    }

    /** Whether this key was there before; does not remember it. */
    public boolean knows(long hash) {
        if (young.length == 0) {
            return false;
        }
        int bits = generation * 8;
        int first = (int) hash & bits - 1;
        int second = (int) (hash >>> 32) & bits - 1;
        return isSet(young, first) && isSet(young, second) || isSet(old, first) && isSet(old, second);
    }

    private static boolean isSet(long[] words, int bit) {
        return (words[bit >>> 6] >>> bit & 1) != 0;
    }
}
