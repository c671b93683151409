package io.auscult.core.protocol.ssh;

import io.auscult.core.protocol.TextSlot;

/**
 * How large messages are on the wire once they are sealed, by what was negotiated for one direction: RFC 4253 section 6, RFC 5647 (AES-GCM), OpenSSH's
 * chacha20-poly1305 and encrypt-then-MAC. Reused by its parser.
 */
final class SshSizes {
    private static final int LENGTH_FIELD = 4;
    private static final int LEAST_PADDING = 4;
    private static final int TAG = 16; // of AES-GCM and Poly1305

    private int block;
    private int mac;
    private boolean lengthOutside; // the length field takes no part in the padding
    private boolean known;

    /** @param compression the name chosen; sizes of compressed messages tell nothing */
    void set(TextSlot cipher, TextSlot macName, TextSlot compression) {
        block = blockOf(cipher);
        boolean sealed = cipher.startsWith("chacha20-poly1305") || contains(cipher, "-gcm");
        mac = sealed ? TAG : macOf(macName);
        lengthOutside = sealed || contains(macName, "-etm@");
        known = block > 0 && mac > 0 && !compression.textEquals("zlib");
    }

    boolean isKnown() {
        return known;
    }

    void clear() {
        known = false;
    }

    /** Bytes on the wire of a message with so many bytes of payload. */
    int wire(int payload) {
        int padded = (lengthOutside ? 0 : LENGTH_FIELD) + 1 + payload + LEAST_PADDING;
        int whole = (padded + block - 1) / block * block;
        return whole + (lengthOutside ? LENGTH_FIELD : 0) + mac;
    }

    private static int blockOf(TextSlot cipher) {
        if (cipher.startsWith("aes") || cipher.startsWith("rijndael") || cipher.startsWith("twofish")) {
            return 16;
        }
        boolean small = cipher.startsWith("chacha20")
                || cipher.startsWith("3des")
                || cipher.startsWith("blowfish")
                || cipher.startsWith("cast128")
                || cipher.startsWith("arcfour");
        return small ? 8 : 0;
    }

    private static int macOf(TextSlot name) {
        if (name.startsWith("hmac-sha2-256")) {
            return 32;
        } else if (name.startsWith("hmac-sha2-512")) {
            return 64;
        } else if (name.startsWith("hmac-sha1-96") || name.startsWith("hmac-md5-96")) {
            return 12;
        } else if (name.startsWith("hmac-sha1") || name.startsWith("hmac-ripemd160")) {
            return 20;
        } else if (name.startsWith("hmac-md5") || name.startsWith("umac-128")) {
            return 16;
        }
        return name.startsWith("umac-64") ? 8 : 0;
    }

    private static boolean contains(TextSlot text, String part) {
        byte[] bytes = text.bytes();
        for (int at = 0; at + part.length() <= text.length(); at++) {
            int i = 0;
            while (i < part.length() && bytes[at + i] == part.charAt(i)) {
                i++;
            }
            if (i == part.length()) {
                return true;
            }
        }
        return false;
    }
}
