/**
 * Does: reads the NetBIOS datagram service (RFC 1002 section 4.4) and the announcements of the browser service inside ([MS-BRWS]): what a host is called, what
 * it is and which system it runs. In: datagrams on port 138. Out: {@code browser} for each announcement that differs from the one before in its flow, {@code host_name}. Thread: the flow's lane.
 * Limits: names of 16 bytes, a comment of 43; one announcement is remembered by its hash.
 */
package io.auscult.core.protocol.netbios;
