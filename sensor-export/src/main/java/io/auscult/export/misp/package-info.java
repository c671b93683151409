/**
 * Does: keeps one MISP event for an incident, says when its indicators were met, and reads the indicators of others. In: incidents, alerts of matched indicators. Out: requests
 * to MISP's REST interface; indicators to their sink. Thread: the exporter's own, and the feed's own for what is read. Limits: findings in an event, length of
 * texts, size of answers and time-outs are named constants or settings; what is over is left out. What stands in MISP is never lowered, and what a person changed there is left as it is.
 */
package io.auscult.export.misp;
