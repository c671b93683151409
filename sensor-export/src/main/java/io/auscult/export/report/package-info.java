/**
 * Does: reports on a day or a week: what happened, where, how often, who used identities unusually, what is still to be done, what was not seen; keeps what people
 * say of incidents. In: a journal, hourly counts. Out: HTML with inline SVG; small files beside the journal.
 * Thread: one at a time. Limits: {@code HourLog} and {@code ReportGatherer} name theirs.
 */
@NullMarked
package io.auscult.export.report;

import org.jspecify.annotations.NullMarked;
