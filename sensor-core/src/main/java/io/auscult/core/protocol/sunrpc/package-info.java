/**
 * Does: reads remote procedure calls of Sun's kind (ONC RPC, RFC 5531): what is asked of the port mapper (RFC 1833) and of the daemon that mounts NFS (RFC 1813 appendix I). In: datagrams and TCP streams with record marks.
 * Out: {@code sunrpc} events; names the services portmapper, mount and nfs, of which nothing further is read. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.sunrpc.SunrpcParser#MAX_PENDING} calls
 * that wait, the oldest is told as unanswered; of a record, which may come in fragments, the first {@link io.auscult.core.protocol.sunrpc.SunrpcParser#MAX_READ} bytes, and of an answer's list what lies in its first record.
 */
package io.auscult.core.protocol.sunrpc;
