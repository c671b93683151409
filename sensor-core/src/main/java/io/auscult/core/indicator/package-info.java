/**
 * Does: holds what other people know to be bad (indicators), millions of them, so that an event can be compared with all at once. In: indicators from files, MISP
 * and TAXII by {@link io.auscult.core.indicator.IndicatorFeed}s. Out: matches, and {@link io.auscult.core.indicator.Sighting}s back to who gave the indicator. Thread: one writes,
 * any number look up, nobody waits. Limits: indicators in all and by source, bytes by value; what is over is refused and counted.
 */
package io.auscult.core.indicator;
