/**
 * Does: reads who logs in over Telnet, by prompts and what follows them. In: both directions of a stream. Out: one {@code telnet} event a connection,
 * {@code identity} events. Thread: the flow's lane. Limits: the line at work of the server, up to
 * {@link io.auscult.core.protocol.telnet.LoginDialogue#MAX_LINE} bytes, and the name typed; nothing else of the session is kept.
 */
package io.auscult.core.protocol.telnet;
