package io.auscult.core.detect;

import java.util.Arrays;

/**
 * How many distinct things there were, within a few percent, in fixed memory (Flajolet, Fusy, Gandouet, Meunier, AofA 2007): standard error
 * 1.04 / sqrt(2^precision), small counts by linear counting. Every change keeps the sums, so that {@link #count} costs nothing. Detect thread.
 */
public final class HyperLogLog {
    private final int precision;
    private final byte[] ranks;
    private double inverseSum;
    private int zeros;

    /** @param precision 4 to 16; memory is 2^precision bytes */
    public HyperLogLog(int precision) {
        this.precision = precision;
        this.ranks = new byte[1 << precision];
        clear();
    }

    public void clear() {
        Arrays.fill(ranks, (byte) 0);
        inverseSum = ranks.length;
        zeros = ranks.length;
    }

    /**
     * @param hash well mixed
     * @return whether it is surely new
     */
    public boolean add(long hash) {
        return raise(
                (int) (hash >>> 64 - precision),
                Math.min(Long.numberOfLeadingZeros(hash << precision), 63 - precision) + 1);
    }

    /** Adds what another counted. From a coarser one no more than one thing a register can be taken over, so that the sum is too low. */
    public void addAll(HyperLogLog other) {
        int finer = precision - other.precision;
        if (finer < 0) {
            throw new IllegalArgumentException(
                    "precision: " + other.precision + " (expected: at most " + precision + ")");
        }
        for (int i = 0; i < other.ranks.length; i++) {
            int rank = other.ranks[i];
            if (rank > finer) {
                raise(i << finer, rank - finer);
            } else if (rank > 0) {
                raise(i << finer | 1 << finer - rank, 1);
            }
        }
    }

    private boolean raise(int i, int rank) {
        int before = ranks[i];
        if (rank <= before) {
            return false;
        }
        ranks[i] = (byte) rank;
        inverseSum += power(rank) - power(before);
        if (before == 0) {
            zeros--;
        }
        return true;
    }

    private static double power(int rank) {
        return Double.longBitsToDouble((long) (1023 - rank) << 52); // 2^-rank
    }

    public long count() {
        double m = ranks.length;
        double raw = 0.7213 / (1 + 1.079 / m) * m * m / inverseSum;
        if (raw <= 2.5 * m && zeros > 0) {
            return Math.round(m * Math.log(m / zeros));
        }
        return Math.round(raw);
    }
}
