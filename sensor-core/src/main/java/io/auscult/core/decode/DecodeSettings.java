package io.auscult.core.decode;

/**
 * What the decoder does beyond reading headers. Immutable.
 *
 * @param verifyTransportChecksums whether TCP, UDP, ICMP and SCTP checksums are verified where the packet was captured whole
 * @param fragmentPolicy whose bytes count where IP fragments overlap
 * @param maxDatagrams datagrams in pieces that are held at the same time
 * @param maxFragmentBytes memory for their payload, at least 64 KiB
 * @param fragmentAgeNs packet time after which an unfinished one is given up
 */
public record DecodeSettings(
        boolean verifyTransportChecksums,
        FragmentPolicy fragmentPolicy,
        int maxDatagrams,
        int maxFragmentBytes,
        long fragmentAgeNs) {
    public static final DecodeSettings DEFAULT =
            new DecodeSettings(true, FragmentPolicy.LINUX, 1024, 4 << 20, 30_000_000_000L);

    public DecodeSettings withTransportChecksums(boolean verify) {
        return new DecodeSettings(verify, fragmentPolicy, maxDatagrams, maxFragmentBytes, fragmentAgeNs);
    }

    public DecodeSettings withFragments(FragmentPolicy policy, int datagrams, int bytes, long ageNs) {
        return new DecodeSettings(verifyTransportChecksums, policy, datagrams, bytes, ageNs);
    }
}
