/**
 * Does: reads what TLS says before it is sealed: hellos, certificates, alerts; fingerprints both sides (JA3, JA3S, JA4, JA4S). In: both
 * directions of a stream. Out: one {@code ssl} event a connection, an {@code x509} event for each certificate. Thread: the flow's lane.
 * Limits: {@link io.auscult.core.protocol.ssl.HandshakeBuffer#MAX_BYTES} of a handshake message in pieces,
 * {@link io.auscult.core.protocol.ssl.CertificateChain#MAX_CERTIFICATES} certificates a side.
 */
package io.auscult.core.protocol.ssl;
