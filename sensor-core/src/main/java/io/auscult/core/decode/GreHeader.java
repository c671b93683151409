package io.auscult.core.decode;

/**
 * GRE header, RFC 2784 and 2890 (version 0), RFC 2637 (version 1, PPTP), read in place.
 * <pre>
 *  |C|R|K|S|s|recur|A| flags | ver |        protocol type          |   0
 *  |     checksum (if C)           |          reserved             |
 *  |     key (if K); version 1: payload length, call id            |
 *  |     sequence number (if S)                                    |
 *  |     acknowledgment number (if A, version 1)                   |
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class GreHeader {
    public static final int MIN_LENGTH = 4; // bytes

    private static final int CHECKSUM = 0x8000;
    private static final int ROUTING = 0x4000;
    private static final int KEY = 0x2000;
    private static final int SEQUENCE = 0x1000;
    private static final int ACKNOWLEDGMENT = 0x0080;

    private byte[] bytes;
    private int offset;

    /** Whether it is whole, of version 0 or 1, and without source routes, which nobody uses. */
    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= MIN_LENGTH && version() <= 1 && (flags() & ROUTING) == 0 && headerLength() <= length;
    }

    private int flags() {
        return BigEndian.getShort(bytes, offset);
    }

    public int version() {
        return bytes[offset + 1] & 7;
    }

    /** EtherType of what is inside. */
    public int protocol() {
        return BigEndian.getShort(bytes, offset + 2);
    }

    public boolean hasKey() {
        return (flags() & KEY) != 0;
    }

    public boolean hasSequence() {
        return (flags() & SEQUENCE) != 0;
    }

    public int headerLength() {
        int flags = flags();
        int length = MIN_LENGTH;
        length += (flags & CHECKSUM) != 0 ? 4 : 0;
        length += (flags & KEY) != 0 ? 4 : 0;
        length += (flags & SEQUENCE) != 0 ? 4 : 0;
        length += version() == 1 && (flags & ACKNOWLEDGMENT) != 0 ? 4 : 0;
        return length;
    }

    /** Version 1 with a key: bytes of PPP that follow; 0 for an acknowledgment alone. */
    public int pptpPayloadLength() {
        return BigEndian.getShort(bytes, offset + ((flags() & CHECKSUM) != 0 ? 8 : 4));
    }
}
