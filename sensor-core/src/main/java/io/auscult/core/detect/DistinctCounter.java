package io.auscult.core.detect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many distinct things there were: exact up to a bound, a {@link HyperLogLog} beyond it. Told apart by 32 bits of
 * their hash. Memory grows on demand up to 16 bytes x the bound plus 2^precision bytes and is kept when cleared. Detect thread.
 */
public final class DistinctCounter {
    private static final int[] NONE = {};

    private final int bound;
    private final int precision;
    private int[] exact = NONE; // upper halves of hashes, 0 for empty; at most half full
    private int size;
    private @Nullable HyperLogLog sketch;
    private boolean sketched;

    /**
     * @param bound most things told apart exactly, at least 4
     * @param precision of the sketch
     */
    public DistinctCounter(int bound, int precision) {
        this.bound = bound;
        this.precision = precision;
    }

    public void clear() {
        if (size > 0) {
            Arrays.fill(exact, 0);
        }
        size = 0;
        sketched = false;
    }

    /**
     * @param hash well mixed
     * @return whether it is new; in the sketch, whether it surely is
     */
    public boolean add(long hash) {
        int value = value(hash);
        if (sketched) {
            return sketch().add((long) value << 32);
        }
        if (exact.length == 0) {
            exact = new int[8];
        }
        int slot = slotOf(value);
        if (exact[slot] != 0) {
            return false;
        }
        if (size == bound) {
            turnIntoSketch();
            return sketch().add((long) value << 32);
        }
        if (2 * size >= exact.length) {
            grow();
            slot = slotOf(value);
        }
        exact[slot] = value;
        size++;
        return true;
    }

    /** Whether it was added; while exact only, false once sketched. */
    public boolean contains(long hash) {
        return !sketched && size > 0 && exact[slotOf(value(hash))] != 0;
    }

    public void addAll(DistinctCounter other) {
        addAll(other, 0);
    }

    /**
     * Adds the things of the other one, each as {@code hash ^ mask}. What the other one has only in its sketch is added as it is there: counted as well, but not
     * known again under the mask.
     */
    public void addAll(DistinctCounter other, long mask) {
        if (other.sketched) {
            if (!sketched) {
                turnIntoSketch();
            }
            sketch().addAll(other.sketch());
            return;
        }
        for (int i = 0; other.size > 0 && i < other.exact.length; i++) {
            if (other.exact[i] != 0) {
                add((long) other.exact[i] << 32 ^ mask);
            }
        }
    }

    public long count() {
        return sketched ? Math.max(size, sketch().count()) : size;
    }

    public boolean isExact() {
        return !sketched;
    }

    private static int value(long hash) {
        int upper = (int) (hash >>> 32);
        return upper == 0 ? 1 : upper;
    }

    private int slotOf(int value) {
        int mask = exact.length - 1;
        int slot = value & mask;
        while (exact[slot] != 0 && exact[slot] != value) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        int[] before = exact;
        exact = new int[before.length * 2];
        for (int value : before) {
            if (value != 0) {
                exact[slotOf(value)] = value;
            }
        }
    }

    private HyperLogLog sketch() {
        if (sketch == null) {
            sketch = new HyperLogLog(precision);
        }
        return sketch;
    }

    private void turnIntoSketch() {
        sketched = true;
        sketch().clear();
        for (int i = 0; size > 0 && i < exact.length; i++) {
            if (exact[i] != 0) {
                sketch().add((long) exact[i] << 32);
            }
        }
    }
}
