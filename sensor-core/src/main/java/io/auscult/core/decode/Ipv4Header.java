package io.auscult.core.decode;

/**
 * IPv4 header, RFC 791 section 3.1, read in place.
 * <pre>
 *  |version|  hlen |      TOS      |         total length          |   0
 *  |        identification         |flags|    fragment offset      |   4
 *  |      TTL      |   protocol    |        header checksum        |   8
 *  |                        source address                         |  12
 *  |                      destination address                      |  16
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class Ipv4Header {
    public static final int MIN_LENGTH = 20; // bytes
    static final int MORE_FRAGMENTS = 0x2000;
    static final int FRAGMENT_OFFSET = 0x1FFF;

    private static final int LOOSE_SOURCE_ROUTE = 131;
    private static final int STRICT_SOURCE_ROUTE = 137;

    private byte[] bytes;
    private int offset;

    /** Whether a whole header, options included, lies in these {@code length} bytes, and is of version 4. */
    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= MIN_LENGTH && version() == 4 && headerLength() >= MIN_LENGTH && headerLength() <= length;
    }

    public int version() {
        return bytes[offset] >>> 4 & 0xF;
    }

    public int headerLength() {
        return (bytes[offset] & 0xF) << 2;
    }

    /** Bytes, header included; 0 when the network card was left to fill it in. */
    public int totalLength() {
        return BigEndian.getShort(bytes, offset + 2);
    }

    public int identification() {
        return BigEndian.getShort(bytes, offset + 4);
    }

    /** Flags and offset as they stand there. */
    public int fragmentField() {
        return BigEndian.getShort(bytes, offset + 6);
    }

    public boolean isFragment() {
        return (fragmentField() & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) != 0;
    }

    public int ttl() {
        return bytes[offset + 8] & 0xFF;
    }

    public int protocol() {
        return bytes[offset + 9] & 0xFF;
    }

    public int checksum() {
        return BigEndian.getShort(bytes, offset + 10);
    }

    public int source() {
        return BigEndian.getInt(bytes, offset + 12);
    }

    public int destination() {
        return BigEndian.getInt(bytes, offset + 16);
    }

    /** Whether the checksum fits, RFC 1071; zero is one that was left to the network card. */
    boolean hasSoundChecksum() {
        if (checksum() == 0) {
            return true;
        }
        long sum;
        if (headerLength() == MIN_LENGTH) {
            long a = BigEndian.getLong(bytes, offset);
            long b = BigEndian.getLong(bytes, offset + 8);
            sum = (a >>> 32) + (a & 0xFFFF_FFFFL) + (b >>> 32) + (b & 0xFFFF_FFFFL);
            sum += BigEndian.getInt(bytes, offset + 16) & 0xFFFF_FFFFL;
        } else {
            sum = InternetChecksum.sum(bytes, offset, headerLength());
        }
        return InternetChecksum.fold(sum) == 0xFFFF;
    }

    /** Whether the options ask for a loose or strict source route. */
    public boolean hasSourceRoute() {
        int end = offset + headerLength();
        int at = offset + MIN_LENGTH;
        while (at < end) {
            int kind = bytes[at] & 0xFF;
            if (kind == 0) {
                return false;
            }
            if (kind == LOOSE_SOURCE_ROUTE || kind == STRICT_SOURCE_ROUTE) {
                return true;
            }
            int length = kind == 1 ? 1 : at + 1 < end ? bytes[at + 1] & 0xFF : 0;
            if (kind != 1 && length < 2) {
                return false;
            }
            at += length;
        }
        return false;
    }
}
