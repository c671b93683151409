/**
 * Does: reads SNMP version 1, 2c and 3 (RFC 1157, 3416, 3412, 3414). In: datagrams. Out: one {@code snmp} event a connection, an {@code identity} for
 * each community or user, {@code host_name} where a system tells its own. Thread: the flow's lane. Limits: texts are cut at
 * {@link io.auscult.core.protocol.snmp.SnmpParser#MAX_TEXT} bytes, {@link io.auscult.core.protocol.snmp.SnmpParser#MAX_OIDS} object ids are kept. A community that is no published default never leaves.
 */
package io.auscult.core.protocol.snmp;
