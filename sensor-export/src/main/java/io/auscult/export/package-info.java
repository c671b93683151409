/**
 * Does: brings alerts and events to the outside; knows no packet and no attack. In: alerts from the journal, events from the detect
 * thread. Out: files, standard output. Thread: one an {@link io.auscult.export.Exporter}; log writers run on the detect thread. Limits: what cannot be
 * written is an {@link io.auscult.export.OutputException} in a replay, and counted and tried again live.
 */
package io.auscult.export;
