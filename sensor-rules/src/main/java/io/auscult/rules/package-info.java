/**
 * Does: knows attacks. In: events. Out: alerts, and the incidents they make. Thread: the detect thread. Limits: those of each area; the one list is
 * {@link io.auscult.rules.Detectors}.
 */
package io.auscult.rules;
