package io.auscult.core.decode;

/**
 * How many packets came with each link type that is not understood. Holds {@value #CAPACITY} types; packets of further ones are
 * counted together under -1. Written by the thread of its decoder; readers elsewhere may see counts a moment old.
 */
public final class LinkTypeCounts {
    public static final int CAPACITY = 32;

    private final int[] types = new int[CAPACITY];
    private final long[] packets = new long[CAPACITY];
    private long others;
    private int size;

    void increment(int linkType) {
        for (int i = 0; i < size; i++) {
            if (types[i] == linkType) {
                packets[i]++;
                return;
            }
        }
        if (size == CAPACITY) {
            others++;
            return;
        }
        types[size] = linkType;
        packets[size++] = 1;
    }

    /** Number of entries; the last one may be the link type -1, for all that had no room. */
    public int size() {
        return size + (others > 0 ? 1 : 0);
    }

    public int linkType(int i) {
        return i < size ? types[i] : -1;
    }

    public long packets(int i) {
        return i < size ? packets[i] : others;
    }
}
