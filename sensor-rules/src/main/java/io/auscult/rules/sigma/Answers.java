package io.auscult.rules.sigma;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a slow question was answered for texts asked about lately: names of shares, pipes and hosts come again and again. One place for each text by its hash, so a newcomer takes that of an
 * older one. {@link #PLACES} texts of at most {@link #LONGEST} bytes; longer ones are not kept. Detect thread, makes nothing once a place is in use.
 */
final class Answers {
    static final int UNKNOWN = -1;
    static final int NO = 0;
    static final int YES = 1;

    static final int PLACES = 64; // a power of two
    static final int LONGEST = 120; // bytes

    private static final long SEED = 0x2545_F491_4F6C_DD1DL;

    private final byte[] @Nullable [] texts = new byte[PLACES][];
    private final int[] lengths = new int[PLACES];
    private final boolean[] passed = new boolean[PLACES];
    private int place;

    /** {@link #YES}, {@link #NO} or {@link #UNKNOWN}; then {@link #keep} may follow for the same text. */
    int of(byte[] bytes, int at, int length) {
        if (length > LONGEST) {
            return UNKNOWN;
        }
        place = (int) Hash.of(bytes, at, length, SEED) & PLACES - 1;
        byte[] text = texts[place];
        boolean isKnown =
                text != null && lengths[place] == length && Arrays.equals(text, 0, length, bytes, at, at + length);
        return !isKnown ? UNKNOWN : passed[place] ? YES : NO;
    }

    void keep(byte[] bytes, int at, int length, boolean passes) {
        if (length > LONGEST) {
            return;
        }
        byte[] text = texts[place];
        if (text == null) {
            text = new byte[LONGEST];
            texts[place] = text;
        }
        System.arraycopy(bytes, at, text, 0, length);
        lengths[place] = length;
        passed[place] = passes;
    }
}
