/**
 * Does: reads DHCP (RFC 2131) and joins the messages of one exchange, which travel in several connections, into one line. In: datagrams. Out: a
 * {@code dhcp_message} for each message, inside; {@code dhcp} for each exchange. Thread: messages on the flow's lane, exchanges on the
 * detect thread. Limits: {@link io.auscult.core.protocol.dhcp.DhcpExchanges#MAX_EXCHANGES} exchanges at a time, the oldest is written to make room; a text is cut at 255 bytes.
 */
package io.auscult.core.protocol.dhcp;
