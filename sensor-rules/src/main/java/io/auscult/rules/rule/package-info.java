/**
 * Does: reads what rules say of themselves from resources, tells their phase of an intrusion, and drafts alerts. In: {@code .rule} files (Java properties, UTF-8), detectors' findings.
 * Out: {@link io.auscult.core.alert.Rule} and {@link io.auscult.core.alert.Alert}. Thread: any; drafts belong to one. Limits: none of its own; samples are cut at
 * {@link io.auscult.core.alert.Alert#MAX_SAMPLE}.
 */
package io.auscult.rules.rule;
