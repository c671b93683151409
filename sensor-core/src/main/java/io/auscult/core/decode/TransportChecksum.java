package io.auscult.core.decode;

import java.util.zip.CRC32C;

/**
 * Verifies checksums of transports. A sum that was left to the network card is not called wrong: neither zero nor the sum of the
 * pseudo-header alone, which is what a host sees of its own packets. One per decoder.
 */
final class TransportChecksum {
    private static final long LOW = 0xFFFF_FFFFL;
    private static final byte[] NO_CHECKSUM = new byte[4];
    private static final int SCTP_CHECKSUM = 8; // offset in its header

    private final CRC32C crc = new CRC32C();

    /** TCP, UDP and ICMPv6: over the pseudo-header and {@code length} bytes from {@code offset}. */
    static boolean isBad(Packet p, byte[] bytes, int offset, int length, int checksum) {
        if (checksum == 0) {
            return false;
        }
        long pseudo = addresses(p) + p.proto;
        if (InternetChecksum.fold(pseudo + length + InternetChecksum.sum(bytes, offset, length)) == 0xFFFF) {
            return false;
        }
        return checksum != InternetChecksum.fold(pseudo + length) && checksum != InternetChecksum.fold(pseudo);
    }

    /** ICMP: no pseudo-header. */
    static boolean isBadIcmp(byte[] bytes, int offset, int length, int checksum) {
        return checksum != 0 && InternetChecksum.fold(InternetChecksum.sum(bytes, offset, length)) != 0xFFFF;
    }

    /** SCTP: CRC32c over the packet with its checksum taken as zero, RFC 9260 section 6.8. */
    boolean isBadSctp(byte[] bytes, int offset, int length, int checksum) {
        if (checksum == 0) {
            return false;
        }
        crc.reset();
        crc.update(bytes, offset, SCTP_CHECKSUM);
        crc.update(NO_CHECKSUM, 0, NO_CHECKSUM.length);
        crc.update(bytes, offset + SctpHeader.LENGTH, length - SctpHeader.LENGTH);
        return (int) crc.getValue() != checksum;
    }

    private static long addresses(Packet p) {
        long sum = (p.srcLow & LOW) + (p.dstLow & LOW);
        if (p.ipVersion == 6) {
            sum += (p.srcHigh & LOW) + (p.srcHigh >>> 32) + (p.srcLow >>> 32);
            sum += (p.dstHigh & LOW) + (p.dstHigh >>> 32) + (p.dstLow >>> 32);
        }
        return sum;
    }
}
