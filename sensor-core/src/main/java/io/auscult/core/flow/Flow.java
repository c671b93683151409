package io.auscult.core.flow;

import io.auscult.core.event.ConnectionId;
import java.util.Arrays;

/**
 * One conversation: who, since when, in which state. Pooled by its {@link FlowTable}; owned by the lane of its shard. History letters
 * are kept up to {@link #MAX_HISTORY}.
 */
public final class Flow extends ConnectionId {
    static final int MAX_HISTORY = 250;

    public Endpoint orig = new Endpoint();
    public Endpoint resp = new Endpoint();

    /** ns since 1970, of the first packet and of the last that counts. */
    public long firstNs;

    public long lastNs;
    /** Number of the packet that began it. */
    public long firstPacket;

    public long tunnelParent;
    public long missedBytes;
    /** State of its stream and parser; null as long as there is no payload. */
    public FlowSession session;

    /** Shard it belongs to. */
    public int shard;

    int hash;
    /** Packet kind, see {@link io.auscult.core.decode.Packet.Type}. */
    boolean tcp;

    boolean udp;
    boolean icmp;
    boolean icmpOneWay;
    boolean sctp;

    // what the first packet looked like, for the contact event
    boolean contactOpen;
    int firstFlags;
    int firstWindow;
    long firstOptions;
    int firstPayload;
    int firstTtl;
    int firstIpId;
    boolean variedPayload;

    long attemptNs;
    long closeDeadlineNs;
    boolean longTimeout;
    boolean partial;
    boolean origSeen;
    boolean respSeen;
    long weirds;

    private byte[] history = new byte[16];
    private int historyLength;

    // intrusive lists of the table
    Flow wheelNext;
    Flow wheelPrevious;
    int wheelSlot;
    int slot;

    void reset() {
        orig.reset();
        resp.reset();
        tunnelParent = 0;
        missedBytes = 0;
        service = null;
        session = null;
        contactOpen = false;
        variedPayload = false;
        attemptNs = 0;
        closeDeadlineNs = 0;
        longTimeout = false;
        partial = false;
        origSeen = false;
        respSeen = false;
        weirds = 0;
        historyLength = 0;
        tcp = false;
        udp = false;
        icmp = false;
        icmpOneWay = false;
        sctp = false;
    }

    public boolean isTcp() {
        return tcp;
    }

    public boolean isUdp() {
        return udp;
    }

    /** Whether its beginning was not seen. */
    public boolean isPartial() {
        return partial;
    }

    public Endpoint endpoint(boolean isOrig) {
        return isOrig ? orig : resp;
    }

    byte[] history() {
        return history;
    }

    int historyLength() {
        return historyLength;
    }

    void addHistory(char letter) {
        if (historyLength == history.length) {
            if (historyLength >= MAX_HISTORY) {
                return;
            }
            history = Arrays.copyOf(history, Math.min(MAX_HISTORY, historyLength * 2));
        }
        history[historyLength++] = (byte) letter;
    }

    /** Adds the letter the first time; answers whether it was there already. */
    boolean checkHistory(Endpoint side, int bit, char letter) {
        if ((side.seenLetters & bit) != 0) {
            return true;
        }
        side.seenLetters |= (byte) bit;
        addHistory(side == orig ? letter : (char) (letter | 0x20));
        return false;
    }

    /** Adds the letter at the 1st, 10th, 100th ... time. */
    void scaledHistory(Endpoint side, int count, char letter) {
        if (isPowerOfTen(count)) {
            addHistory(side == orig ? letter : (char) (letter | 0x20));
        }
    }

    private static boolean isPowerOfTen(int count) {
        int power = 1;
        while (power < count && power < 1_000_000_000) {
            power *= 10;
        }
        return power == count;
    }

    /** A gap in the stream of that side: counted as missed when the connection is in a state that makes it believable, as Zeek does. */
    public boolean gap(Endpoint side, long length) {
        boolean believable = orig.isClean() && resp.isClean();
        if (believable) {
            scaledHistory(side, ++side.gaps, 'G');
            missedBytes += length;
        }
        return believable;
    }

    /** Whether an anomaly is new for this flow; remembers it. */
    public boolean firstWeird(int anomalyOrdinal) {
        long bit = 1L << (anomalyOrdinal & 63);
        boolean first = (weirds & bit) == 0;
        weirds |= bit;
        return first;
    }

    static void swapEndpoints(Flow flow) {
        Endpoint orig = flow.orig;
        flow.orig = flow.resp;
        flow.resp = orig;
        boolean seen = flow.origSeen;
        flow.origSeen = flow.respSeen;
        flow.respSeen = seen;
    }

    /** Makes the responder the originator: what was taken for a request was an answer. */
    void flip() {
        long high = origHigh;
        long low = origLow;
        int port = origPort;
        origHigh = respHigh;
        origLow = respLow;
        origPort = respPort;
        respHigh = high;
        respLow = low;
        respPort = port;
        addHistory('^');
    }
}
