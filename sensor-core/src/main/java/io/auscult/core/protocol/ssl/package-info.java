/**
 * Does: reads what TLS and DTLS say before they are sealed: hellos, certificates, alerts; fingerprints both sides (JA3, JA3S, JA4, JA4S). In: both
 * directions of a stream, datagrams, or tokens inside another protocol. Out: one {@code ssl} event a connection, an {@code x509} event for each
 * certificate, {@code host_name} events for inside servers. Thread: the flow's lane. Limits: of messages in pieces
 * {@link io.auscult.core.protocol.ssl.HandshakeBuffer#MAX_BYTES} a side, over datagrams {@link io.auscult.core.protocol.ssl.DtlsFlight#MAX_OPEN}
 * messages; {@link io.auscult.core.protocol.ssl.CertificateChain#MAX_CERTIFICATES} certificates a side.
 */
package io.auscult.core.protocol.ssl;
