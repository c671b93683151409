/**
 * Does: tells a person what was noticed, what was read and what was lost. In: alerts, counts, connections. Out: text of at most
 * 80 columns in English, Dutch or French, and a line of progress. Thread: alerts and connections on the detect thread, printing
 * on the main thread after it ended. Limits: {@link io.auscult.app.summary.Incidents#MAX} incidents are remembered.
 */
@org.jspecify.annotations.NullMarked
package io.auscult.app.summary;
