package io.auscult.core.indicator;

/**
 * Addresses of which nothing was known when they were last looked up, so that those that are seen all the time cost a glance. Holds {@link #MOST}; one takes the place of another.
 * One thread.
 */
final class AbsentAddresses {
    private static final int BITS = 14;
    static final int MOST = 1 << BITS;

    private final long[] entries = new long[3 * MOST]; // high, low, additions; of an empty table there are none

    /** @param additions to the table so far: whatever is older counts for nothing */
    boolean has(long high, long low, long additions) {
        int at = at(high, low);
        return entries[at + 2] == additions && entries[at + 1] == low && entries[at] == high;
    }

    /** @param additions as they were before it was looked up */
    void add(long high, long low, long additions) {
        int at = at(high, low);
        entries[at] = high;
        entries[at + 1] = low;
        entries[at + 2] = additions;
    }

    private static int at(long high, long low) {
        long mixed = (high * 0x9E37_79B9_7F4A_7C15L ^ low) * 0xD1B5_4A32_D192_ED03L;
        return 3 * (int) (mixed >>> 64 - BITS);
    }
}
