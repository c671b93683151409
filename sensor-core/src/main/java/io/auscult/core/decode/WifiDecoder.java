package io.auscult.core.decode;

import io.auscult.core.counter.Anomaly;

/**
 * IEEE 802.11, and the headers that capture programs put before it: radiotap, Prism, AVS, PPI. Of an A-MSDU the first frame is followed.
 * What is encrypted, or no data, is no IP. One per decoder.
 */
final class WifiDecoder {
    private static final int RADIOTAP_MIN = 8;
    private static final int RADIOTAP_TSFT = 0x01;
    private static final int RADIOTAP_FLAGS = 0x02;
    private static final int RADIOTAP_PADDED = 0x20; // between header and payload, to four bytes
    private static final int PRISM_LENGTH = 144;
    private static final int AVS_MAGIC = 0x80211000;
    private static final int PPI_LENGTH = 8;

    private final AnomalyReport report;
    private final WifiHeader header = new WifiHeader();
    private boolean padded;

    WifiDecoder(AnomalyReport report) {
        this.report = report;
    }

    /** radiotap.org: {@code | version 0 | pad | length (16) | present (32) ... |}, little-endian. */
    int radiotap(Cursor c, Packet p) {
        if (!c.has(RADIOTAP_MIN)) {
            return truncated(p);
        }
        int length = littleShort(c, 2);
        if (length < RADIOTAP_MIN || !c.has(length)) {
            return truncated(p);
        }
        padded = isPadded(c, length);
        c.at += length;
        return frame(c, p);
    }

    /** The flags follow the last presence word, behind the time stamp if there is one. */
    private static boolean isPadded(Cursor c, int length) {
        int present = c.bytes[c.at + 4];
        if ((present & RADIOTAP_FLAGS) == 0) {
            return false;
        }
        int flags = 8;
        while (flags <= length - 4 && c.bytes[c.at + flags - 1] < 0) { // bit 31: another word
            flags += 4;
        }
        if ((present & RADIOTAP_TSFT) != 0) {
            flags = (flags + 7 & -8) + 8;
        }
        return flags < length && (c.bytes[c.at + flags] & RADIOTAP_PADDED) != 0;
    }

    /** Prism headers are 144 bytes in all that is known; some programs write AVS ones under this link type. */
    int prism(Cursor c, Packet p) {
        if (c.has(8) && (BigEndian.getInt(c.bytes, c.at) & ~0xF) == AVS_MAGIC) {
            return avs(c, p);
        }
        return skip(PRISM_LENGTH, c, p);
    }

    /** {@code | magic (32) | length (32) |}, big-endian. */
    int avs(Cursor c, Packet p) {
        return c.has(8) ? skip(BigEndian.getInt(c.bytes, c.at + 4), c, p) : truncated(p);
    }

    private int skip(int length, Cursor c, Packet p) {
        if (length < PPI_LENGTH || !c.has(length)) {
            return truncated(p);
        }
        padded = false;
        c.at += length;
        return frame(c, p);
    }

    /** Per-packet information: {@code | version | flags | length (16) | link type (32) |}, little-endian. @return the link type, or -1 */
    static int ppi(Cursor c) {
        if (!c.has(PPI_LENGTH)) {
            return -1;
        }
        int length = littleShort(c, 2);
        if (length < PPI_LENGTH || !c.has(length)) {
            return -1;
        }
        int linkType = littleShort(c, 4);
        c.at += length;
        return linkType;
    }

    /** A frame without any such header. */
    int plain(Cursor c, Packet p) {
        padded = false;
        return frame(c, p);
    }

    private int frame(Cursor c, Packet p) {
        if (!header.wrap(c.bytes, c.at, c.available())) {
            return truncated(p);
        }
        if (!header.isReadableData() || header.fragment() != 0) {
            return EtherType.UNKNOWN;
        }
        p.srcMac = header.source();
        p.dstMac = header.destination();
        int length = header.headerLength();
        boolean aggregate = header.isAggregate();
        c.at += padded ? length + 3 & -4 : length;
        if (aggregate) {
            if (!c.has(EthernetHeader.LENGTH)) {
                return truncated(p);
            }
            p.dstMac = BigEndian.getMac(c.bytes, c.at);
            p.srcMac = BigEndian.getMac(c.bytes, c.at + 6);
            c.limit(EthernetHeader.LENGTH + BigEndian.getShort(c.bytes, c.at + 12));
            c.at += EthernetHeader.LENGTH;
        }
        return EtherType.LLC;
    }

    private static int littleShort(Cursor c, int offset) {
        return c.bytes[c.at + offset] & 0xFF | (c.bytes[c.at + offset + 1] & 0xFF) << 8;
    }

    private int truncated(Packet p) {
        return report.malformed(p, Anomaly.TRUNCATED_LINK);
    }
}
