package io.auscult.core.decode;

import java.util.Arrays;

/**
 * One IP datagram of which some fragments have come: who it is, the headers of its first fragment, and where its pieces lie in the
 * {@link FragmentArena}. Entry of {@link FragmentTable}, reused.
 */
final class Datagram {
    /** Bytes from the beginning of the frame to the end of the IP header that are kept; deeper tunnels are not joined. */
    static final int MAX_HEADERS = 512;

    static final int MAX_PAYLOAD = 65_535;
    private static final int CHUNKS = MAX_PAYLOAD / FragmentArena.CHUNK + 1;

    long srcHigh;
    long srcLow;
    long dstHigh;
    long dstLow;
    int id;
    /** IP version, protocol and link type. */
    int kind;

    long firstNs;
    /** Fragments held. */
    int held;
    /** Payload bytes in all; -1 until the last fragment was seen. */
    int total;

    int unitsHeld;
    int furthest;

    final byte[] headers = new byte[MAX_HEADERS];
    int headersLength;
    /** Where the IP header lies in {@link #headers}. */
    int ipOffset;
    /** IPv6: where the number of the fragment header stands in {@link #headers}, and what stands there afterwards. */
    int nextHeaderOffset;

    int nextHeader;

    final int[] chunks = new int[CHUNKS];

    Datagram nextInBucket;
    Datagram older;
    Datagram newer;

    Datagram() {
        Arrays.fill(chunks, FragmentArena.NONE);
    }

    void begin(long nowNs) {
        firstNs = nowNs;
        held = 0;
        total = -1;
        unitsHeld = 0;
        furthest = 0;
        headersLength = 0;
    }

    boolean isWhole() {
        return total >= 0 && headersLength > 0 && unitsHeld == (total + FragmentArena.UNIT - 1) / FragmentArena.UNIT;
    }
}
