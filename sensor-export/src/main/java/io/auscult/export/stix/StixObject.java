package io.auscult.export.stix;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An object to be told. Not changed once made.
 *
 * @param id its type, two hyphens and a UUID
 * @param version {@code modified}, else {@code created}, else empty: an observable, which never changes
 * @param json all of it
 */
public record StixObject(String id, String version, ObjectNode json) {}
