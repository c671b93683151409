package io.auscult.core.decode;

/**
 * Where the decoder stands in a packet, and how far the bytes go: {@link #have} is where the captured ones end, {@link #end} where
 * the packet ended on the wire as link and outer headers say. Each layer moves {@link #at} on and may only bring the ends nearer.
 * One per decoder, reused for every packet.
 */
final class Cursor {
    /** Longest packet believed, bytes; files may claim more. Sums with it stay within an {@code int}. */
    private static final int MAX_WIRE = 1 << 30;

    byte[] bytes;
    /** Where the frame begins. */
    int start;

    int at;
    int have;
    int end;

    /**
     * In a datagram joined from fragments: where its IP header lies. Length fields of layers before it belong to the last fragment
     * alone and are not judged.
     */
    private int judgedFrom;

    /** @param joinedHeader where lengths begin to be judged, an index of {@code bytes}; 0 for a packet as captured */
    void wrap(byte[] bytes, int offset, int captured, int wire, int joinedHeader) {
        this.bytes = bytes;
        this.start = offset;
        this.at = offset;
        this.have = offset + captured;
        this.end = offset + Math.max(captured, Math.min(wire, MAX_WIRE));
        this.judgedFrom = joinedHeader;
    }

    /** Captured bytes from here on. */
    int available() {
        return have - at;
    }

    /** Bytes from here on that were on the wire. */
    int remaining() {
        return end - at;
    }

    boolean has(int length) {
        return have - at >= length;
    }

    boolean judgesLength() {
        return at >= judgedFrom;
    }

    /** The layer that begins here says it is {@code length} bytes long: what lies beyond is padding. */
    void limit(int length) {
        if (judgesLength()) {
            end = Math.min(end, at + length);
            have = Math.min(have, end);
        }
    }
}
