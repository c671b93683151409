package io.auscult.core.indicator;

import java.security.SecureRandom;

/**
 * Hashes of keys under a seed that nobody outside knows. Texts are gone through from the end, so that the hashes of a name and of every name above it come from one pass. Immutable.
 */
final class Hash {
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;
    private static final long KIND = 0xC2B2_AE3D_27D4_EB4FL;

    private final long seed;

    Hash() {
        seed = new SecureRandom().nextLong();
    }

    long begin(int kind) {
        return seed ^ (kind + 1) * KIND;
    }

    /** Takes the byte before those taken so far. */
    static long step(long hash, int unsignedByte) {
        long mixed = (hash ^ unsignedByte) * STEP;
        return mixed ^ mixed >>> 29;
    }

    /** 32 good bits of what was taken. */
    static int end(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        mixed = (mixed ^ mixed >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return (int) (mixed >>> 32);
    }

    int of(int kind, byte[] bytes, int from, int to) {
        long hash = begin(kind);
        for (int i = to - 1; i >= from; i--) {
            hash = step(hash, bytes[i] & 0xFF);
        }
        return end(hash);
    }

    int of(int kind, int bits, long high, long low) {
        long hash = step(begin(kind) + bits * STEP, 0) ^ low;
        hash = (hash ^ hash >>> 32) * KIND;
        hash = (hash ^ hash >>> 29) + high;
        return end(hash * STEP);
    }
}
