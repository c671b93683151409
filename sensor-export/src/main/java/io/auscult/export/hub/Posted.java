package io.auscult.export.hub;

import org.jspecify.annotations.Nullable;

/**
 * One object of a request. Immutable.
 *
 * @param id as far as it has one, for the answer
 * @param version {@code modified}, else {@code created}, in microseconds since 1970; 0 for what has no versions
 * @param type of STIX
 * @param body compact JSON; empty when it is refused
 * @param refusal why it is refused, or null
 */
record Posted(
        String id,
        long version,
        String type,
        byte[] body,
        @Nullable String refusal) {
    private static final byte[] NOTHING = {};

    static Posted refused(String id, String reason) {
        return new Posted(id, 0, "", NOTHING, reason);
    }
}
