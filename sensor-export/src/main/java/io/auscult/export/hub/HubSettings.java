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
 * @param withoutTls whether an address that others reach may be served without TLS
 * @param limits what is refused
 */
public record HubSettings(
        InetSocketAddress address,
        String title,
        @Nullable Path certificate,
        @Nullable Secret key,
        boolean withoutTls,
        Limits limits) {
    public HubSettings {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException((key == null ? "tls key" : "tls certificate")
                    + ": none (expected: certificate and key, or neither)");
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
     * @param bodyBytes of one request
     * @param pendingBytes of all requests that are being read or worked on
     * @param objects of one request
     * @param objectBytes of one object
     * @param collectionObjects kept in one collection, versions included
     * @param page objects of one answer
     * @param requestsPerSecond of one member
     * @param objectsPerSecond that one member may add
     */
    public record Limits(
            int connections,
            int bodyBytes,
            int pendingBytes,
            int objects,
            int objectBytes,
            long collectionObjects,
            int page,
            int requestsPerSecond,
            int objectsPerSecond) {
        public static final Limits DEFAULT =
                new Limits(256, 8 << 20, 64 << 20, 5_000, 1 << 20, 20_000_000, 1_000, 100, 10_000);

        public Limits {
            atLeastOne("connections", connections);
            atLeastOne("body bytes", bodyBytes);
            atLeastOne("objects", objects);
            atLeastOne("object bytes", objectBytes);
            atLeastOne("collection objects", collectionObjects);
            atLeastOne("page", page);
            atLeastOne("requests per second", requestsPerSecond);
            atLeastOne("objects per second", objectsPerSecond);
            if (pendingBytes < bodyBytes) {
                throw new IllegalArgumentException(
                        "pending bytes: " + pendingBytes + " (expected: at least one body, " + bodyBytes + ")");
            }
        }

        private static void atLeastOne(String name, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
            }
        }
    }
}
