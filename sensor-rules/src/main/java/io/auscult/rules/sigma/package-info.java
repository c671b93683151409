/**
 * Does: reads Sigma rules (detections, filters, correlations), checks them against the schema of the events, compiles them to predicates over the fields of
 * events and raises alerts by them. In: YAML, events. Out: problems with file and line, drafted alerts. Thread: reading on any, matching on the detect thread.
 * Limits: {@link io.auscult.rules.sigma.Yaml} bounds files, {@link io.auscult.rules.sigma.RuleSet} what they amount to, tables of state the correlations.
 */
package io.auscult.rules.sigma;
