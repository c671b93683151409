/**
 * Does: RDP up to where it is sealed: the X.224 negotiation, what the client says of itself, the server's encryption, the login where it is
 * in clear; recognises RDP over UDP. In: stream bytes and datagrams. Out: {@code rdp}, {@code identity} and {@code host_name} events. Thread: the flow's lane. Limits:
 * one event a connection, 31 channels, messages of 64 KiB; network level authentication happens inside TLS and is not seen.
 */
package io.auscult.core.protocol.rdp;
