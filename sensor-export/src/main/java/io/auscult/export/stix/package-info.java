/**
 * Does: says incidents in STIX 2.1 and reads what others say in it. In: incidents; JSON of others. Out: JSON objects with stable ids; indicators.
 * Thread: any; a Teller and the objects it makes are one exporter's. Limits: objects of an incident, characters of a text, terms of a pattern, depth and size of JSON; at the
 * bound an incident is told in part and says so, and what others sent is refused with a reason.
 */
package io.auscult.export.stix;
