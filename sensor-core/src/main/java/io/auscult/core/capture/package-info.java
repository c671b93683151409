/**
 * Does: takes packets from capture files and interfaces. In: pcap, pcapng, libpcap. Out: filled
 * {@link io.auscult.core.capture.PacketBlock}s. Thread: the capture thread. Limits: one block at a time, packets of at most
 * {@link io.auscult.core.capture.PacketBlock#MAX_PACKET} bytes; longer ones are cut and counted.
 */
package io.auscult.core.capture;
