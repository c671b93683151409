package io.auscult.core.decode;

/**
 * UDP header, RFC 768, read in place.
 * <pre>
 *  |          source port          |       destination port        |   0
 *  |            length             |           checksum            |   4
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class UdpHeader {
    public static final int LENGTH = 8; // bytes

    private byte[] bytes;
    private int offset;

    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= LENGTH;
    }

    public int sourcePort() {
        return BigEndian.getShort(bytes, offset);
    }

    public int destinationPort() {
        return BigEndian.getShort(bytes, offset + 2);
    }

    /** Bytes, header included; 0 in jumbograms. */
    public int length() {
        return BigEndian.getShort(bytes, offset + 4);
    }

    public int checksum() {
        return BigEndian.getShort(bytes, offset + 6);
    }
}
