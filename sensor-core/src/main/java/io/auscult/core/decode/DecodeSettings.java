package io.auscult.core.decode;

/**
 * What the decoder does beyond reading headers. Immutable.
 *
 * @param verifyTransportChecksums whether TCP, UDP, ICMP and SCTP checksums are verified where the packet was captured whole
 */
public record DecodeSettings(boolean verifyTransportChecksums) {
    public static final DecodeSettings DEFAULT = new DecodeSettings(true);
}
