package io.auscult.core.alert;

import org.jspecify.annotations.Nullable;

/**
 * One who acted in an incident. Immutable.
 *
 * @param actor who
 * @param from by whom it had been reached before; null for who began
 * @param firstSeenNs of what it did, ns since 1970
 * @param lastSeenNs of what it did, ns since 1970
 */
public record Hop(Party actor, @Nullable Party from, long firstSeenNs, long lastSeenNs) {}
