package io.auscult.core.decode;

/**
 * Ethernet header, IEEE 802.3, read in place.
 * <pre>
 *  |          destination          |     0
 *  |            source             |     6
 *  | type / length |                    12
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class EthernetHeader {
    public static final int LENGTH = 14; // bytes

    private byte[] bytes;
    private int offset;

    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= LENGTH;
    }

    public long destination() {
        return BigEndian.getMac(bytes, offset);
    }

    public long source() {
        return BigEndian.getMac(bytes, offset + 6);
    }

    /** EtherType, or below {@code 0x600} the length of an LLC frame. */
    public int type() {
        return BigEndian.getShort(bytes, offset + 12);
    }
}
