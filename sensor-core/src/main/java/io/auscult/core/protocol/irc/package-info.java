/**
 * Does: recognises IRC, sees who logs in by SASL, and where it turns to TLS. In: both directions of a stream. Out: {@code identity} events. Thread: the flow's
 * lane. Limits: reading ends when the server welcomes the client, at the latest after {@link io.auscult.core.protocol.irc.IrcParser#MAX_LINES} lines; what is said is not read.
 */
package io.auscult.core.protocol.irc;
