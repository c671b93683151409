package io.auscult.core.protocol.ssh;

/**
 * What can be told of a sealed connection by sizes and times: whether somebody was let in, after how many tries (RFC 4252), and whether keys are typed.
 * The bytes of one captured packet and direction are taken together. The server's answer that lets in is the smallest there is, and its size is known
 * from what was negotiated; a refusal has always the same size. Part of a {@link SshParser}; a few counters, no bytes.
 */
final class SshSealed {
    private static final int SUCCESS = 1; // bytes of payload: the message number alone
    private static final int SERVICE_ACCEPT = 17; // with ssh-userauth
    private static final int CHANNEL_OPEN = 24; // a session
    private static final int NO_MORE_SESSIONS = 34; // OpenSSH's global request before it
    private static final int KEY = 10; // a character typed
    private static final int MAX_REFUSAL = 320; // bytes on the wire; what is larger is a banner or a question
    private static final int MAX_BEFORE_ACCEPT = 4; // messages of the server, such as extensions
    private static final int MAX_ANSWERS = 256; // of the server, until we give up
    private static final int KEYS = 6; // so many make it interactive
    private static final int MAX_CLIENT_PACKETS = 256; // without so many keys it is not
    private static final long MAX_BYTES = 1 << 18; // of either side, likewise
    private static final long LEAST_PAUSE_NS = 15_000_000; // between keys that a person types
    private static final int MAX_ECHO = 4096; // bytes that the server says between two keys

    /** What is known so far. */
    enum Access {
        UNKNOWN,
        REFUSED,
        GRANTED
    }

    private SshSizes toServer;
    private SshSizes toClient;
    private long packet; // at work
    private boolean packetOfClient;
    private int packetSize;
    private long packetNs;

    private boolean clientSpoke;
    private boolean accepted;
    private int answers;
    private int refusal; // bytes of a refusal; 0: none seen
    private boolean perhapsGranted; // the answer may be the good one with more behind it
    private boolean decided;
    private Access access = Access.UNKNOWN;
    private int attempts;
    private int refusals;

    private boolean useDecided;
    private boolean interactive;
    private int keys;
    private int clientPackets;
    private long bytes;
    private long echo;
    private long lastClientNs;

    void begin(SshSizes toServer, SshSizes toClient) {
        this.toServer = toServer;
        this.toClient = toClient;
        decided = !toServer.isKnown() || !toClient.isKnown();
        useDecided = decided;
    }

    /** Sealed bytes came before the other side had switched to the new keys. */
    void early(boolean isClient) {
        clientSpoke |= isClient;
    }

    /** More sealed bytes. */
    void bytes(boolean isClient, int size, long nowNs, long packetNumber) {
        if (packetNumber != packet || isClient != packetOfClient) {
            flush();
            packet = packetNumber;
            packetOfClient = isClient;
            packetNs = nowNs;
        }
        packetSize += size;
    }

    /** The packet at work is complete. */
    void flush() {
        int size = packetSize;
        packetSize = 0;
        if (size == 0) {
            return;
        }
        if (!decided) {
            if (packetOfClient) {
                onRequest(size);
            } else if (clientSpoke) {
                onAnswer(size);
            }
        } else if (access == Access.GRANTED && !useDecided) {
            onUse(size);
        }
    }

    private void onRequest(int size) {
        clientSpoke = true;
        if (perhapsGranted) {
            int open = toServer.wire(CHANNEL_OPEN);
            int more = toServer.wire(NO_MORE_SESSIONS);
            if (size == open || size == more || size == open + more) {
                grant();
            }
            perhapsGranted = false;
        }
    }

    private void onAnswer(int size) {
        answers++;
        int granted = toClient.wire(SUCCESS);
        if (!accepted) {
            accepted = size == toClient.wire(SERVICE_ACCEPT);
            decided = !accepted && answers >= MAX_BEFORE_ACCEPT;
        } else if (size == granted) {
            grant();
        } else if (size == refusal) {
            refuse();
        } else if (refusal == 0 && size > granted && size <= MAX_REFUSAL) {
            refusal = size; // to the question which methods there are
        } else {
            perhapsGranted = size > granted;
        }
        decided |= answers >= MAX_ANSWERS;
    }

    private void grant() {
        attempts++;
        access = Access.GRANTED;
        decided = true;
    }

    private void refuse() {
        attempts++;
        refusals++;
        access = Access.REFUSED;
    }

    private void onUse(int size) {
        bytes += size;
        if (!packetOfClient) {
            echo += size;
        } else {
            clientPackets++;
            boolean key = size == toServer.wire(KEY) && echo < MAX_ECHO && packetNs - lastClientNs >= LEAST_PAUSE_NS;
            keys += key ? 1 : 0;
            echo = 0;
            lastClientNs = packetNs;
        }
        interactive = keys >= KEYS;
        useDecided = interactive || clientPackets >= MAX_CLIENT_PACKETS || bytes >= MAX_BYTES;
    }

    /** Whether nothing more can be learned about who was let in. */
    boolean isDecided() {
        return decided;
    }

    /** Whether nothing more can be learned at all. */
    boolean isOver() {
        return decided && (useDecided || access != Access.GRANTED);
    }

    Access access() {
        return access;
    }

    /** Tries that were answered, the good one included; asking for the methods is none. */
    int attempts() {
        return attempts;
    }

    int refusals() {
        return refusals;
    }

    /** Whether the only answer was the list of methods, and nothing came after it. */
    boolean isRefusedOnce() {
        return refusal > 0 && attempts == 0;
    }

    boolean isUseDecided() {
        return useDecided;
    }

    boolean isInteractive() {
        return interactive;
    }

    /** Whether anything came after access was granted. */
    boolean isUsed() {
        return clientPackets > 0;
    }

    void reset() {
        packet = 0;
        packetSize = 0;
        packetOfClient = false;
        clientSpoke = false;
        accepted = false;
        answers = 0;
        refusal = 0;
        perhapsGranted = false;
        decided = false;
        access = Access.UNKNOWN;
        attempts = 0;
        refusals = 0;
        useDecided = false;
        interactive = false;
        keys = 0;
        clientPackets = 0;
        bytes = 0;
        echo = 0;
        lastClientNs = 0;
    }
}
