/**
 * Does: takes packets from capture files ({@link io.auscult.core.capture.CaptureFiles}) and interfaces
 * ({@link io.auscult.core.capture.LiveSource}). In: pcap, pcapng, in gzip or zstd, several as one timeline; libpcap. Out: filled
 * {@link io.auscult.core.capture.PacketBlock}s. Thread: the capture thread. Limits: one block at a time, packets of at most
 * {@link io.auscult.core.capture.PacketBlock#MAX_PACKET} bytes, longer ones are cut; 64 files open at once; 65,535 interfaces.
 */
package io.auscult.core.capture;
