package io.auscult.export.hub;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a member asks. Not changed once made.
 *
 * @param token who
 * @param address from where
 * @param method GET, POST or DELETE
 * @param path its segments, decoded, without empty ones
 * @param query by name
 * @param accept the header, or null
 * @param contentType the header, or null
 * @param body of a POST
 */
record HubRequest(
        Token token,
        String address,
        String method,
        List<String> path,
        Map<String, List<String>> query,
        @Nullable String accept,
        @Nullable String contentType,
        byte[] body) {
    /** @throws TaxiiApi.BadRequest for other methods */
    void only(String... methods) {
        if (!List.of(methods).contains(method)) {
            String allowed = String.join(", ", methods);
            throw new TaxiiApi.BadRequest(405, allowed + " only", Map.of("allow", allowed));
        }
    }
}
