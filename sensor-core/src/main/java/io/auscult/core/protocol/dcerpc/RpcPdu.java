package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.StreamView;
import java.util.Objects;

/**
 * Header that begins every connection-oriented message, C706 section 12.6.1, [MS-RPCE] 2.2.2, and numbers in the byte order that it names.
 * <pre>
 *  | 5 | minor | type | flags |        data representation        |   0
 *  |  fragment length |  authentication length |   call id        |   8
 * </pre>
 * A view, reused. After {@link #wrap} answered {@code true} the whole message lies in the view and its parts add up.
 */
final class RpcPdu {
    static final int HEADER = 16; // bytes
    static final int TRAILER = 8; // bytes before the authentication token

    static final int REQUEST = 0;
    static final int PING = 1;
    static final int RESPONSE = 2;
    static final int FAULT = 3;
    static final int REJECT = 6;
    static final int BIND = 11;
    static final int BIND_ACK = 12;
    static final int BIND_NAK = 13;
    static final int ALTER_CONTEXT = 14;
    static final int ALTER_CONTEXT_RESP = 15;
    static final int AUTH3 = 16;
    private static final int ORPHANED = 19;

    static final int LITTLE_ENDIAN = 0x10; // in the first byte of the data representation

    private static final int FIRST = 0x01;
    private static final int LAST = 0x02;
    private static final int OBJECT = 0x80;
    /** Types of the connectionless protocol, which never come here: ping, working, nocall, reject, ack, cancels and fack. */
    private static final int CONNECTIONLESS = 0x7F2;

    private StreamView in = new StreamView();
    private boolean little;
    private int at;
    private int length;
    private int bodyEnd;

    /** Whether these 16 bytes make sense as a header. */
    static boolean isHeader(StreamView in, int at) {
        int type = in.u8(at + 2);
        int order = in.u8(at + 4);
        if (in.u8(at) != 5
                || in.u8(at + 1) > 1
                || type > ORPHANED
                || (CONNECTIONLESS >> type & 1) != 0
                || order != LITTLE_ENDIAN && order != 0 && order != LITTLE_ENDIAN + 1 && order != 1
                || in.u8(at + 5) > 3
                || in.u16(at + 6) != 0) {
            return false;
        }
        int fragment = fragmentLength(in, at);
        int token = order(in.u16(at + 10), order >= LITTLE_ENDIAN);
        return fragment >= HEADER && (token == 0 || HEADER + TRAILER + token <= fragment);
    }

    /** Bytes of the message whose header is at {@code at}. */
    static int fragmentLength(StreamView in, int at) {
        return order(in.u16(at + 8), in.u8(at + 4) >= LITTLE_ENDIAN);
    }

    private static int order(int bigEndian, boolean little) {
        return little ? Short.reverseBytes((short) bigEndian) & 0xFFFF : bigEndian;
    }

    /** The message at {@code at}, of which {@code length} bytes are there. */
    boolean wrap(StreamView in, int at, int length) {
        Objects.checkFromIndexSize(at, length, in.length());
        this.in = in;
        this.at = at;
        if (length < HEADER || !isHeader(in, at) || fragmentLength(in, at) > length) {
            return false;
        }
        this.length = fragmentLength(in, at);
        little = in.u8(at + 4) >= LITTLE_ENDIAN;
        bodyEnd = at + this.length;
        if (tokenLength() > 0) {
            bodyEnd = tokenAt() - TRAILER;
        }
        return true;
    }

    StreamView in() {
        return in;
    }

    boolean isLittle() {
        return little;
    }

    int type() {
        return in.u8(at + 2);
    }

    boolean isFirst() {
        return (in.u8(at + 3) & FIRST) != 0;
    }

    boolean isLast() {
        return (in.u8(at + 3) & LAST) != 0;
    }

    boolean hasObject() {
        return (in.u8(at + 3) & OBJECT) != 0;
    }

    int callId() {
        return i32(12);
    }

    /** Bytes from the start of the message to the end of its body; padding before the authentication is not part of it. */
    int bodyLength() {
        int padding = tokenLength() > 0 ? in.u8(bodyEnd + 2) : 0;
        return Math.max(HEADER, bodyEnd - at - padding);
    }

    int tokenLength() {
        return u16(10);
    }

    /** Place of the authentication token in the view. */
    int tokenAt() {
        return at + length - tokenLength();
    }

    /** Only with a token. */
    int authType() {
        return in.u8(bodyEnd);
    }

    /** Only with a token. */
    int authLevel() {
        return in.u8(bodyEnd + 1);
    }

    /** Place in the view of the byte that is {@code offset} bytes into the message. */
    int place(int offset) {
        return at + offset;
    }

    int u8(int offset) {
        return in.u8(at + offset);
    }

    int u16(int offset) {
        return order(in.u16(at + offset), little);
    }

    int i32(int offset) {
        int value = in.i32(at + offset);
        return little ? Integer.reverseBytes(value) : value;
    }

    /** First half of the UUID there. */
    long uuidHigh(int offset) {
        return (long) i32(offset) << 32 | (long) u16(offset + 4) << 16 | u16(offset + 6);
    }

    /** Second half of the UUID there. */
    long uuidLow(int offset) {
        return (long) in.i32(at + offset + 8) << 32 | in.i32(at + offset + 12) & 0xFFFF_FFFFL;
    }
}
