package io.auscult.core.protocol;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A digest over pieces of a message, printed into a slot. Reused; allocates nothing after construction. */
public final class Fingerprint {
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest;
    private final byte[] result;

    private Fingerprint(String algorithm) {
        try {
            digest = MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("digest: " + algorithm + " (expected: in every JDK)", e);
        }
        result = new byte[digest.getDigestLength()];
    }

    public static Fingerprint md5() {
        return new Fingerprint("MD5");
    }

    public static Fingerprint sha1() {
        return new Fingerprint("SHA-1");
    }

    public static Fingerprint sha256() {
        return new Fingerprint("SHA-256");
    }

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    public void update(TextSlot text) {
        digest.update(text.bytes(), 0, text.length());
    }

    public void update(char ascii) {
        digest.update((byte) ascii);
    }

    /** Forgets what was given, and begins anew. */
    public void clear() {
        digest.reset();
    }

    /** Appends the digest in lower-case hexadecimal digits and begins anew. */
    public void appendHex(TextSlot into) {
        finish();
        into.appendHex(result, 0, result.length);
    }

    /** Appends the first {@code bytes} of the digest in hexadecimal digits and begins anew. */
    public void appendHex(TextSlot into, int bytes) {
        finish();
        into.appendHex(result, 0, bytes);
    }

    /** Appends the digest in Base64 without padding and begins anew. */
    public void appendBase64(TextSlot into) {
        finish();
        int bits = 0;
        int held = 0;
        for (byte b : result) {
            held = held << 8 | b & 0xFF;
            bits += 8;
            while (bits >= 6) {
                bits -= 6;
                into.append(BASE64[held >>> bits & 0x3F]);
            }
        }
        if (bits > 0) {
            into.append(BASE64[held << 6 - bits & 0x3F]);
        }
    }

    private void finish() {
        try {
            digest.digest(result, 0, result.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e); // the array is as long as the digest
        }
    }
}
