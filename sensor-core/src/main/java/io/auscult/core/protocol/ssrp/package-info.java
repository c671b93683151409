/**
 * Does: looks at questions for instances of SQL Server, [MC-SQLR], for names that are too long. In: datagrams to port 1434. Out: {@code oddity} events. Thread: the
 * flow's lane. Limits: one event a flow; keeps nothing else.
 */
package io.auscult.core.protocol.ssrp;
