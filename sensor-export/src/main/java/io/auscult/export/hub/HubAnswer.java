package io.auscult.export.hub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.auscult.export.stix.StixJson;
import java.util.Map;
import java.util.UUID;

/**
 * What a request is answered with. Not changed once made.
 *
 * @param status of HTTP
 * @param body JSON
 * @param headers beyond the usual ones
 */
record HubAnswer(int status, byte[] body, Map<String, String> headers) {
    static HubAnswer ok(ObjectNode json) {
        return new HubAnswer(200, StixJson.bytes(json), Map.of());
    }

    /** TAXII 2.1 section 3.6.1. */
    static HubAnswer error(int status, String title) {
        return error(status, title, Map.of());
    }

    static HubAnswer error(int status, String title, Map<String, String> headers) {
        ObjectNode json = StixJson.object()
                .put("title", title)
                .put("error_id", UUID.randomUUID().toString())
                .put("http_status", Integer.toString(status));
        return new HubAnswer(status, StixJson.bytes(json), headers);
    }

    static HubAnswer later(int status, String title, long seconds) {
        return error(status, title, Map.of("retry-after", Long.toString(Math.max(1, seconds))));
    }
}
