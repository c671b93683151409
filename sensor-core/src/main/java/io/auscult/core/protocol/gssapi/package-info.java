/**
 * Does: reads GSS-API and SPNEGO tokens (RFC 2743, RFC 4178, [MS-SPNG]) wherever another protocol carries them, and gives what is inside to
 * the readers of NTLM and Kerberos. In: tokens and the carrying protocol's judgement. Out: their events, none of its own. Thread: the
 * flow's lane. Limits: {@link io.auscult.core.protocol.gssapi.GssReader#MAX_MECHANISMS} mechanisms of an offer; tokens come whole.
 */
package io.auscult.core.protocol.gssapi;
