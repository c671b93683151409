/**
 * Does: brings incidents to a collection of a TAXII 2.1 server in STIX 2.1, and fetches indicators from one. In: incidents; what the server
 * has. Out: envelopes of objects; indicators. Thread: one an exporter or feed. Limits: objects and bytes of an envelope, bytes of an answer, time of a request, pages
 * of a poll; at the bound an envelope is sent, or the server's answer is refused and asked for again later.
 */
package io.auscult.export.taxii;
