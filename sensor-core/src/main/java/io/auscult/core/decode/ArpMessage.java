package io.auscult.core.decode;

/**
 * ARP message for IPv4 over hardware addresses of six bytes, RFC 826, read in place.
 * <pre>
 *  |        hardware type          |        protocol type          |   0
 *  |   hlen = 6    |   plen = 4    |           operation           |   4
 *  |                sender's hardware address                      |   8
 *  |   sender's hardware (cont.)   |  sender's protocol address    |  12
 *  |  sender's protocol (cont.)    |  target's hardware address    |  16
 *  |                target's hardware (cont.)                      |  20
 *  |                target's protocol address                      |  24
 * </pre>
 * One per lane, reused. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class ArpMessage {
    public static final int LENGTH = 28; // bytes
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    private byte[] bytes;
    private int offset;

    /** Whether it is whole, and about IPv4 and six-byte hardware addresses. */
    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= LENGTH && protocolType() == EtherType.IPV4 && bytes[offset + 4] == 6 && bytes[offset + 5] == 4;
    }

    /** For the message that the decoder found in {@code packet}, of type {@link Packet.Type#ARP}. */
    public boolean wrap(Packet packet) {
        return wrap(packet.bytes, packet.payloadOffset, packet.payloadCaptured);
    }

    public int hardwareType() {
        return BigEndian.getShort(bytes, offset);
    }

    public int protocolType() {
        return BigEndian.getShort(bytes, offset + 2);
    }

    public int operation() {
        return BigEndian.getShort(bytes, offset + 6);
    }

    public long senderMac() {
        return BigEndian.getMac(bytes, offset + 8);
    }

    /** IPv4, 32 bits. */
    public int senderAddress() {
        return BigEndian.getInt(bytes, offset + 14);
    }

    public long targetMac() {
        return BigEndian.getMac(bytes, offset + 18);
    }

    /** IPv4, 32 bits. */
    public int targetAddress() {
        return BigEndian.getInt(bytes, offset + 24);
    }
}
