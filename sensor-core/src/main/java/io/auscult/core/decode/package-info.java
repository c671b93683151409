/**
 * Does: reads link, tunnel, network and transport headers of a packet, once; joins fragments; recognises second copies. In: bytes of a
 * {@link io.auscult.core.capture.PacketBlock}. Out: {@link io.auscult.core.decode.Packet}. Thread: the one that owns the decoder.
 * Limits: tunnels four deep, eight IPv6 extension headers, a bounded fragment table, a bounded memory of recent packets.
 */
package io.auscult.core.decode;
