/**
 * Does: says who runs what on which thread, and hands blocks on. In: a {@link io.auscult.core.capture.PacketSource}. Out: events in one order to
 * {@link io.auscult.core.event.EventConsumer}s. Thread: capture on the caller's, one a lane, one for detection; with no lanes all on the caller's.
 * Limits: a fixed number of blocks; when all are under way, capture waits (files) or the kernel buffers and counts (live).
 */
package io.auscult.core.pipeline;
