package io.auscult.core.decode;

/**
 * IPv6 header, RFC 8200 section 3, read in place.
 * <pre>
 *  |version| traffic class |              flow label               |   0
 *  |        payload length         |  next header  |   hop limit   |   4
 *  |                    source address (16 bytes)                  |   8
 *  |                 destination address (16 bytes)                |  24
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class Ipv6Header {
    public static final int LENGTH = 40; // bytes

    private byte[] bytes;
    private int offset;

    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= LENGTH && version() == 6;
    }

    public int version() {
        return bytes[offset] >>> 4 & 0xF;
    }

    /** Bytes after this header; 0 in jumbograms and when the network card was left to fill it in. */
    public int payloadLength() {
        return BigEndian.getShort(bytes, offset + 4);
    }

    public int nextHeader() {
        return bytes[offset + 6] & 0xFF;
    }

    public int hopLimit() {
        return bytes[offset + 7] & 0xFF;
    }

    public long sourceHigh() {
        return BigEndian.getLong(bytes, offset + 8);
    }

    public long sourceLow() {
        return BigEndian.getLong(bytes, offset + 16);
    }

    public long destinationHigh() {
        return BigEndian.getLong(bytes, offset + 24);
    }

    public long destinationLow() {
        return BigEndian.getLong(bytes, offset + 32);
    }
}
