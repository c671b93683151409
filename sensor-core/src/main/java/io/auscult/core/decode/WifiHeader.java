package io.auscult.core.decode;

/**
 * IEEE 802.11 data frame header, read in place; its 16-bit fields are little-endian.
 * <pre>
 *  |ver|type|subtype | flags (to DS, from DS ...) |  duration     |   0
 *  |                 address 1 (6 bytes)                           |   4
 *  |                 address 2 (6 bytes)                           |  10
 *  |                 address 3 (6 bytes)                           |  16
 *  |      fragment, sequence       |   address 4 (to and from DS)  |  22
 *  |  quality of service (2)       |   HT control (4)              |
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class WifiHeader {
    private static final int MIN_LENGTH = 24; // bytes
    private static final int ADDRESS_LENGTH = 6;
    private static final int TO_DS = 0x01;
    private static final int FROM_DS = 0x02;
    private static final int MORE_FRAGMENTS = 0x04;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;
    private static final int QOS = 0x80;
    private static final int NO_DATA = 0x40;
    private static final int AGGREGATE = 0x80;

    private byte[] bytes;
    private int offset;

    /** Whether a whole header lies in these bytes. Only a {@link #isReadableData} one has all fields. */
    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= 2 && (!isReadableData() || length >= MIN_LENGTH && headerLength() <= length);
    }

    /** Whether it carries data, neither encrypted nor in pieces. */
    public boolean isReadableData() {
        int control = bytes[offset];
        return (control & 0x0F) == 0x08 && (control & NO_DATA) == 0 && (flags() & (PROTECTED | MORE_FRAGMENTS)) == 0;
    }

    private int flags() {
        return bytes[offset + 1];
    }

    private boolean has4Addresses() {
        return (flags() & (TO_DS | FROM_DS)) == (TO_DS | FROM_DS);
    }

    private boolean hasQos() {
        return (bytes[offset] & QOS) != 0;
    }

    private int qosOffset() {
        return MIN_LENGTH + (has4Addresses() ? ADDRESS_LENGTH : 0);
    }

    public int headerLength() {
        int length = qosOffset();
        if (hasQos()) {
            length += (flags() & ORDER) != 0 ? 6 : 2;
        }
        return length;
    }

    /** Number of this fragment; only the first one begins with a header of the next layer. */
    public int fragment() {
        return bytes[offset + 22] & 0x0F;
    }

    /** Whether several frames, each with an Ethernet-like header, share this one (A-MSDU). */
    public boolean isAggregate() {
        return hasQos() && (bytes[offset + qosOffset()] & AGGREGATE) != 0;
    }

    public long source() {
        if (has4Addresses()) {
            return BigEndian.getMac(bytes, offset + MIN_LENGTH);
        }
        return BigEndian.getMac(bytes, offset + ((flags() & FROM_DS) != 0 ? 16 : 10));
    }

    public long destination() {
        return BigEndian.getMac(bytes, offset + ((flags() & TO_DS) != 0 ? 16 : 4));
    }
}
