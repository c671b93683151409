package io.auscult.core.evidence;

import java.nio.file.Path;

/**
 * What is kept of the packets around an alert. Immutable.
 *
 * @param folder made when it is missing
 * @param memoryBytes of the ring in all, {@link #MIN_MEMORY} to {@link #MAX_MEMORY}
 * @param snaplen bytes kept of a packet
 * @param beforeNs before the first packet that an alert tells of
 * @param afterNs after an alert
 * @param incidentBytes written for one incident
 * @param totalBytes in the folder
 * @param freeBytes that stay free on the disk
 * @param waits whether to wait for the disk (a replay), or to leave out what comes while it is behind (live)
 */
public record EvidenceSettings(
        Path folder,
        long memoryBytes,
        int snaplen,
        long beforeNs,
        long afterNs,
        long incidentBytes,
        long totalBytes,
        long freeBytes,
        boolean waits) {
    public static final long MIN_MEMORY = 16L << 20;
    public static final long MAX_MEMORY = 1L << 30;
}
