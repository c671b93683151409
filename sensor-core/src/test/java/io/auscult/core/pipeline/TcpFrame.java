package io.auscult.core.pipeline;

import io.auscult.core.pipeline.Frames.Frame;
import java.util.Arrays;

/** Where the TCP segment lies in a frame, and frames that carry a part of its payload. Ethernet, Linux cooked, loopback and raw IP; no fragments, no tunnels. */
final class TcpFrame {
    private static final int ETHERNET = 1;
    private static final int LOOPBACK = 0;
    private static final int RAW = 101;
    private static final int COOKED = 113;
    private static final int FIN_SYN_RST_URG = 0x27;
    private static final int SYN = 0x02;
    private static final int FIN_PSH = 0x09;

    private final Frame frame;
    private final byte[] bytes;
    private final int ip;
    private final boolean v4;
    private final int tcp;
    private final int payload;
    private final int end;

    private TcpFrame(Frame frame, int ip, boolean v4, int tcp, int payload, int end) {
        this.frame = frame;
        this.bytes = frame.bytes();
        this.ip = ip;
        this.v4 = v4;
        this.tcp = tcp;
        this.payload = payload;
        this.end = end;
    }

    /** Null where there is none that is whole. */
    static TcpFrame of(Frame frame) {
        byte[] b = frame.bytes();
        if (frame.wire() != b.length) {
            return null;
        }
        int ip = network(frame.linkType(), b);
        if (ip < 0 || ip + 40 > b.length) {
            return null;
        }
        int version = b[ip] >> 4 & 0xF;
        int tcp;
        int end;
        if (version == 4) {
            tcp = ip + 4 * (b[ip] & 0xF);
            end = ip + u16(b, ip + 2);
            if (b[ip + 9] != 6 || (u16(b, ip + 6) & 0x3FFF) != 0) {
                return null;
            }
        } else if (version == 6) {
            tcp = ip + 40;
            end = tcp + u16(b, ip + 4);
            if (b[ip + 6] != 6) {
                return null;
            }
        } else {
            return null;
        }
        if (end > b.length || tcp + 20 > end) {
            return null;
        }
        int payload = tcp + 4 * (b[tcp + 12] >> 4 & 0xF);
        return payload > end || payload < tcp + 20 ? null : new TcpFrame(frame, ip, version == 4, tcp, payload, end);
    }

    private static int network(int linkType, byte[] b) {
        if (linkType == RAW) {
            return 0;
        } else if (linkType == LOOPBACK) {
            return 4;
        } else if (linkType == COOKED) {
            return 16;
        } else if (linkType != ETHERNET || b.length < 18) {
            return -1;
        }
        int at = 12;
        while (at + 6 < b.length && (u16(b, at) == 0x8100 || u16(b, at) == 0x88A8)) {
            at += 4;
        }
        return u16(b, at) == 0x0800 || u16(b, at) == 0x86DD ? at + 2 : -1;
    }

    int payloadLength() {
        return end - payload;
    }

    /** Whether it carries data and no flag that means more than data. */
    boolean isPlainData() {
        return payloadLength() > 0 && (bytes[tcp + 13] & FIN_SYN_RST_URG) == 0;
    }

    boolean isSyn() {
        return (bytes[tcp + 13] & SYN) != 0;
    }

    /** Whether it has neither data nor a flag that means more than an acknowledgement. */
    boolean isBare() {
        return payloadLength() == 0 && (bytes[tcp + 13] & FIN_SYN_RST_URG) == 0;
    }

    /** Addresses and ports, one direction. */
    String direction() {
        int length = v4 ? 8 : 32;
        int addresses = v4 ? ip + 12 : ip + 8;
        return Arrays.toString(Arrays.copyOfRange(bytes, addresses, addresses + length)) + u16(bytes, tcp) + ">"
                + u16(bytes, tcp + 2);
    }

    long sequence() {
        return (long) u16(bytes, tcp + 4) << 16 | u16(bytes, tcp + 6);
    }

    /** A frame with these bytes of the payload; FIN and PSH stay with its end. */
    Frame part(int from, int to) {
        byte[] head = Arrays.copyOf(bytes, payload);
        byte[] part = Arrays.copyOf(head, payload + to - from);
        System.arraycopy(bytes, payload + from, part, payload, to - from);
        long sequence = sequence() + from;
        put16(part, tcp + 4, (int) (sequence >>> 16));
        put16(part, tcp + 6, (int) sequence);
        if (to < payloadLength()) {
            part[tcp + 13] &= ~FIN_PSH;
        }
        int length = part.length - tcp;
        if (v4) {
            put16(part, ip + 2, part.length - ip);
            put16(part, ip + 10, 0);
            put16(part, ip + 10, ~sum(part, ip, tcp, 0));
        } else {
            put16(part, ip + 4, length);
        }
        put16(part, tcp + 16, 0);
        long pseudo = sum(part, v4 ? ip + 12 : ip + 8, v4 ? ip + 20 : ip + 40, 6L + length);
        put16(part, tcp + 16, ~sum(part, tcp, part.length, pseudo));
        return frame.with(part);
    }

    private static int sum(byte[] b, int from, int to, long start) {
        long sum = start;
        for (int i = from; i < to; i += 2) {
            sum += (b[i] & 0xFF) << 8 | (i + 1 < to ? b[i + 1] & 0xFF : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) sum;
    }

    private static int u16(byte[] b, int at) {
        return (b[at] & 0xFF) << 8 | b[at + 1] & 0xFF;
    }

    private static void put16(byte[] b, int at, int value) {
        b[at] = (byte) (value >> 8);
        b[at + 1] = (byte) value;
    }
}
