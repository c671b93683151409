package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells DNP3 (IEEE 1815) by the header of its data link and the checksum over it. Stateless.
 * <pre>
 *  | 0x05 0x64 | length | control | destination (2) | source (2) | CRC (2, little-endian) |
 * </pre>
 */
final class Dnp3Probe {
    private static final int HEADER = 8; // bytes before the checksum
    private static final int MIN_LENGTH = 5; // what the length byte may say at least
    private static final int POLYNOMIAL = 0xA6BC; // 0x3D65, bits reversed

    private Dnp3Probe() {}

    static Verdict probe(StreamView in) {
        int length = in.length();
        if (length > 0 && in.u8(0) != 0x05 || length > 1 && in.u8(1) != 0x64 || length > 2 && in.u8(2) < MIN_LENGTH) {
            return Verdict.NO;
        }
        if (length < HEADER + 2) {
            return in.isDatagram() ? Verdict.NO : Verdict.UNSURE;
        }
        return checksum(in) == in.u16le(HEADER) ? Verdict.YES : Verdict.NO;
    }

    private static int checksum(StreamView in) {
        int crc = 0;
        for (int i = 0; i < HEADER; i++) {
            crc ^= in.u8(i);
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? crc >>> 1 ^ POLYNOMIAL : crc >>> 1;
            }
        }
        return ~crc & 0xFFFF;
    }
}
