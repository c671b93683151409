package io.auscult.rules.sigma;

import io.auscult.core.detect.Mix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rules by a number or an address of two; open addressing, immutable once built. Any thread. */
final class LongTable {
    private final long[] keys; // two a slot
    private final int[] @Nullable [] rules;
    private final int size;

    private LongTable(long[] keys, int[] @Nullable [] rules, int size) {
        this.keys = keys;
        this.rules = rules;
        this.size = size;
    }

    int size() {
        return size;
    }

    int @Nullable [] get(long high, long low) {
        int mask = rules.length - 1;
        for (int slot = (int) Mix.of(high, low) & mask; ; slot = slot + 1 & mask) {
            int[] found = rules[slot];
            if (found == null || keys[2 * slot] == high && keys[2 * slot + 1] == low) {
                return found;
            }
        }
    }

    /** Collects. */
    static final class Builder {
        private record Key(long high, long low) {}

        private final Map<Key, List<Integer>> byKey = new LinkedHashMap<>();

        void add(long high, long low, int rule) {
            byKey.computeIfAbsent(new Key(high, low), key -> new ArrayList<>()).add(rule);
        }

        LongTable build() {
            int slots = Integer.highestOneBit(Math.max(1, byKey.size())) * 4;
            long[] keys = new long[2 * slots];
            int[] @Nullable [] rules = new int[slots][];
            byKey.forEach((key, list) -> {
                int slot = (int) Mix.of(key.high, key.low) & slots - 1;
                while (rules[slot] != null) {
                    slot = slot + 1 & slots - 1;
                }
                keys[2 * slot] = key.high;
                keys[2 * slot + 1] = key.low;
                rules[slot] =
                        list.stream().distinct().mapToInt(Integer::intValue).toArray();
            });
            return new LongTable(keys, rules, byKey.size());
        }
    }
}
