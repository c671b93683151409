package io.auscult.export.misp;

import java.util.Map;

/** MISP's published object templates that are used here, in the version whose relations are written. */
enum MispTemplate {
    NETWORK_CONNECTION(
            "network-connection",
            "af16764b-f8e5-4603-9de1-de34d272f80b",
            7,
            "A local or remote network connection.",
            Map.ofEntries(
                    Map.entry("ip-src", "ip-src"),
                    Map.entry("ip-dst", "ip-dst"),
                    Map.entry("src-port", "port"),
                    Map.entry("dst-port", "port"),
                    Map.entry("hostname-src", "hostname"),
                    Map.entry("hostname-dst", "hostname"),
                    Map.entry("mac-src", "mac-address"),
                    Map.entry("mac-dst", "mac-address"),
                    Map.entry("layer3-protocol", "text"),
                    Map.entry("layer4-protocol", "text"),
                    Map.entry("layer7-protocol", "text"),
                    Map.entry("community-id", "community-id"),
                    Map.entry("count", "counter"),
                    Map.entry("first-packet-seen", "datetime"),
                    Map.entry("last-packet-seen", "datetime"))),
    AUTHENTICATION_FAILURE(
            "authentication-failure-report",
            "9b39afe0-9809-4fe0-8a0b-4cec2b140dd2",
            4,
            "Authentication Failure Report",
            Map.of("ip-src", "ip-src", "ip-dst", "ip-dst", "username", "text", "total", "counter", "type", "text")),
    SCAN_RESULT(
            "scan-result",
            "ebe2a359-8f5b-4a45-8106-d1678935b4c4",
            3,
            "Scan result object to add meta-data and the output of the scan result by itself.",
            Map.of(
                    "scan-result-query",
                    "text",
                    "description",
                    "text",
                    "scan-type",
                    "text",
                    "scan-start",
                    "datetime",
                    "scan-end",
                    "datetime"));

    static final String META_CATEGORY = "network";

    private final String key;
    private final String uuid;
    private final int version;
    private final String description;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final Map<String, String> types;

    MispTemplate(String key, String uuid, int version, String description, Map<String, String> types) {
        this.key = key;
        this.uuid = uuid;
        this.version = version;
        this.description = description;
        this.types = types;
    }

    /** MISP's name of it. */
    String key() {
        return key;
    }

    String uuid() {
        return uuid;
    }

    int version() {
        return version;
    }

    String description() {
        return description;
    }

    /** Attribute type of a relation that is written here. */
    String type(String relation) {
        String type = types.get(relation);
        if (type == null) {
            throw new IllegalArgumentException(relation + ": not in " + key);
        }
        return type;
    }
}
