/**
 * Does: reads DCE/RPC (C706, [MS-RPCE]) over TCP, UDP and named pipes: who binds to which interface, every call with its outcome, and the
 * arguments in clear that detections need. In: stream bytes, datagrams, pipe contents from SMB. Out: {@code dce_rpc} and
 * {@code dce_rpc_bind} events, announcements of ports. Thread: the flow's lane. Limits: contexts, calls under way, argument bytes and
 * fragments are bounded by constants; at a bound the oldest call is written without its outcome.
 */
package io.auscult.core.protocol.dcerpc;
