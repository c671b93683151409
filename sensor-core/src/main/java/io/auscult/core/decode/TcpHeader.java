package io.auscult.core.decode;

/**
 * TCP header, RFC 9293 section 3.1, read in place.
 * <pre>
 *  |          source port          |       destination port        |   0
 *  |                        sequence number                        |   4
 *  |                     acknowledgment number                     |   8
 *  | hlen  |  rsv  |     flags     |            window             |  12
 *  |           checksum            |        urgent pointer         |  16
 * </pre>
 * One per decoder, reused for every packet. After {@link #wrap} answered {@code true}, no accessor can leave the packet.
 */
public final class TcpHeader {
    public static final int MIN_LENGTH = 20; // bytes
    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int PSH = 0x08;
    public static final int ACK = 0x10;
    public static final int URG = 0x20;
    public static final int ECE = 0x40;
    public static final int CWR = 0x80;

    /** NOP, NOP, timestamps: the options of nearly every segment. */
    private static final int USUAL_OPTIONS = 0x0101080A;

    private static final int USUAL_OPTIONS_LENGTH = 12;

    private byte[] bytes;
    private int offset;

    /** Whether a whole header, options included, lies in these {@code length} bytes. */
    public boolean wrap(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.offset = offset;
        return length >= MIN_LENGTH && headerLength() >= MIN_LENGTH && headerLength() <= length;
    }

    public int sourcePort() {
        return BigEndian.getShort(bytes, offset);
    }

    public int destinationPort() {
        return BigEndian.getShort(bytes, offset + 2);
    }

    /** Unsigned 32 bits; compare with {@link SequenceNumber}, never with {@code <}. */
    public int sequence() {
        return BigEndian.getInt(bytes, offset + 4);
    }

    public int acknowledgment() {
        return BigEndian.getInt(bytes, offset + 8);
    }

    public int headerLength() {
        return (bytes[offset + 12] & 0xF0) >>> 2;
    }

    public int flags() {
        return bytes[offset + 13] & 0xFF;
    }

    public boolean has(int flag) {
        return (bytes[offset + 13] & flag) != 0;
    }

    public int window() {
        return BigEndian.getShort(bytes, offset + 14);
    }

    public int checksum() {
        return BigEndian.getShort(bytes, offset + 16);
    }

    public int urgentPointer() {
        return BigEndian.getShort(bytes, offset + 18);
    }

    /** Whether every option ends within the header. */
    public boolean hasSoundOptions() {
        int at = offset + MIN_LENGTH;
        int end = offset + headerLength();
        if (at == end || end - at == USUAL_OPTIONS_LENGTH && BigEndian.getInt(bytes, at) == USUAL_OPTIONS) {
            return true;
        }
        while (at < end) {
            int kind = bytes[at];
            if (kind == 0) {
                return true;
            }
            int length = kind == 1 ? 1 : at + 1 < end ? bytes[at + 1] & 0xFF : 0;
            if (kind != 1 && length < 2 || at + length > end) {
                return false;
            }
            at += length;
        }
        return true;
    }
}
