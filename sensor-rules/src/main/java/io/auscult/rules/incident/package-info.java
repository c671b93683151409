/**
 * Does: makes one incident of the alerts of one actor, gives alerts their ids, update number and filled-in advice. In: alerts as detectors draft them. Out: finished alerts to the next sink, incidents for the summary. Thread: the detect thread;
 * {@link io.auscult.rules.incident.Incidents#list} may be called by any. Limits: {@link io.auscult.rules.incident.Incidents#MOST} incidents, the longest idle leaves first.
 */
package io.auscult.rules.incident;
