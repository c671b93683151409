/**
 * Does: reads DHCP for IPv4 (RFC 2131) and IPv6 (RFC 8415) and joins the messages of one exchange, which travel in several connections, into one line. In: datagrams. Out: a
 * {@code dhcp_message} or {@code dhcpv6_message} for each message, inside; {@code dhcp} or {@code dhcpv6} for each exchange; names of hosts. Thread: messages on the
 * flow's lane, exchanges on the detect thread. Limits: {@link io.auscult.core.protocol.dhcp.ExchangeTable#MAX_EXCHANGES} exchanges of each at a time, the oldest is
 * written to make room; a text is cut at 255 bytes.
 */
package io.auscult.core.protocol.dhcp;
