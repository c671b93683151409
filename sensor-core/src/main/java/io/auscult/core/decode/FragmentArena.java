package io.auscult.core.decode;

import java.util.Arrays;

/**
 * Memory for datagrams in pieces, cut into chunks of {@value #CHUNK} bytes that are handed out and taken back. For each unit of eight
 * bytes it keeps which fragment wrote it (first unit and end of that fragment). Allocated when the first chunk is asked for; never grows.
 */
final class FragmentArena {
    static final int CHUNK = 2048;
    static final int UNIT = 8;
    static final int UNITS = CHUNK / UNIT;
    static final int NONE = -1;

    private final int chunks;
    private byte[] data;
    private int[] owner;
    private int[] free;
    private int freeCount;

    FragmentArena(int bytes) {
        this.chunks = Math.max(32, bytes / CHUNK);
    }

    /** @return the number of an empty chunk, or {@link #NONE} */
    int take() {
        if (data == null) {
            allocate();
        }
        if (freeCount == 0) {
            return NONE;
        }
        int chunk = free[--freeCount];
        Arrays.fill(owner, chunk * UNITS, (chunk + 1) * UNITS, 0);
        return chunk;
    }

    void giveBack(int chunk) {
        free[freeCount++] = chunk;
    }

    private void allocate() {
        data = new byte[chunks * CHUNK];
        owner = new int[chunks * UNITS];
        free = new int[chunks];
        for (int i = 0; i < chunks; i++) {
            free[i] = chunks - 1 - i;
        }
        freeCount = chunks;
    }

    byte[] data() {
        return data;
    }

    /** First unit (high half) and end (low half) of the fragment that wrote this unit of the chunk; 0 for nobody. */
    int owner(int chunk, int unit) {
        return owner[chunk * UNITS + unit];
    }

    void owner(int chunk, int unit, int value) {
        owner[chunk * UNITS + unit] = value;
    }
}
