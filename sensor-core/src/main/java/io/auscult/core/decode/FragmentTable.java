package io.auscult.core.decode;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;

/**
 * Datagrams in pieces. At most {@code maxDatagrams} and {@code maxBytes}; one that is not whole {@code maxAgeNs} of packet time after
 * its first piece, or is the oldest when room is needed, is given up, and its fragments are counted as dropped. Entries are allocated as
 * they are needed for the first time and reused from then on. Thread of the decoder.
 */
final class FragmentTable {
    /** The fragment is kept; the datagram is not whole yet. */
    static final int WAITS = 0;
    /** The datagram is whole: {@link #joinedLength}, {@link #copyJoined}, {@link #release}. */
    static final int WHOLE = 1;
    /** The fragment was left out. */
    static final int REFUSED = 2;

    private final FragmentPolicy policy;
    private final int maxDatagrams;
    private final long maxAgeNs;
    private final AnomalyReport report;
    private final Counters counters;
    private final FragmentArena arena;
    private final Datagram[] buckets;

    private Datagram oldest;
    private Datagram newest;
    private Datagram free;
    private int allocated;
    private int heldFragments;
    private Datagram whole;

    FragmentTable(DecodeSettings settings, AnomalyReport report, Counters counters) {
        this.policy = settings.fragmentPolicy();
        this.maxDatagrams = settings.maxDatagrams();
        this.maxAgeNs = settings.fragmentAgeNs();
        this.arena = new FragmentArena(settings.maxFragmentBytes());
        this.buckets = new Datagram[Integer.highestOneBit(Math.max(16, maxDatagrams)) * 2];
        this.report = report;
        this.counters = counters;
    }

    /** Fragments that wait: neither processed nor dropped yet. */
    int heldFragments() {
        return heldFragments;
    }

    int add(Fragment f) {
        expire(f.timestampNs);
        Datagram d = find(f);
        int result = put(f, d == null ? insert(f) : d);
        if (result == WAITS && whole != null) {
            return WHOLE;
        }
        return result;
    }

    private int put(Fragment f, Datagram d) {
        int length = f.more ? f.dataLength & -FragmentArena.UNIT : f.dataLength;
        int end = f.offset + length;
        if (end > Datagram.MAX_PAYLOAD || f.offset == 0 && f.headersEnd - f.frameOffset > Datagram.MAX_HEADERS) {
            report.add(Anomaly.FRAGMENT_OVERSIZE);
            return refuse(d);
        }
        if (length == 0 && f.more) {
            report.add(Anomaly.FRAGMENT_TINY);
            return refuse(d);
        }
        boolean contradicts =
                f.more ? d.total >= 0 && end > d.total : d.total >= 0 && d.total != end || end < d.furthest;
        if (contradicts) {
            report.add(Anomaly.FRAGMENT_SIZE_CHANGE);
            return refuse(d);
        }
        if (!reserve(d, f.offset, end)) {
            return refuse(d);
        }
        write(f, d, length);
        d.furthest = Math.max(d.furthest, end);
        if (!f.more) {
            d.total = end;
        }
        if (f.offset == 0 && d.headersLength == 0) {
            keepHeaders(f, d);
        }
        whole = d.isWhole() ? d : null;
        if (whole == null) {
            d.held++;
            heldFragments++;
        }
        return WAITS;
    }

    private int refuse(Datagram d) {
        if (d.held == 0) {
            remove(d);
        }
        whole = null;
        return REFUSED;
    }

    /** Takes the chunks these bytes need, at the cost of older datagrams. */
    private boolean reserve(Datagram d, int from, int to) {
        for (int c = from / FragmentArena.CHUNK; c * FragmentArena.CHUNK < to; c++) {
            while (d.chunks[c] == FragmentArena.NONE) {
                d.chunks[c] = arena.take();
                if (d.chunks[c] == FragmentArena.NONE && !evictOldestBut(d)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void write(Fragment f, Datagram d, int length) {
        int first = f.offset / FragmentArena.UNIT;
        int end = first + (length + FragmentArena.UNIT - 1) / FragmentArena.UNIT;
        byte[] data = arena.data();
        boolean overlaps = false;
        boolean differs = false;
        for (int unit = first; unit < end; unit++) {
            int chunk = d.chunks[unit / FragmentArena.UNITS];
            int at = unit % FragmentArena.UNITS;
            int from = f.dataOffset + (unit - first) * FragmentArena.UNIT;
            int to = chunk * FragmentArena.CHUNK + at * FragmentArena.UNIT;
            int size = Math.min(FragmentArena.UNIT, length - (unit - first) * FragmentArena.UNIT);
            int held = arena.owner(chunk, at);
            if (held == 0) {
                d.unitsHeld++;
            } else {
                boolean same = java.util.Arrays.equals(data, to, to + size, f.bytes, from, from + size);
                differs |= !same;
                overlaps |= held >>> 16 != first || (held & 0xFFFF) != end;
                if (same || !policy.replaces(held >>> 16, held & 0xFFFF, first, end)) {
                    continue;
                }
            }
            System.arraycopy(f.bytes, from, data, to, size);
            arena.owner(chunk, at, first << 16 | end);
        }
        if (differs) {
            report.add(Anomaly.FRAGMENT_INCONSISTENT);
        } else if (overlaps) {
            report.add(Anomaly.FRAGMENT_OVERLAP);
        }
    }

    private static void keepHeaders(Fragment f, Datagram d) {
        d.headersLength = f.headersEnd - f.frameOffset;
        d.ipOffset = f.ipOffset - f.frameOffset;
        d.nextHeaderOffset = f.nextHeaderOffset - f.frameOffset;
        d.nextHeader = f.nextHeader;
        System.arraycopy(f.bytes, f.frameOffset, d.headers, 0, d.headersLength);
    }

    /** Bytes of the frame that holds the whole datagram; -1 when IP has no length field for it. */
    int joinedLength() {
        int ipLength = whole.headersLength - whole.ipOffset + whole.total;
        boolean ipv4 = whole.headers[whole.ipOffset] >>> 4 == 4;
        return ipLength - (ipv4 ? 0 : Ipv6Header.LENGTH) > 65_535 ? -1 : whole.headersLength + whole.total;
    }

    /** Where in that frame the IP header lies. */
    int joinedIpOffset() {
        return whole.ipOffset;
    }

    /** Writes that frame; the IP header says that it never was in pieces. */
    void copyJoined(byte[] out, int at) {
        Datagram d = whole;
        System.arraycopy(d.headers, 0, out, at, d.headersLength);
        int ip = at + d.ipOffset;
        int ipLength = d.headersLength - d.ipOffset + d.total;
        if (out[ip] >>> 4 == 4) {
            BigEndian.putShort(out, ip + 2, ipLength);
            BigEndian.putShort(
                    out,
                    ip + 6,
                    BigEndian.getShort(out, ip + 6) & ~(Ipv4Header.MORE_FRAGMENTS | Ipv4Header.FRAGMENT_OFFSET));
            BigEndian.putShort(out, ip + 10, 0); // judged with the fragments
        } else {
            BigEndian.putShort(out, ip + 4, ipLength - Ipv6Header.LENGTH);
            out[at + d.nextHeaderOffset] = (byte) d.nextHeader;
        }
        int to = at + d.headersLength;
        for (int done = 0; done < d.total; done += FragmentArena.CHUNK) {
            int size = Math.min(FragmentArena.CHUNK, d.total - done);
            System.arraycopy(
                    arena.data(), d.chunks[done / FragmentArena.CHUNK] * FragmentArena.CHUNK, out, to + done, size);
        }
    }

    /** The joined datagram is done with. @param joined whether its earlier fragments count as processed, else as dropped */
    void release(boolean joined) {
        counters.add(joined ? Counter.PACKETS_PROCESSED : Counter.PACKETS_DROPPED_FRAGMENT, whole.held);
        if (joined) {
            counters.increment(Counter.DATAGRAMS_JOINED);
        }
        heldFragments -= whole.held;
        remove(whole);
        whole = null;
    }

    /** Gives up everything that waits. */
    void clear() {
        while (oldest != null) {
            giveUp(oldest);
        }
    }

    private void expire(long nowNs) {
        while (oldest != null && nowNs - oldest.firstNs > maxAgeNs) {
            giveUp(oldest);
        }
    }

    private boolean evictOldestBut(Datagram d) {
        Datagram victim = oldest == d ? d.newer : oldest;
        if (victim == null) {
            return false;
        }
        report.add(Anomaly.FRAGMENT_TABLE_FULL);
        giveUp(victim);
        return true;
    }

    private void giveUp(Datagram d) {
        counters.add(Counter.PACKETS_DROPPED_FRAGMENT, d.held);
        heldFragments -= d.held;
        remove(d);
    }

    private Datagram find(Fragment f) {
        for (Datagram d = buckets[bucket(f.srcLow, f.dstLow, f.id)]; d != null; d = d.nextInBucket) {
            if (d.id == f.id
                    && d.srcLow == f.srcLow
                    && d.dstLow == f.dstLow
                    && d.srcHigh == f.srcHigh
                    && d.dstHigh == f.dstHigh
                    && d.kind == f.kind()) {
                return d;
            }
        }
        return null;
    }

    private Datagram insert(Fragment f) {
        if (free == null && allocated == maxDatagrams) {
            evictOldestBut(null);
        }
        Datagram d = free;
        if (d == null) {
            d = new Datagram();
            allocated++;
        } else {
            free = d.newer;
        }
        d.begin(f.timestampNs);
        d.srcHigh = f.srcHigh;
        d.srcLow = f.srcLow;
        d.dstHigh = f.dstHigh;
        d.dstLow = f.dstLow;
        d.id = f.id;
        d.kind = f.kind();
        int bucket = bucket(d.srcLow, d.dstLow, d.id);
        d.nextInBucket = buckets[bucket];
        buckets[bucket] = d;
        d.newer = null;
        d.older = newest;
        if (newest == null) {
            oldest = d;
        } else {
            newest.newer = d;
        }
        newest = d;
        return d;
    }

    private void remove(Datagram d) {
        for (int c = 0; c < d.chunks.length; c++) {
            if (d.chunks[c] != FragmentArena.NONE) {
                arena.giveBack(d.chunks[c]);
                d.chunks[c] = FragmentArena.NONE;
            }
        }
        int bucket = bucket(d.srcLow, d.dstLow, d.id);
        if (buckets[bucket] == d) {
            buckets[bucket] = d.nextInBucket;
        } else {
            Datagram before = buckets[bucket];
            while (before.nextInBucket != d) {
                before = before.nextInBucket;
            }
            before.nextInBucket = d.nextInBucket;
        }
        if (d.older == null) {
            oldest = d.newer;
        } else {
            d.older.newer = d.newer;
        }
        if (d.newer == null) {
            newest = d.older;
        } else {
            d.newer.older = d.older;
        }
        d.older = null;
        d.nextInBucket = null;
        d.newer = free;
        free = d;
    }

    private int bucket(long srcLow, long dstLow, int id) {
        return (int) FlowHash.mix(FlowHash.mix(srcLow) + dstLow + id) & buckets.length - 1;
    }
}
