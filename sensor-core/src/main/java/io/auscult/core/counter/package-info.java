/**
 * Does: counts everything that is received, lost, evicted or odd. In: increments from every stage. Out: totals for
 * metrics, health and the summary. Thread: one {@link io.auscult.core.counter.Counters} per thread, read by any. Limits: two enums, so
 * memory is fixed.
 */
package io.auscult.core.counter;
