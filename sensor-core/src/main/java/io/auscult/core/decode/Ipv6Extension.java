package io.auscult.core.decode;

/**
 * IPv6 extension header, RFC 8200 section 4; the authentication header (RFC 4302) counts its length in another unit.
 * <pre>
 *  |  next header  |  length - 1   |       what its kind says      |   0
 *
 *  fragment:
 *  |  next header  |   reserved    |    fragment offset      |res|M|   0
 *  |                        identification                         |   4
 *
 *  routing:
 *  |  next header  |  length - 1   | routing type  | segments left |   0
 * </pre>
 * One per decoder, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class Ipv6Extension {
    public static final int MIN_LENGTH = 8; // bytes

    private byte[] bytes;
    private int offset;
    private int kind;

    public static boolean isExtension(int nextHeader) {
        return switch (nextHeader) {
            case IpProtocol.HOP_BY_HOP,
                    IpProtocol.ROUTING,
                    IpProtocol.FRAGMENT,
                    IpProtocol.AUTHENTICATION,
                    IpProtocol.DESTINATION,
                    IpProtocol.MOBILITY,
                    IpProtocol.HIP,
                    IpProtocol.SHIM6 -> true;
            default -> false;
        };
    }

    /** @param kind the number that announced this header */
    public boolean wrap(int kind, byte[] bytes, int offset, int length) {
        this.kind = kind;
        this.bytes = bytes;
        this.offset = offset;
        return length >= MIN_LENGTH && headerLength() <= length;
    }

    public int nextHeader() {
        return bytes[offset] & 0xFF;
    }

    /** In bytes. */
    public int headerLength() {
        int units = bytes[offset + 1] & 0xFF;
        return switch (kind) {
            case IpProtocol.FRAGMENT -> MIN_LENGTH;
            case IpProtocol.AUTHENTICATION -> (units + 2) << 2;
            default -> (units + 1) << 3;
        };
    }

    public int routingType() {
        return bytes[offset + 2] & 0xFF;
    }

    public int segmentsLeft() {
        return bytes[offset + 3] & 0xFF;
    }

    /** Offset in bytes of this fragment's first byte. */
    public int fragmentOffset() {
        return BigEndian.getShort(bytes, offset + 2) & 0xFFF8;
    }

    public boolean moreFragments() {
        return (bytes[offset + 3] & 1) != 0;
    }

    public int identification() {
        return BigEndian.getInt(bytes, offset + 4);
    }

    /** Whether a hop-by-hop header carries the jumbo payload option, RFC 2675. */
    public boolean hasJumboPayload() {
        int end = offset + headerLength();
        int at = offset + 2;
        while (at < end) {
            int option = bytes[at] & 0xFF;
            if (option == 0xC2) {
                return true;
            }
            if (option == 0) {
                at++;
            } else if (at + 1 < end) {
                at += 2 + (bytes[at + 1] & 0xFF);
            } else {
                return false;
            }
        }
        return false;
    }
}
