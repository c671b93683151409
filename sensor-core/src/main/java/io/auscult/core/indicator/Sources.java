package io.auscult.core.indicator;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The sources of a table by number, in the order in which they came, and what is known of each. At most {@link IndicatorTable#MOST_SOURCES}; one more is a mistake in the configuration. One changes it, any thread reads. */
final class Sources {
    private static final int MOST = IndicatorTable.MOST_SOURCES;

    private final AtomicReferenceArray<@Nullable String> names = new AtomicReferenceArray<>(MOST);
    private final AtomicIntegerArray held = new AtomicIntegerArray(MOST);
    private final AtomicLongArray changes = new AtomicLongArray(MOST);
    private final int[] rounds = new int[MOST]; // of who changes

    /** Its number, a new one where it has none. */
    int add(String name) {
        int known = indexOf(name);
        if (known >= 0) {
            return known;
        }
        for (int i = 0; i < MOST; i++) {
            if (names.compareAndSet(i, null, name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("sources of indicators: " + name + " (expected: at most " + MOST + ")");
    }

    /** -1 for one that never gave anything. */
    int indexOf(String source) {
        for (int i = 0; i < MOST; i++) {
            String name = names.get(i);
            if (name == null || name.equals(source)) {
                return name == null ? -1 : i;
            }
        }
        return -1;
    }

    String name(int index) {
        return String.valueOf(names.get(index));
    }

    /** How many indicators are of this source; none are of -1. */
    int held(int index) {
        return index < 0 ? 0 : held.get(index);
    }

    /** Grows whenever something of this source comes, changes or goes. */
    long changes(int index) {
        return index < 0 ? 0 : changes.get(index);
    }

    /** @param by how many more it has now */
    void changed(int index, int by) {
        held.addAndGet(index, by);
        changes.incrementAndGet(index);
    }

    /** A mark of what is put from now on. */
    void beginRound(int index) {
        rounds[index] = rounds[index] + 1 & 0x7F;
    }

    int round(int index) {
        return rounds[index];
    }
}
