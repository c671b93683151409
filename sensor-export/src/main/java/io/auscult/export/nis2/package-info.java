/**
 * Does: drafts the reports of Directive (EU) 2022/2555 (NIS2), article 23 (4): what is known is filled in, what a person must write is blank, the clock is shown.
 * In: an incident, what people said of it. Out: a document. Thread: any, one document at a time. Limits: those of {@code IncidentFacts}.
 */
@NullMarked
package io.auscult.export.nis2;

import org.jspecify.annotations.NullMarked;
