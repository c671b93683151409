package io.auscult.core.flow;

/**
 * One side of a flow: counts, and for TCP the state and sequence numbers as Zeek keeps them, so that {@code conn_state} and
 * {@code history} mean the same. Sequence numbers are extended to 64 bits and never wrap. Part of a {@link Flow}.
 */
public final class Endpoint {
    /** Zeek's endpoint states; the numbers order them. */
    public static final byte INACTIVE = 0;

    public static final byte SYN_SENT = 1;
    public static final byte SYN_ACK_SENT = 2;
    public static final byte PARTIAL = 3;
    public static final byte ESTABLISHED = 4;
    public static final byte CLOSED = 5;
    public static final byte RESET = 6;

    private static final long EPOCH = 1L << 32; // keeps extended numbers positive when a stream begins just after 0

    public long packets;
    public long ipBytes;
    /** Payload bytes, for anything but TCP. */
    public long payloadBytes;
    /** Whether a packet came from here that counts as activity. */
    public boolean active;

    public long mac;

    byte state;
    byte previousState;
    boolean didClose;
    long start;
    long last;
    long acked;
    long finEnd;
    byte finCount;
    byte windowScale;
    int window;
    int windowSequence;
    int windowAck;

    byte seenLetters;
    int lastSyn;
    int lastFin;
    int lastRst;
    int retransmissions;
    int zeroWindows;
    int gaps;
    int badChecksums;
    /** A segment with a right checksum came from here, so that this side computes them and wrong ones are not the capture's doing. */
    boolean isSound;

    void reset() {
        packets = 0;
        ipBytes = 0;
        payloadBytes = 0;
        active = false;
        mac = 0;
        state = INACTIVE;
        previousState = INACTIVE;
        didClose = false;
        start = 0;
        last = 0;
        acked = 0;
        finEnd = 0;
        finCount = 0;
        windowScale = 0;
        window = 0;
        windowSequence = 0;
        windowAck = 0;
        seenLetters = 0;
        lastSyn = 0;
        lastFin = 0;
        lastRst = 0;
        retransmissions = 0;
        zeroWindows = 0;
        gaps = 0;
        badChecksums = 0;
        isSound = false;
    }

    /** Whether a segment with a right checksum came from here. */
    public boolean isSound() {
        return isSound;
    }

    public int state() {
        return state;
    }

    public int previousState() {
        return previousState;
    }

    /** The stream's first data byte has this extended number plus one (the SYN comes before). */
    public long start() {
        return start;
    }

    /** Highest sequence number seen, extended. */
    public long last() {
        return last;
    }

    /** Highest number the other side acknowledged, extended. */
    public long acked() {
        return acked;
    }

    /** Number after the FIN, relative to {@link #start}; 0 before a FIN. */
    public long finEnd() {
        return finEnd;
    }

    boolean isHandshake() {
        return state <= SYN_ACK_SENT;
    }

    /** Whether this side is in a state whose gaps are real: established, or closed after that. */
    public boolean isClean() {
        return state == ESTABLISHED || state == CLOSED && previousState == ESTABLISHED;
    }

    void begin(int sequence, int end) {
        start = EPOCH + (sequence & 0xFFFF_FFFFL);
        acked = start;
        last = start + (end - sequence);
    }

    /** The 64-bit number nearest to the last one seen. */
    public long extend(int sequence) {
        return last + (sequence - (int) last);
    }

    long extendAck(int acknowledgment) {
        return acked + (acknowledgment - (int) acked);
    }

    public boolean nothingAcked() {
        return acked <= start + 1;
    }

    /** Payload bytes by sequence numbers, SYN and FIN not counted. */
    long size(Endpoint peer) {
        if (previousState == SYN_SENT && state == RESET && peer.state == INACTIVE && !nothingAcked()) {
            return 0; // an old half-open connection was found and aborted: its numbers mean nothing
        }
        long size = Math.max(last, acked) - start;
        if (size > 0) {
            size--;
        }
        if (finCount > 0 && size > 0) {
            size--;
        }
        return Math.max(size, 0);
    }
}
