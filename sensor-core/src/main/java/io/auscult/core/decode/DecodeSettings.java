package io.auscult.core.decode;

/**
 * What the decoder does beyond reading headers. Immutable.
 *
 * @param verifyTransportChecksums whether TCP, UDP, ICMP and SCTP checksums are verified where the packet was captured whole
 * @param dropDuplicates whether second copies that a mirror port makes are left out
 * @param duplicateWindowNs packet time within which the same packet again is a second copy
 * @param fragmentPolicy whose bytes count where IP fragments overlap
 * @param maxDatagrams datagrams in pieces that are held at the same time
 * @param maxFragmentBytes memory for their payload, at least 64 KiB
 * @param fragmentAgeNs packet time after which an unfinished one is given up
 */
public record DecodeSettings(
        boolean verifyTransportChecksums,
        boolean dropDuplicates,
        long duplicateWindowNs,
        FragmentPolicy fragmentPolicy,
        int maxDatagrams,
        int maxFragmentBytes,
        long fragmentAgeNs) {
    public static final DecodeSettings DEFAULT =
            new DecodeSettings(true, true, 5_000_000, FragmentPolicy.LINUX, 1024, 4 << 20, 30_000_000_000L);

    public DecodeSettings withTransportChecksums(boolean verify) {
        return new DecodeSettings(
                verify,
                dropDuplicates,
                duplicateWindowNs,
                fragmentPolicy,
                maxDatagrams,
                maxFragmentBytes,
                fragmentAgeNs);
    }

    public DecodeSettings withDuplicates(boolean drop, long windowNs) {
        return new DecodeSettings(
                verifyTransportChecksums,
                drop,
                windowNs,
                fragmentPolicy,
                maxDatagrams,
                maxFragmentBytes,
                fragmentAgeNs);
    }

    public DecodeSettings withFragments(FragmentPolicy policy, int datagrams, int bytes, long ageNs) {
        return new DecodeSettings(
                verifyTransportChecksums, dropDuplicates, duplicateWindowNs, policy, datagrams, bytes, ageNs);
    }
}
