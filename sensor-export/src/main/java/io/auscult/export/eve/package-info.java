/**
 * Does: writes alerts as Suricata's EVE JSON, one object a line, valid against its published schema. In: alerts. Out: a file or
 * standard output. Thread: the exporter's own, or the detect thread of a replay. Limits: none of its own; an alert's samples are
 * bounded. What EVE has no field for stands in {@code alert.context}.
 */
package io.auscult.export.eve;
