package io.auscult.export.hub;

import io.auscult.export.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a hub serves. Immutable.
 *
 * @param address where it listens
 * @param title what members see it called
 * @param certificate of the server in PEM, with those between it and its authority; null: plain HTTP
 * @param key of {@code certificate}, PKCS#8 in PEM
 * @param clientAuthority certificates in PEM that a member's must lead to; null: members show none
 * @param withoutTls whether an address that others reach may be served without TLS
 * @param limits what is refused
 */
public record HubSettings(
        InetSocketAddress address,
        String title,
        @Nullable Path certificate,
        @Nullable Secret key,
        @Nullable Path clientAuthority,
        boolean withoutTls,
        Limits limits) {
    public HubSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException((key == null ? "tls key" : "tls certificate")
                    + ": none (expected: certificate and key, or neither)");
        }
        if (clientAuthority != null && certificate == null) {
            throw new IllegalArgumentException("certificates of members: " + clientAuthority
                    + " (expected: a TLS certificate and key of the hub too)");
        }
        if (certificate == null
                && !withoutTls
                && (address.getAddress() == null || !address.getAddress().isLoopbackAddress())) {
            throw new IllegalArgumentException(
                    "listen: " + address.getHostString()
                            + " (expected: a loopback address, or a TLS certificate and key: tokens must not be readable on the way)");
        }
    }

    boolean isTls() {
        return certificate != null;
    }

    /**
     * Bounds.
     *
     * @param connections at once
     * @param addressConnections at once of one address
     * @param bodyBytes of one request
     * @param pendingBytes of all requests and answers that are being read, worked on or written
     * @param objects of one request
     * @param objectBytes of one object
     * @param page objects of one answer
     * @param requestsPerSecond of one member
     * @param objectsPerSecond that one member may add
     * @param keeping what is kept
     */
    public record Limits(
            int connections,
            int addressConnections,
            int bodyBytes,
            int pendingBytes,
            int objects,
            int objectBytes,
            int page,
            int requestsPerSecond,
            int objectsPerSecond,
            Keeping keeping) {
        public static final Limits DEFAULT =
                new Limits(256, 64, 8 << 20, 64 << 20, 5_000, 1 << 20, 1_000, 100, 10_000, Keeping.DEFAULT);

        public Limits {
            atLeastOne("connections", connections);
            atLeastOne("connections of an address", addressConnections);
            atLeastOne("body bytes", bodyBytes);
            atLeastOne("objects", objects);
            atLeastOne("object bytes", objectBytes);
            atLeastOne("page", page);
            atLeastOne("requests per second", requestsPerSecond);
            atLeastOne("objects per second", objectsPerSecond);
            if (pendingBytes < bodyBytes) {
                throw new IllegalArgumentException(
                        "pending bytes: " + pendingBytes + " (expected: at least one body, " + bodyBytes + ")");
            }
        }
    }

    /**
     * How much is kept and how long.
     *
     * @param objects of one collection, versions included
     * @param bytes of one collection's objects
     * @param days after which an object goes; 0: none does for its age
     */
    public record Keeping(long objects, long bytes, int days) {
        public static final Keeping DEFAULT = new Keeping(20_000_000, 16L << 30, 365);

        public Keeping {
            atLeastOne("collection objects", objects);
            atLeastOne("collection bytes", bytes);
            if (days < 0) {
                throw new IllegalArgumentException("days: " + days + " (expected: 0 or more)");
            }
        }
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
