package io.auscult.core.decode;

import io.auscult.core.capture.PacketBlock;

/**
 * Recognises second copies that a mirror port makes of a packet: on its way in and out, before and behind a router, with and without a
 * VLAN tag. A copy is the same IP datagram within a short time, byte for byte, but for what a router may change (hop count, traffic class,
 * header checksum). So leaving it out never hides bytes that were not seen.
 *
 * <p>Hosts send the same bytes twice too. What tells: a copy that took another way (other hardware addresses, VLAN, hop count) is one. An
 * exact one is one if its sender numbers its datagrams, for then a repetition would have a new number. Where there is no number (IPv6,
 * identification 0 or always the same), an exact copy is left out only while other packets prove that this mirror makes copies.
 *
 * <p>Remembers the last packet of each of {@value #ENTRIES} digests, and compares with the packet itself, in this block or the one before:
 * the owner of the blocks keeps one block intact while the next one is decoded. What is forgotten too early is a copy not recognised.
 * Fixed size; thread of the decoder.
 */
final class DuplicateFilter {
    private static final int ENTRIES = 4096;
    private static final int WORDS = 4; // an entry: digest, time, place, way
    private static final int MAX_COPIES = 3;
    private static final int MAX_HOPS = 8;
    private static final long QUICK_NS = 1_000_000; // no sender repeats data that soon
    private static final int FULL_SHARE = 1 << 16;
    private static final int PROOF = FULL_SHARE / 5; // share of copies among recent packets
    private static final int RECENT = 5; // 2^5 packets
    private static final int DIGESTED = 24; // bytes of transport header and payload

    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long K2 = 0xC2B2AE3D27D4EB4FL;

    private final long windowNs;
    private final long[] entries = new long[ENTRIES * WORDS];
    private final Numbering numbering = new Numbering();

    private PacketBlock block;
    private long blockNumber = -1;
    private PacketBlock before;
    private int copyShare;

    DuplicateFilter(long windowNs) {
        this.windowNs = windowNs;
    }

    /** The block that following packets are from. */
    void at(PacketBlock current) {
        if (current != block || current.number() != blockNumber) {
            before = block != current && block != null && block.number() == current.number() - 1 ? block : null;
            block = current;
            blockNumber = current.number();
        }
    }

    /**
     * Whether the packet just decoded is a second copy; if not, it is remembered.
     *
     * @param fragment whether it is a fragment, whose number belongs to several packets
     */
    boolean isCopy(Packet p, int dataOffset, boolean fragment) {
        int end = Math.min(block.offset(p.index) + block.captured(p.index), p.ipOffset + p.ipLength);
        long digest = digest(p, dataOffset, end);
        boolean numbered = fragment || p.ipVersion == 4 && numbering.isNumbered(p, digest);
        int at = (int) (digest >>> 52) * WORDS;
        long sinceNs = p.timestampNs - entries[at + 1];
        if (end > p.ipOffset
                && entries[at] == digest
                && sinceNs >= 0
                && sinceNs <= windowNs
                && isSame(p, end, entries[at + 2])) {
            long way = entries[at + 3];
            boolean copy = judge(p, way, hopsOf(entries[at + 2], p.ipVersion), sinceNs, numbered);
            if (copy) {
                entries[at + 3] = way + 1;
                return true;
            }
        } else {
            learn(0);
        }
        entries[at] = digest;
        entries[at + 1] = p.timestampNs;
        entries[at + 2] = (blockNumber & 0xFFFF) << 48 | (long) (end - p.ipOffset) << 24 | p.ipOffset;
        entries[at + 3] = way(p);
        return false;
    }

    private boolean judge(Packet p, long way, int firstHops, long sinceNs, boolean numbered) {
        int copies = (int) way & 0xF;
        long thisWay = way(p);
        boolean sameVlan = (way >>> 4 & 0xFFFFFF) == (thisWay >>> 4 & 0xFFFFFF);
        boolean sameMac = way >>> 32 == thisWay >>> 32;
        int hops = Math.abs(firstHops - p.ttl);
        boolean otherWay = !sameVlan || !sameMac;
        boolean copy;
        if (otherWay && isLocal(p)) {
            copy = numbered && sameVlan && hops == 0; // routers say the same on each of their networks
        } else if (hops > 0) {
            boolean noMac = p.srcMac == 0 && p.dstMac == 0;
            copy = (otherWay || noMac) && (numbered ? hops <= MAX_HOPS : hops == 1);
        } else {
            copy = otherWay;
        }
        boolean exact = !otherWay && hops == 0;
        if (exact && numbered) {
            copy = true;
        }
        if (copy) {
            learn(FULL_SHARE);
            return copies < MAX_COPIES;
        }
        boolean proof = exact && p.type == Packet.Type.TCP && sinceNs <= QUICK_NS && carriesData(p);
        learn(proof ? FULL_SHARE : 0);
        return exact && copyShare > PROOF && copies == 0;
    }

    private void learn(int value) {
        copyShare += value - copyShare >> RECENT;
    }

    private static boolean carriesData(Packet p) {
        return p.payloadLength > 0 || (p.flags & TcpHeader.SYN) != 0;
    }

    /** The datagram at {@code place} and this one are the same but for what routers change. */
    private boolean isSame(Packet p, int end, long place) {
        PacketBlock other = blockOf(place);
        if (other == null) {
            return false;
        }
        byte[] a = p.bytes;
        byte[] b = other.bytes();
        int x = p.ipOffset;
        int y = (int) place & 0xFFFFFF;
        int length = Math.min(end - x, (int) (place >>> 24) & 0xFFFFFF);
        if (p.ipVersion == 4) {
            return length >= Ipv4Header.MIN_LENGTH
                    && a[x] == b[y]
                    && BigEndian.getShort(a, x + 2) == BigEndian.getShort(b, y + 2)
                    && BigEndian.getInt(a, x + 4) == BigEndian.getInt(b, y + 4)
                    && a[x + 9] == b[y + 9]
                    && java.util.Arrays.equals(a, x + 12, x + length, b, y + 12, y + length);
        }
        return length >= Ipv6Header.LENGTH
                && (BigEndian.getInt(a, x) & 0xF00F_FFFF) == (BigEndian.getInt(b, y) & 0xF00F_FFFF)
                && BigEndian.getMedium(a, x + 4) == BigEndian.getMedium(b, y + 4)
                && java.util.Arrays.equals(a, x + 8, x + length, b, y + 8, y + length);
    }

    private PacketBlock blockOf(long place) {
        long number = place >>> 48;
        if (number == (blockNumber & 0xFFFF)) {
            return block;
        }
        return before != null && before.number() == blockNumber - 1 && number == (before.number() & 0xFFFF)
                ? before
                : null;
    }

    private int hopsOf(long place, int ipVersion) {
        return blockOf(place).bytes()[((int) place & 0xFFFFFF) + (ipVersion == 4 ? 8 : 7)] & 0xFF;
    }

    /** Hardware addresses (high half), VLAN ids, and four bits to count copies. */
    private static long way(Packet p) {
        long mac = (p.srcMac * K1 ^ p.dstMac) * K2;
        return mac & 0xFFFF_FFFF_0000_0000L | (long) (p.vlan & 0xFFF) << 16 | (long) (p.innerVlan & 0xFFF) << 4;
    }

    private static long digest(Packet p, int offset, int end) {
        long h = (p.srcLow ^ Long.rotateLeft(p.srcHigh, 32)) * K1 + (p.dstLow ^ Long.rotateLeft(p.dstHigh, 32)) * K2;
        h ^= (long) p.ipLength << 40 ^ (long) p.ipId << 16 ^ p.proto << 4 ^ p.tunnelCount;
        int at = offset;
        int last = Math.min(end, offset + DIGESTED);
        for (; at + 8 <= last; at += 8) {
            h = (h ^ BigEndian.getLong(p.bytes, at)) * K1;
            h ^= h >>> 32;
        }
        for (; at < last; at++) {
            h = (h ^ p.bytes[at]) * K2;
        }
        h = (h ^ h >>> 29) * K2;
        return h ^ h >>> 32;
    }

    /** Addresses that mean something on one network only. */
    private static boolean isLocal(Packet p) {
        if (p.ipVersion == 4) {
            int src = (int) p.srcLow;
            int dst = (int) p.dstLow;
            return src == 0 || dst >>> 8 == 0xE00000 || dst == -1 || src >>> 16 == 0xA9FE || dst >>> 16 == 0xA9FE;
        }
        return p.srcHigh >>> 54 == 0x3FA
                || p.dstHigh >>> 54 == 0x3FA
                || p.dstHigh >>> 48 == 0xFF02
                || (p.srcHigh | p.srcLow) == 0;
    }

    /** Who numbers datagrams anew (RFC 6864), and who writes the same identification into all. Forgets whoever shares a place with another. */
    private static final class Numbering {
        private static final int SENDERS = 1024;
        private static final int MOST = 8;

        /** Check of the address (32), identification (16), digest (8), how sure that it is always the same (8). */
        private final long[] senders = new long[SENDERS];

        boolean isNumbered(Packet p, long digest) {
            long hash = p.srcLow * K2;
            int slot = (int) (hash >>> 54);
            long check = hash & 0xFFFF_FFFFL;
            long seen = senders[slot];
            long fixed = 0;
            if (seen >>> 32 == check) {
                fixed = seen & 0xFF;
                boolean sameId = (seen >>> 16 & 0xFFFF) == p.ipId;
                boolean sameDigest = (seen >>> 8 & 0xFF) == (digest & 0xFF);
                if (!sameId) {
                    fixed = Math.max(0, fixed - 1);
                } else if (!sameDigest) {
                    fixed = Math.min(MOST, fixed + 2);
                }
            }
            senders[slot] = check << 32 | (long) p.ipId << 16 | (digest & 0xFF) << 8 | fixed;
            return p.ipId != 0 && fixed == 0;
        }
    }
}
