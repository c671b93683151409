/**
 * Does: reads DNS and its relatives (mDNS, LLMNR, NetBIOS name service) and pairs queries with replies. In: datagrams, or streams
 * of messages behind two length bytes. Out: {@code dns} events. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.dns.DnsParser#MAX_PENDING}
 * unpaired messages a flow, {@link io.auscult.core.protocol.dns.DnsTransaction#MAX_ANSWER_BYTES} of answers each; the oldest is logged to make room.
 */
package io.auscult.core.protocol.dns;
