/**
 * Does: says what was noticed and keeps it safe. In: {@link io.auscult.core.alert.Alert}s from detectors. Out: the journal
 * (Chronicle Queue, seen by nobody outside this package) and its tailers. Thread: written by the detect thread, read by one thread an exporter. Limits: samples in an
 * alert have at most {@link io.auscult.core.alert.Alert#MAX_SAMPLE} entries; the journal rolls and is cut by age.
 */
package io.auscult.core.alert;
