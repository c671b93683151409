package io.auscult.export.webhook;

import io.auscult.core.alert.JournalEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs posts as Standard Webhooks 1.0 does: HMAC-SHA256 over {@code id.timestamp.body}, so that a post can neither be changed nor sent again later.
 * Immutable; any thread.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "whsec_";
    private static final int MIN_KEY = 16; // bytes

    private final SecretKeySpec key;

    /**
     * @param secret {@code whsec_} and the key in base64, else the key itself
     * @throws IOException when that is no key; never repeats it
     */
    Signature(String setting, String secret) throws IOException {
        byte[] bytes;
        try {
            bytes = secret.startsWith(PREFIX)
                    ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
                    : secret.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IOException(setting + ": damaged (expected: base64 after whsec_)");
        }
        if (bytes.length < MIN_KEY) {
            throw new IOException(setting + ": too short (expected: at least " + MIN_KEY + " bytes)");
        }
        key = new SecretKeySpec(bytes, ALGORITHM);
    }

    /** What several entries together are called: theirs where it is one, else made of theirs. */
    static String idOf(List<JournalEntry> entries) {
        if (entries.size() == 1) {
            return entries.getFirst().key();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (JournalEntry entry : entries) {
                digest.update((entry.key() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return "batch-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Value of the header {@code webhook-signature}. */
    String of(String id, long timestampS, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((id + "." + timestampS + ".").getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
