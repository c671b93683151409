package io.auscult.export.hub;

/**
 * One object as the store has it. Immutable.
 *
 * @param added when it was added, microseconds since 1970; unique in its collection
 * @param version in microseconds, 0 for what has no versions
 * @param body its JSON
 */
record Kept(long added, String id, long version, byte[] body) {
    /** What TAXII calls its version: of what has none, when it was added. */
    long shownVersion() {
        return version == 0 ? added : version;
    }
}
