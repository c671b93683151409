/**
 * Does: VNC's protocol RFB (RFC 6143) up to the first picture: versions, how the client proved itself, the outcome, the desktop's name. In:
 * stream bytes. Out: {@code rfb} and {@code identity} events. Thread: the flow's lane. Limits: one event a connection; names of 256 bytes;
 * what TLS seals is handed over.
 */
package io.auscult.core.protocol.vnc;
