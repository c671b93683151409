/**
 * Does: reads POP3: tries to log in, how many messages were fetched and deleted, and the files in them. In: both directions of a stream. Out: one {@code pop3} event a
 * connection, {@code identity} and {@code files} events. Thread: the flow's lane. Limits: {@link io.auscult.core.protocol.pop3.Pop3Parser#MAX_PENDING} unanswered
 * commands; messages are never kept.
 */
package io.auscult.core.protocol.pop3;
