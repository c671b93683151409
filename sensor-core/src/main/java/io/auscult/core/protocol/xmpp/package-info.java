/**
 * Does: recognises XMPP, sees who logs in by SASL, and where it turns to TLS. In: both directions of a stream. Out: {@code identity} events. Thread: the
 * flow's lane. Limits: a tag with the text before it of {@link io.auscult.core.protocol.xmpp.XmlTag#MAX_BYTES}; reading ends with the login, so no stanza is read.
 */
package io.auscult.core.protocol.xmpp;
