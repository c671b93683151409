package io.auscult.core.flow;

import io.auscult.core.decode.Packet;

/**
 * Flows of one shard that are no more than a SYN so far: what scans and floods are made of. They lie in a ring in order of arrival, 104 bytes
 * each, with an index by hash; since all have the same time-out, the oldest is always the next to expire, and when the ring is full a
 * few of the oldest are given up together. The second packet makes a {@link Flow} of them. Grows on demand up to its capacity. Owned by the shard's lane.
 */
final class SynRing {
    /** Longs of one entry: see {@link #write} and {@link #read}. */
    private static final int WORDS = 13;

    private static final long FREE = 0;
    private static final int SMALLEST = 64;

    private final int capacity;
    private long[] ring = new long[SMALLEST * WORDS];
    private long[] index = new long[2 * SMALLEST]; // hash, and 1 + place in the ring; open addressing
    private long head; // entries ever added
    private long tail; // the oldest one kept
    private int live;
    long touched; // never read: keeps the reads alive

    /** @param capacity entries, rounded down to a power of two */
    SynRing(int capacity) {
        this.capacity = Integer.highestOneBit(Math.max(SMALLEST, capacity));
    }

    /** Entries that are neither ended nor promoted. */
    int size() {
        return live;
    }

    /** Whether {@link #add} needs the oldest to be given up. */
    boolean isFull() {
        return head - tail == capacity;
    }

    /** @return anything; brings the index entry into the cache */
    int touch(int hash) {
        return (int) index[hash & index.length - 1];
    }

    /** After {@link #touch}: brings the entry itself into the cache, if it lies where it should. @return anything */
    long touchEntry(int hash) {
        int place = (int) index[hash & index.length - 1] - 1;
        return place < 0 ? 0 : ring[place * WORDS + 6] | ring[place * WORDS + 11];
    }

    /** @return anything; brings what {@link #remove} needs into the cache */
    long touchPlace(int place) {
        return index[(int) ring[place * WORDS + 11] & index.length - 1];
    }

    private int places() {
        return ring.length / WORDS;
    }

    /** The entry of the packet's flow in either direction, or -1. */
    int find(Packet p, int hash) {
        if (live == 0) {
            return -1;
        }
        int mask = index.length - 1;
        for (int i = hash & mask; index[i] != FREE; i = i + 1 & mask) {
            if ((int) (index[i] >>> 32) == hash) {
                int place = (int) index[i] - 1;
                if (matches(place * WORDS, p)) {
                    return place;
                }
            }
        }
        return -1;
    }

    private boolean matches(int at, Packet p) {
        long ports = ring[at + 6] >>> 32;
        long forward = (long) p.srcPort << 16 | p.dstPort;
        long backward = (long) p.dstPort << 16 | p.srcPort;
        return ports == forward
                        && ring[at + 3] == p.srcLow
                        && ring[at + 5] == p.dstLow
                        && ring[at + 2] == p.srcHigh
                        && ring[at + 4] == p.dstHigh
                || ports == backward
                        && ring[at + 3] == p.dstLow
                        && ring[at + 5] == p.srcLow
                        && ring[at + 2] == p.dstHigh
                        && ring[at + 4] == p.srcHigh;
    }

    /** Keeps a SYN. There must be room. */
    void add(Packet p, int hash) {
        if (head - tail == places()) {
            grow();
        }
        int place = (int) (head++ & places() - 1);
        write(place * WORDS, p, hash);
        link(place, hash);
        live++;
    }

    private void link(int place, int hash) {
        int mask = index.length - 1;
        int i = hash & mask;
        while (index[i] != FREE) {
            i = i + 1 & mask;
        }
        index[i] = (long) hash << 32 | place + 1;
    }

    private void grow() {
        long[] old = ring;
        int oldPlaces = places();
        ring = new long[old.length * 2];
        index = new long[index.length * 2];
        for (long n = tail; n < head; n++) {
            int from = (int) (n & oldPlaces - 1) * WORDS;
            int place = (int) (n & places() - 1);
            System.arraycopy(old, from, ring, place * WORDS, WORDS);
            if (ring[place * WORDS] != 0) {
                link(place, (int) ring[place * WORDS + 11]);
            }
        }
    }

    /**
     * Fills in the places of the oldest entries and asks for the memory that removing them needs, so that one wait hides behind another.
     *
     * @return how many there are
     */
    int oldest(int[] into) {
        int count = 0;
        for (long n = tail; n < head && count < into.length; n++) {
            int place = (int) (n & places() - 1);
            if (ring[place * WORDS] != 0) {
                into[count++] = place;
                touched ^= touchPlace(place);
            }
        }
        return count;
    }

    private void skipRemoved() {
        while (tail < head && ring[(int) (tail & places() - 1) * WORDS] == 0) {
            tail++;
        }
    }

    long firstPacket(int place) {
        return ring[place * WORDS];
    }

    /** Adds every entry whose SYN came at or before {@code lastNs}; they stay until removed. */
    void expired(long lastNs, ExpiredFlows expired) {
        for (long n = tail; n < head; n++) {
            int place = (int) (n & places() - 1);
            int at = place * WORDS;
            if (ring[at] != 0) {
                if (ring[at + 1] > lastNs) {
                    return;
                }
                expired.add(this, place);
            }
        }
    }

    void remove(int place) {
        int at = place * WORDS;
        int hash = (int) ring[at + 11];
        ring[at] = 0;
        live--;
        int mask = index.length - 1;
        long entry = (long) hash << 32 | place + 1;
        int hole = hash & mask;
        while (index[hole] != entry) {
            hole = hole + 1 & mask;
        }
        for (int i = hole + 1 & mask; index[i] != FREE; i = i + 1 & mask) {
            int home = (int) (index[i] >>> 32) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                index[hole] = index[i];
                hole = i;
            }
        }
        index[hole] = FREE;
        skipRemoved();
    }

    private void write(int at, Packet p, int hash) {
        ring[at] = p.number; // from 1; 0 marks an entry that is gone
        ring[at + 1] = p.timestampNs;
        ring[at + 2] = p.srcHigh;
        ring[at + 3] = p.srcLow;
        ring[at + 4] = p.dstHigh;
        ring[at + 5] = p.dstLow;
        ring[at + 6] = (long) p.srcPort << 48 | (long) p.dstPort << 32 | p.sequence & 0xFFFF_FFFFL;
        ring[at + 7] = TcpOptions.kinds(p);
        ring[at + 8] = (long) p.window << 48 | (long) p.ipId << 32 | (long) p.ttl << 24 | p.ipLength & 0xFF_FFFF;
        ring[at + 9] = p.srcMac << 16 | p.vlan;
        ring[at + 10] = p.dstMac << 16 | p.innerVlan;
        ring[at + 11] = (long) (TcpOptions.windowScale(p) + 1) << 56
                | (long) (p.flags & 0xFF) << 48
                | (long) (p.iface & 0xFFF) << 36
                | (long) (p.tunnelCount & 0xF) << 32
                | hash & 0xFFFF_FFFFL;
        ring[at + 12] = p.tunnelParent;
    }

    /** Makes the packet again, without its bytes: options are given by {@link #optionKinds} and {@link #windowScale}. */
    void read(int place, Packet p) {
        int at = place * WORDS;
        p.type = Packet.Type.TCP;
        p.proto = 6;
        p.number = ring[at];
        p.timestampNs = ring[at + 1];
        p.srcHigh = ring[at + 2];
        p.srcLow = ring[at + 3];
        p.dstHigh = ring[at + 4];
        p.dstLow = ring[at + 5];
        long ports = ring[at + 6];
        p.srcPort = (int) (ports >>> 48);
        p.dstPort = (int) (ports >>> 32) & 0xFFFF;
        p.sequence = (int) ports;
        long sizes = ring[at + 8];
        p.window = (int) (sizes >>> 48);
        p.ipId = (int) (sizes >>> 32) & 0xFFFF;
        p.ttl = (int) (sizes >>> 24) & 0xFF;
        p.ipLength = (int) sizes & 0xFF_FFFF;
        p.srcMac = ring[at + 9] >>> 16;
        p.vlan = (int) ring[at + 9] & 0xFFFF;
        p.dstMac = ring[at + 10] >>> 16;
        p.innerVlan = (int) ring[at + 10] & 0xFFFF;
        long marks = ring[at + 11];
        p.flags = (int) (marks >>> 48) & 0xFF;
        p.iface = (int) (marks >>> 36) & 0xFFF;
        p.tunnelCount = (int) (marks >>> 32) & 0xF;
        p.flowHash = (int) marks;
        p.tunnelParent = ring[at + 12];
        p.acknowledgment = 0;
        p.payloadLength = 0;
        p.payloadCaptured = 0;
        p.optionsLength = 0;
        p.transportChecksumBad = false;
    }

    long optionKinds(int place) {
        return ring[place * WORDS + 7];
    }

    /** Shift count, or -1 when it was not offered. */
    int windowScale(int place) {
        return (int) (ring[place * WORDS + 11] >>> 56) - 1;
    }
}
