/**
 * Does: keeps the last packets in memory and writes those around an alert, a pcapng file an incident. In: packets as captured and as decoded
 * ({@link io.auscult.core.decode.PacketTap}), alerts. Out: files. Thread: the ring is filled by the capture thread and read by the detect
 * thread, blocks later; {@link io.auscult.core.evidence.EvidenceFolder} writes on its own. Limits: memory, bytes an incident and in all, incidents at work; what
 * is left out is counted and said in the file.
 */
package io.auscult.core.evidence;
