package io.auscult.core.detect;

import io.auscult.core.counter.Counters;

/**
 * Names that many addresses show in the same certificate: those of a product or a group, not of a host. Part of a {@link HostTable}. Remembers
 * {@link #MAX_NAMES} names, the longest unused is forgotten.
 */
final class SharedNames {
    static final int MAX_NAMES = 16_384;
    static final int MAX_ADDRESSES = 2; // of a host; a pair of servers may share a name

    private static final long FNV_OFFSET = 0xCBF2_9CE4_8422_2325L;
    private static final long FNV_PRIME = 0x100_0000_01B3L;

    private final StateTable<Addresses> names;

    private static final class Addresses implements State {
        private final long[] high = new long[MAX_ADDRESSES];
        private final long[] low = new long[MAX_ADDRESSES];
        private int count;
        private boolean many;

        @Override
        public void clear() {
            count = 0;
            many = false;
        }

        private void add(long addressHigh, long addressLow) {
            for (int i = 0; i < count; i++) {
                if (high[i] == addressHigh && low[i] == addressLow) {
                    return;
                }
            }
            if (count == MAX_ADDRESSES) {
                many = true;
            } else {
                high[count] = addressHigh;
                low[count++] = addressLow;
            }
        }
    }

    SharedNames(Counters counters) {
        names = new StateTable<>(MAX_NAMES, 1, counters, Addresses::new);
    }

    /** The address shows this name too. @return whether the name may be that of a host */
    boolean add(byte[] name, int offset, int length, long high, long low) {
        Addresses addresses = names.at(key(name, offset, length));
        addresses.add(high, low);
        return !addresses.many;
    }

    boolean isOfMany(byte[] name) {
        Addresses addresses = names.size() == 0 ? null : names.find(key(name, 0, name.length));
        return addresses != null && addresses.many;
    }

    private static long key(byte[] name, int offset, int length) {
        long hash = FNV_OFFSET;
        for (int i = offset; i < offset + length; i++) {
            int c = name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i];
            hash = (hash ^ c & 0xFF) * FNV_PRIME;
        }
        return hash;
    }
}
