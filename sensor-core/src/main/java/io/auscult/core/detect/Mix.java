package io.auscult.core.detect;

/** Mixing of keys into well-spread 64-bit hashes (Stafford's variant 13 of the MurmurHash3 finaliser). Not secret: bounded tables, not trust, hold off an adversary. */
public final class Mix {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private Mix() {}

    public static long of(long a) {
        long x = a + GOLDEN;
        x = (x ^ x >>> 30) * 0xBF58476D1CE4E5B9L;
        x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
        return x ^ x >>> 31;
    }

    public static long of(long a, long b) {
        return of(of(a) ^ b);
    }

    public static long of(long a, long b, long c, long d) {
        return of(of(a * 0xFF51AFD7ED558CCDL + Long.rotateLeft(b, 29) * 0xC4CEB9FE1A85EC53L)
                ^ c * 0x9FB21C651E98DF25L
                ^ Long.rotateLeft(d, 31) * GOLDEN);
    }
}
