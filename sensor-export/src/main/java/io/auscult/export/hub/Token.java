package io.auscult.export.hub;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A member's key to the hub. What is kept is its hash: 256 random bits need no slow one. Immutable.
 *
 * @param hash of the text, SHA-256 in hexadecimal
 * @param name the first digits of {@code hash}, by which people call it
 * @param member whose it is
 * @param reads aliases of collections, {@code *} for all
 * @param writes aliases of collections, {@code *} for all
 * @param createdMicros when it was made
 * @param revokedMicros since when it counts no more; null: it does
 */
public record Token(
        String hash,
        String name,
        String member,
        Set<String> reads,
        Set<String> writes,
        long createdMicros,
        @Nullable Long revokedMicros) {
    static final String PREFIX = "ahub_";
    static final String MEMBER = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";
    private static final int BYTES = 32;
    private static final int NAME = 10; // digits
    private static final String ALL = "*";

    public Token {
        if (!member.matches(MEMBER)) {
            throw new IllegalArgumentException(
                    "member: " + member + " (expected: letters, digits, dot, underscore, hyphen; at most 64)");
        }
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }

    /** A new one's text, for its holder alone. */
    static String random(SecureRandom random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static Token of(String text, String member, Set<String> reads, Set<String> writes, long nowMicros) {
        String hash = hash(text);
        return new Token(hash, hash.substring(0, NAME), member, reads, writes, nowMicros, null);
    }

    static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java", e);
        }
    }

    boolean mayRead(String alias) {
        return reads.contains(ALL) || reads.contains(alias);
    }

    boolean mayWrite(String alias) {
        return writes.contains(ALL) || writes.contains(alias);
    }
}
