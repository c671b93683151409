/**
 * Does: names what no ordinary program sends in a protocol, as exploits do. In: facts that parsers noticed. Out: {@code oddity} events. Thread: the lane's.
 * Limits: a detail of {@link io.auscult.core.protocol.oddity.Oddity#MAX_DETAIL} bytes.
 */
package io.auscult.core.protocol.oddity;
