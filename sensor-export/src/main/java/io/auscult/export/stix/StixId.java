package io.auscult.export.stix;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Ids that are the same whenever and wherever the same thing is told: UUID version 5 (RFC 9562 section 5.5). Any thread. */
public final class StixId {
    /** Of observables, STIX 2.1 section 2.9. */
    static final UUID OBSERVABLES = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    private static final UUID OURS = UUID.fromString("9e1fe09f-e833-4e8b-9fd1-4ec447e716b2");

    private static final MessageDigest SHA1 = sha1(); // fresh for ever: only copies are used

    private StixId() {}

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is part of every Java", e);
        }
    }

    /** An object of ours, told apart by its parts. */
    public static String of(String type, String... parts) {
        StringBuilder name = new StringBuilder(type);
        for (String part : parts) {
            name.append('\n').append(part.length()).append(':').append(part);
        }
        return type + "--" + uuid(OURS, name.toString());
    }

    /** @param contributing the properties that make the id, as RFC 8785 writes them */
    static String ofObservable(String type, String contributing) {
        return type + "--" + uuid(OBSERVABLES, contributing);
    }

    public static UUID uuid(UUID namespace, String name) {
        try {
            MessageDigest sha1 = (MessageDigest) SHA1.clone(); // to look for it costs more than the digest of a name
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .flip());
            ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
            return new UUID(
                    hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L,
                    hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's own digests can be copied", e);
        }
    }
}
