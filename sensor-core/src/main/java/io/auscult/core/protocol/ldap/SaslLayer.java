package io.auscult.core.protocol.ldap;

import io.auscult.core.protocol.StreamView;

/**
 * The security layer of one direction after a SASL bind, RFC 4422 section 3.7: buffers behind four bytes of length, signed or sealed. What
 * is only signed is read through; what is sealed is counted. Kerberos (RFC 4121, RFC 4757), NTLM ([MS-NLMP] 2.2.2.9) and DIGEST-MD5
 * (RFC 2831) are told apart by the buffer's first bytes. Two a parser.
 */
final class SaslLayer {
    /** What {@link #open} answers for bytes that begin no buffer. */
    static final int NONE = -1;

    static final int MAX_BUFFER = 1 << 24; // bytes; a length has three of them

    private static final int LENGTH = 4; // bytes before each buffer
    private static final int LOOK = 64; // bytes that suffice to judge a buffer
    private static final int CFX = 0x0504; // RFC 4121 section 4.2.6.2
    private static final int CFX_HEADER = 16;
    private static final int CFX_SEALED = 2;
    private static final int WRAP = 0x0201; // RFC 1964 section 1.2.2
    private static final int WRAP_HEADER = 24; // token id, algorithms, filler, sequence number, checksum of 8 bytes
    private static final int WRAP_CHECKSUM = 8;
    private static final int WRAP_CONFOUNDER = 8;
    private static final int SHA1_DES3 = 0x0400;
    private static final int DES3_CHECKSUM = 20;
    private static final int NOT_SEALED = 0xFFFF;
    private static final int GSS = 0x60; // RFC 2743 section 3.1
    private static final int NTLM_SIGNATURE = 16; // bytes

    /** Bytes that nobody can or needs to read: sealed, or what closes a signed buffer. */
    long opaque;
    /** Bytes left of what a signed buffer carries. */
    long readable;

    private long trailer;

    long sealedMessages;
    long sealedBytes;
    long signedMessages;

    /** Bytes of the buffer's head that are done with, 0 for "wait for more", or {@link #NONE}. */
    int open(StreamView in, int at) {
        int available = in.length() - at;
        if (in.u8(at) != 0) {
            return NONE;
        }
        if (available < LENGTH) {
            return 0;
        }
        int length = in.i32(at);
        if (length == 0) {
            return LENGTH;
        }
        if (available - LENGTH < Math.min(length, LOOK)) {
            return 0;
        }
        int head = head(in, at + LENGTH, length);
        if (head < 0) {
            sealedMessages++;
            sealedBytes += length;
            opaque = length;
            return LENGTH;
        }
        signedMessages++;
        eat(head + trailer - length);
        return LENGTH + head;
    }

    /** Bytes of the signature before what it signs; -1 when that is sealed. Sets what closes the buffer. */
    private int head(StreamView in, int at, int length) {
        trailer = 0;
        if (length > CFX_HEADER && in.u16(at) == CFX) {
            return cfx(in, at, length);
        }
        if (length > WRAP_HEADER && in.u8(at) == GSS) {
            return wrap(in, at, Math.min(length, LOOK));
        }
        if (length > NTLM_SIGNATURE
                && in.i32(at) == 0x0100_0000
                && isMessage(in, at + NTLM_SIGNATURE, length - NTLM_SIGNATURE)) {
            return NTLM_SIGNATURE;
        }
        if (isMessage(in, at, length)) {
            trailer = Math.max(0, Math.min(NTLM_SIGNATURE, length - NTLM_SIGNATURE)); // DIGEST-MD5 signs behind
            return 0;
        }
        return -1;
    }

    private static boolean isMessage(StreamView in, int at, int length) {
        return LdapProbe.isMessage(in, at, at + Math.min(length, LOOK - NTLM_SIGNATURE));
    }

    private int cfx(StreamView in, int at, int length) {
        int extra = in.u16(at + 4);
        int rotated = in.u16(at + 6);
        boolean isPlain =
                (in.u8(at + 2) & CFX_SEALED) == 0 && (rotated == 0 || rotated == extra) && extra <= length - CFX_HEADER;
        if (!isPlain) {
            return -1;
        }
        trailer = rotated == 0 ? extra : 0;
        return CFX_HEADER + (rotated == 0 ? 0 : extra);
    }

    private static int wrap(StreamView in, int at, int look) {
        int oid = at + (in.u8(at + 1) < 0x80 ? 2 : 2 + (in.u8(at + 1) & 0x7F));
        if (oid + 2 > at + look || in.u8(oid) != 0x06) {
            return -1;
        }
        int token = oid + 2 + in.u8(oid + 1);
        if (token + WRAP_HEADER > at + look || in.u16(token) != WRAP || in.u16(token + 4) != NOT_SEALED) {
            return -1;
        }
        int checksum = in.u16(token + 2) == SHA1_DES3 ? DES3_CHECKSUM : WRAP_CHECKSUM;
        int head = token - at + WRAP_HEADER - WRAP_CHECKSUM + checksum + WRAP_CONFOUNDER;
        return head < look ? head : -1;
    }

    /** So much of what a signed buffer carries was eaten. */
    void eat(long length) {
        readable -= length;
        if (readable == 0) {
            opaque = trailer;
        }
    }

    /** The rest of what this buffer carries is no message: padding, or not understood. */
    void close() {
        opaque = readable + trailer;
        readable = 0;
    }

    boolean wasUsed() {
        return sealedMessages + signedMessages > 0;
    }

    void reset() {
        opaque = 0;
        readable = 0;
        trailer = 0;
        sealedMessages = 0;
        sealedBytes = 0;
        signedMessages = 0;
    }
}
