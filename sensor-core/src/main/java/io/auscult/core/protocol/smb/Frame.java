package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.StreamView;

/**
 * The framing of SMB over TCP, [MS-SMB2] 2.1 and RFC 1002 section 4.3: a type, three bytes of length (17 bits where NetBIOS is meant), then the
 * message with its signature: FF, FE, FD or FC and "SMB". Stateless.
 */
final class Frame {
    static final int HEADER = 4; // bytes
    static final int SIGNATURE = 4; // bytes
    static final int LEAST = 32; // bytes of the smallest message

    static final int MESSAGE = 0x00;
    static final int SESSION_REQUEST = 0x81;
    static final int POSITIVE_RESPONSE = 0x82;
    static final int NEGATIVE_RESPONSE = 0x83;
    static final int RETARGET_RESPONSE = 0x84;
    static final int KEEP_ALIVE = 0x85;

    static final int SMB1 = 0xFF;
    static final int SMB2 = 0xFE;
    static final int SEALED = 0xFD;
    static final int COMPRESSED = 0xFC;

    private static final int SMB = 0x534D42;

    private Frame() {}

    /** Whether a frame with a known signature begins there; not when fewer than eight bytes are there. */
    static boolean isAt(StreamView in, int at) {
        return in.length() - at >= HEADER + SIGNATURE
                && in.u8(at) == MESSAGE
                && in.u24(at + 1) >= LEAST
                && isSignature(in, at + HEADER);
    }

    static boolean isSignature(StreamView in, int at) {
        return in.u8(at) >= COMPRESSED && in.u24(at + 1) == SMB;
    }

    /** Whether the bytes that are there, fewer than four, could become a signature. */
    static boolean mayBeSignature(StreamView in, int at) {
        for (int i = 0; i < SIGNATURE && at + i < in.length(); i++) {
            int b = in.u8(at + i);
            if (i == 0 ? b < COMPRESSED : b != (SMB >>> 8 * (3 - i) & 0xFF)) {
                return false;
            }
        }
        return true;
    }

    /** The first place at or after {@code from} where a frame begins, -1 for none. */
    static int find(StreamView in, int from) {
        int at = from;
        while (true) {
            at = in.indexOf('S', at, in.length() - 2); // rarer than zero
            if (at < 0) {
                return -1;
            }
            if (at - from >= HEADER + 1 && isAt(in, at - HEADER - 1)) {
                return at - HEADER - 1;
            }
            at++;
        }
    }
}
