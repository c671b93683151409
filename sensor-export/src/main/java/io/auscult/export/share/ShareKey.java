package io.auscult.export.share;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * A secret of the hospital's own, from which pseudonyms are made; never printed. Immutable.
 *
 * @param id tells it from others, and nothing about it
 * @param since from when on it is used for new incidents; the epoch for one that the hospital made itself, which may be used by many sensors
 */
record ShareKey(String id, Instant since, byte[] secret) {
    static final int LENGTH = 32; // bytes

    ShareKey {
        if (secret.length != LENGTH) {
            throw new IllegalArgumentException("key " + id + ": " + secret.length + " bytes (expected: 32)");
        }
        secret = secret.clone();
    }

    /**
     * One that the hospital made itself.
     *
     * @param text 64 hexadecimal digits
     * @throws IllegalArgumentException for anything else, which is not repeated
     */
    static ShareKey own(String text) {
        String digits = text.strip();
        if (!digits.matches("[0-9A-Fa-f]{64}")) {
            throw new IllegalArgumentException(
                    "not shown (expected: 64 hexadecimal digits, as openssl rand -hex 32 prints)");
        }
        return of(Instant.EPOCH, HexFormat.of().parseHex(digits));
    }

    /** One whose id follows from the secret. */
    static ShareKey of(Instant since, byte[] secret) {
        byte[] id = new ShareKey("", since, secret).derived("id", 4);
        return new ShareKey(HexFormat.of().formatHex(id), since, secret);
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    /** A key for one purpose (HKDF-SHA256, RFC 5869). */
    byte[] derived(String purpose, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(secret)
                            .thenExpand(("auscult share " + purpose).getBytes(StandardCharsets.US_ASCII), length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java 25 has it
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShareKey key && key.id.equals(id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "key " + id + (since.equals(Instant.EPOCH) ? " of your own" : " since " + since);
    }
}
