package io.auscult.export.misp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * Names for what is put into MISP, made from what it is (UUID version 5, RFC 9562 section 5.5): the same incident gives the same event, object and attribute, whenever and by whom it is sent. Stateless.
 */
final class MispIds {
    private static final UUID NAMESPACE =
            UUID.fromString("6f8d3a52-0b7e-5c1f-9a64-1d2e8c7b4f30"); // of Auscult's incidents
    private static final int MARK = 8; // hexadecimal digits

    private MispIds() {}

    static UUID ofIncident(String id) {
        return of(NAMESPACE, "incident", id);
    }

    /** @param parts what it is; told apart whatever they contain */
    static UUID of(UUID parent, String... parts) {
        MessageDigest sha1 = digest("SHA-1");
        sha1.update(ByteBuffer.allocate(16)
                .putLong(parent.getMostSignificantBits())
                .putLong(parent.getLeastSignificantBits())
                .flip());
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            sha1.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
            sha1.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest());
        long high = hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** Enough of a text's hash to see whether it was changed; the same for texts that MISP may store for each other. */
    static String mark(String text) {
        String stored = text.strip().toLowerCase(java.util.Locale.ROOT);
        byte[] hash = digest("SHA-256").digest(stored.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash).substring(0, MARK);
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(name + " is part of every Java", e);
        }
    }
}
