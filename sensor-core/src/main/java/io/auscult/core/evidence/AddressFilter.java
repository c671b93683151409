package io.auscult.core.evidence;

import java.util.Arrays;

/** A Bloom filter with one hash over addresses at work: most packets of others are known by one look. */
final class AddressFilter {
    private static final int BITS = 12;

    private final long[] words = new long[1 << BITS - 6];

    void clear() {
        Arrays.fill(words, 0);
    }

    void add(long address) {
        set((int) (address >>> 64 - BITS));
    }

    /** A sender of ARP messages. */
    void addStation(int hardware) {
        set(hardware >>> 32 - BITS);
    }

    private void set(int bit) {
        words[bit >>> 6] |= 1L << bit;
    }

    private boolean has(int bit) {
        return (words[bit >>> 6] >>> bit & 1) != 0;
    }

    /** Whether the packet may be of interest. */
    boolean mayCover(PacketRing ring, int slot) {
        return has((int) (ring.src(slot) >>> 64 - BITS))
                || has((int) (ring.dst(slot) >>> 64 - BITS))
                || ring.ports(slot) == PacketRing.ARP && has(ring.flow(slot) >>> 32 - BITS);
    }
}
