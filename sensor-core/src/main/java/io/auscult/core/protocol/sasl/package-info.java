/**
 * Does: follows SASL (RFC 4422) inside SMTP, IMAP, POP3, XMPP and IRC: who, by which mechanism, and what the server said. In: the mechanism's name, Base64 of both
 * sides. Out: {@code identity} events, and what the readers of NTLM and GSS-API write. Thread: the flow's lane. Limits: a token of
 * {@link io.auscult.core.protocol.sasl.SaslExchange#MAX_TOKEN} bytes; passwords are not even decoded.
 */
package io.auscult.core.protocol.sasl;
