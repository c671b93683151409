package io.auscult.core.stream;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;

/**
 * Reassembly as one would write it down: what is there, byte by byte. For FIRST and LAST it knows which of two different bytes wins, for the others
 * that it must be one of those sent.
 */
final class StreamModel {
    private static final int SIZE = 1 << 14;

    private final OverlapPolicy policy;
    private final Side orig = new Side();
    private final Side resp = new Side();

    private static final class Side {
        final byte[] bytes = new byte[SIZE];
        final BitSet held = new BitSet();
        final BitSet doubtful = new BitSet(); // with a wrong checksum
        final BitSet[] sent = new BitSet[SIZE];
        final BitSet delivered = new BitSet();
        final ByteArrayOutputStream out = new ByteArrayOutputStream();
        int next = 1;
        int highest;
    }

    StreamModel(OverlapPolicy policy) {
        this.policy = policy;
    }

    private Side side(boolean isOrig) {
        return isOrig ? orig : resp;
    }

    /** Position behind the last byte sent, less one: as much can be acknowledged. */
    int highest(boolean isOrig) {
        return side(isOrig).highest;
    }

    void segment(boolean isOrig, int position, byte[] payload, int length) {
        Side side = side(isOrig);
        for (int i = 0; i < length; i++) {
            int p = position + i;
            side.highest = Math.max(side.highest, p);
            if (p < side.next) {
                continue;
            }
            if (side.sent[p] == null) {
                side.sent[p] = new BitSet(256);
            }
            side.sent[p].set(payload[i] & 0xFF);
            if (!side.held.get(p) || policy == OverlapPolicy.LAST) {
                side.bytes[p] = payload[i];
            }
            side.held.set(p);
            side.doubtful.clear(p);
        }
        deliver(side);
    }

    /** With a wrong checksum: the other side takes it only where it says so. */
    void doubtful(boolean isOrig, int position, byte[] payload, int length) {
        Side side = side(isOrig);
        for (int p = position; p < position + length; p++) {
            side.highest = Math.max(side.highest, p);
            if (p >= side.next && !side.held.get(p) && !side.doubtful.get(p)) {
                side.doubtful.set(p);
                side.bytes[p] = payload[p - position];
            }
        }
    }

    private static void believe(Side side, int p) {
        if (side.doubtful.get(p)) {
            side.doubtful.clear(p);
            side.held.set(p);
            side.sent[p] = new BitSet(256);
            side.sent[p].set(side.bytes[p] & 0xFF);
        }
    }

    private static void deliver(Side side) {
        for (; side.held.get(side.next); side.next++) {
            side.out.write(side.bytes[side.next]);
            side.delivered.set(side.next);
        }
    }

    /** The other side has seen this many bytes. */
    void acknowledge(boolean isOrig, int bytes) {
        Side side = side(isOrig);
        for (int p = side.next; p < 1 + bytes; p++) {
            believe(side, p);
        }
        while (side.next < 1 + bytes) {
            int there = side.held.nextSetBit(side.next);
            side.next = there < 0 ? 1 + bytes : Math.min(there, 1 + bytes);
            deliver(side);
        }
    }

    void end(boolean isOrig) {
        Side side = side(isOrig);
        for (int there = side.held.nextSetBit(side.next); there >= 0; there = side.held.nextSetBit(side.next)) {
            side.next = there;
            deliver(side);
        }
    }

    void check(boolean isOrig, byte[] heard) {
        Side side = side(isOrig);
        byte[] expected = side.out.toByteArray();
        if (heard.length != expected.length) {
            throw new AssertionError("delivered: " + heard.length + " bytes (expected: " + expected.length + ")");
        }
        boolean exact = policy == OverlapPolicy.FIRST || policy == OverlapPolicy.LAST;
        int position = side.delivered.nextSetBit(0);
        for (int i = 0; i < heard.length; i++, position = side.delivered.nextSetBit(position + 1)) {
            if (exact ? heard[i] != expected[i] : !side.sent[position].get(heard[i] & 0xFF)) {
                throw new AssertionError("position " + position + ": " + heard[i] + " (expected: " + expected[i] + ")");
            }
        }
    }
}
