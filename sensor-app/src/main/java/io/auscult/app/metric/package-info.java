/**
 * Does: shows the counts of all stages to Prometheus and judges them for /health. In: counts, read while their threads go on.
 * Out: text in Prometheus' format, a {@link io.auscult.app.metric.Report} of health. Thread: whoever asks; the sampler for health.
 * Limits: one series per counter, anomaly and output; never an address, user or host as a label.
 */
@org.jspecify.annotations.NullMarked
package io.auscult.app.metric;
