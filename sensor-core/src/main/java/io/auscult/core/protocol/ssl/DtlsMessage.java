package io.auscult.core.protocol.ssl;

import io.auscult.core.protocol.StreamView;
import java.util.Arrays;

/**
 * A handshake message that comes in fragments, RFC 6347 section 4.2.3: in any order, twice, overlapping. Reused. A message over
 * {@link #MAX_BYTES}, or one of more than {@link #MAX_PIECES} pieces with holes between, is not joined.
 */
final class DtlsMessage {
    static final int MAX_BYTES = 1 << 16;
    static final int MAX_PIECES = 16;

    private static final int MAX_KEPT_BYTES = 1 << 13; // of memory that stays when idle

    private final int[] froms = new int[MAX_PIECES + 1]; // pieces in order, apart from each other; the last is spare
    private final int[] tos = new int[MAX_PIECES + 1];
    private byte[] bytes = {};
    private int pieces;
    private int number;
    private int type;
    private int length;

    void begin(int number, int type, int length) {
        clear();
        this.number = number;
        this.type = type;
        this.length = length;
    }

    boolean isOpen() {
        return pieces > 0;
    }

    int number() {
        return number;
    }

    /** Whether a fragment that says so is one of this message. */
    boolean is(int number, int type, int length) {
        return pieces > 0 && this.number == number && this.type == type && this.length == length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Bytes up to the last that has come. */
    int kept() {
        return pieces == 0 ? 0 : tos[pieces - 1];
    }

    /**
     * Takes a fragment; it must lie within the length given to {@link #begin}.
     *
     * @return whether the message is whole now
     */
    boolean add(StreamView in, int at, int offset, int size) {
        int end = offset + size;
        int first = 0;
        while (first < pieces && tos[first] < offset) {
            first++;
        }
        int behind = first;
        int from = offset;
        int to = end;
        while (behind < pieces && froms[behind] <= end) {
            from = Math.min(from, froms[behind]);
            to = Math.max(to, tos[behind]);
            behind++;
        }
        int count = pieces - (behind - first) + 1;
        if (count > MAX_PIECES) {
            return false;
        }
        System.arraycopy(froms, behind, froms, first + 1, pieces - behind);
        System.arraycopy(tos, behind, tos, first + 1, pieces - behind);
        froms[first] = from;
        tos[first] = to;
        pieces = count;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(length, Math.max(end, bytes.length * 2)));
        }
        System.arraycopy(in.array(), in.arrayOffset() + at, bytes, offset, size);
        return froms[0] == 0 && tos[0] == length;
    }

    void clear() {
        pieces = 0;
        if (bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[0];
        }
    }
}
