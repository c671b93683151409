/**
 * Does: what rules implement against: detectors over events, bounded state. In: events in one order. Out: alerts. Thread: the
 * detect stage. Limits: every table has a capacity and evicts the longest idle, counted.
 */
package io.auscult.core.detect;
