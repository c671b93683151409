/**
 * Does: reads POP3: tries to log in, and how many messages were fetched and deleted. In: both directions of a stream. Out: one {@code pop3} event a
 * connection, {@code identity} events. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.pop3.Pop3Parser#MAX_PENDING} unanswered
 * commands; messages are passed over.
 */
package io.auscult.core.protocol.pop3;
