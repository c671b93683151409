/**
 * Does: recognises protocols by content and turns their bytes into events; one folder a protocol. In: contiguous bytes of one
 * direction, or one datagram, as a {@link io.auscult.core.protocol.StreamView}. Out: events. Thread: the flow's lane. Limits: a
 * parser keeps what it declares as constants on top, reused for the next flow; hostile bytes end in a return code, never
 * an exception.
 */
package io.auscult.core.protocol;
