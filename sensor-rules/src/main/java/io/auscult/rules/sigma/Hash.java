package io.auscult.rules.sigma;

import io.auscult.core.detect.Mix;

/** 64-bit hashes of values, the same in every run. Stateless. */
final class Hash {
    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private Hash() {}

    static long of(long value, long seed) {
        return Mix.of(value * PRIME ^ seed);
    }

    static long of(long a, long b, long seed) {
        return Mix.of(Mix.of(a * PRIME ^ seed) ^ b);
    }

    static long of(byte[] bytes, int at, int length, long seed) {
        long hash = seed ^ length * PRIME;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[at + i]) * 0x0000_0100_0000_01B3L;
            hash ^= hash >>> 29;
        }
        return Mix.of(hash);
    }
}
