package io.auscult.export.share;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Crypto-PAn, the prefix-preserving permutation of addresses by Xu, Fan, Ammar and Moon (ICNP 2002): two addresses that share their first n bits, and no more, still do afterwards. One
 * thread.
 */
final class CryptoPan {
    static final int KEY = 32; // bytes: a key of AES-128, then the secret pad
    private static final int BLOCK = 16; // bytes

    private final Cipher aes;
    private final byte[] pad;

    CryptoPan(byte[] key) {
        if (key.length != KEY) {
            throw new IllegalArgumentException("key: " + key.length + " bytes (expected: " + KEY + ")");
        }
        try {
            aes = Cipher.getInstance("AES/ECB/NoPadding"); // one block at a time, as a pseudo-random function
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, 0, BLOCK, "AES"));
            pad = aes.doFinal(key, BLOCK, BLOCK);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    int ipv4(int address) {
        byte[] bytes = new byte[BLOCK];
        for (int i = 0; i < Integer.BYTES; i++) {
            bytes[i] = (byte) (address >>> 24 - 8 * i);
        }
        byte[] flips = flips(bytes, Integer.SIZE);
        int result = address;
        for (int i = 0; i < Integer.SIZE; i++) {
            result ^= (flips[i * BLOCK] >>> 7 & 1) << 31 - i;
        }
        return result;
    }

    /** @return high and low 64 bits */
    long[] ipv6(long high, long low) {
        byte[] bytes = new byte[BLOCK];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (high >>> 56 - 8 * i);
            bytes[Long.BYTES + i] = (byte) (low >>> 56 - 8 * i);
        }
        byte[] flips = flips(bytes, 2 * Long.SIZE);
        long[] result = {high, low};
        for (int i = 0; i < 2 * Long.SIZE; i++) {
            result[i / Long.SIZE] ^= (long) (flips[i * BLOCK] >>> 7 & 1) << 63 - i % Long.SIZE;
        }
        return result;
    }

    /** Encrypts, for each i below {@code bits}, the first i bits of the address followed by those of the pad; the first bit of the i-th block flips bit i. */
    private byte[] flips(byte[] address, int bits) {
        byte[] blocks = new byte[bits * BLOCK];
        for (int i = 0; i < bits; i++) {
            int at = i * BLOCK;
            System.arraycopy(pad, 0, blocks, at, BLOCK);
            System.arraycopy(address, 0, blocks, at, i / 8);
            int keep = 0xFF00 >>> i % 8 & 0xFF; // bits of the address in the byte where both meet
            blocks[at + i / 8] = (byte) (address[i / 8] & keep | pad[i / 8] & ~keep);
        }
        try {
            return aes.doFinal(blocks);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // whole blocks
        }
    }
}
