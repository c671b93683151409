package io.auscult.core.decode;

/**
 * ICMP and ICMPv6 header, RFC 792 and RFC 4443, read in place.
 * <pre>
 *  |     type      |     code      |           checksum            |   0
 *  |      identifier, pointer, MTU ... as the type says            |   4
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class IcmpHeader {
    public static final int LENGTH = 8; // bytes

    private byte[] bytes;
    private int offset;

    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= LENGTH;
    }

    public int type() {
        return bytes[offset] & 0xFF;
    }

    public int code() {
        return bytes[offset + 1] & 0xFF;
    }

    public int checksum() {
        return BigEndian.getShort(bytes, offset + 2);
    }

    /** Of echo and the other queries. */
    public int identifier() {
        return BigEndian.getShort(bytes, offset + 4);
    }

    public int sequence() {
        return BigEndian.getShort(bytes, offset + 6);
    }

    /** The ICMP type that answers this one or is answered by it; -1 where there is none. */
    public static int counterpart(int type) {
        return switch (type) {
            case 0 -> 8;
            case 8 -> 0;
            case 9 -> 10;
            case 10 -> 9;
            case 13 -> 14;
            case 14 -> 13;
            case 15 -> 16;
            case 16 -> 15;
            case 17 -> 18;
            case 18 -> 17;
            default -> -1;
        };
    }

    /** The same for ICMPv6. */
    public static int counterpart6(int type) {
        return switch (type) {
            case 128 -> 129;
            case 129 -> 128;
            case 130 -> 131;
            case 131 -> 130;
            case 133 -> 134;
            case 134 -> 133;
            case 135 -> 136;
            case 136 -> 135;
            case 139 -> 140;
            case 140 -> 139;
            case 144 -> 145;
            case 145 -> 144;
            default -> -1;
        };
    }
}
