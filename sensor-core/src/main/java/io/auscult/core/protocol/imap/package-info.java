/**
 * Does: reads IMAP: tries to log in, and which mailbox was opened. In: both directions of a stream. Out: one {@code imap} event a connection,
 * {@code identity} events. Thread: the flow's lane. Limits: one try at a time; messages are passed over, literals are counted.
 */
package io.auscult.core.protocol.imap;
