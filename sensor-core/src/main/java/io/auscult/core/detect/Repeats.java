package io.auscult.core.detect;

import java.util.Arrays;

/**
 * What was just seen to change nothing, by hash of {@link Mix}, so that its repetition costs one look into a few kilobytes. A newcomer takes the place of whoever shares it: what was noted may be
 * forgotten, and what was not is taken for noted by a chance of one in 2^52 only. Detect thread.
 */
public final class Repeats {
    private static final int SIZE = 4_096; // 32 KiB

    private final long[] last = new long[SIZE];

    public boolean has(long hash) {
        return last[(int) hash & SIZE - 1] == hash;
    }

    public void note(long hash) {
        last[(int) hash & SIZE - 1] = hash;
    }

    public void forget() {
        Arrays.fill(last, 0);
    }
}
