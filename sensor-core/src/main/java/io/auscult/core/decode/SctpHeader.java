package io.auscult.core.decode;

/**
 * SCTP common header, RFC 9260 section 3.1, read in place.
 * <pre>
 *  |          source port          |       destination port        |   0
 *  |                       verification tag                        |   4
 *  |                           checksum                            |   8
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class SctpHeader {
    public static final int LENGTH = 12; // bytes

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

    public int verificationTag() {
        return BigEndian.getInt(bytes, offset + 4);
    }

    /** CRC32c, least significant byte first as RFC 9260 appendix A says. */
    public int checksum() {
        return Integer.reverseBytes(BigEndian.getInt(bytes, offset + 8));
    }
}
