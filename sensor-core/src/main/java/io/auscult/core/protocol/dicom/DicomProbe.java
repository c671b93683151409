package io.auscult.core.protocol.dicom;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells DICOM by its first protocol data unit, PS3.8 section 9.3: an association asked for or granted, by its version and its two titles; a
 * rejection; or, of a connection already open, a fragment that begins a command set.
 */
final class DicomProbe {
    private static final int TITLES_END = 42;
    private static final int REJECTION = 10;

    private DicomProbe() {}

    static Verdict probe(StreamView first) {
        int length = first.length();
        if (length < 2) {
            return length == 0 || first.u8(0) >= Pdu.ASSOCIATE_RQ && first.u8(0) <= Pdu.P_DATA
                    ? Verdict.UNSURE
                    : Verdict.NO;
        }
        if (first.u8(1) != 0) {
            return Verdict.NO;
        }
        return switch (first.u8(0)) {
            case Pdu.ASSOCIATE_RQ, Pdu.ASSOCIATE_AC -> association(first);
            case Pdu.ASSOCIATE_RJ -> rejection(first);
            case Pdu.P_DATA -> Pdu.beginsCommand(first, 0);
            default -> Verdict.NO;
        };
    }

    private static Verdict association(StreamView first) {
        int length = first.length();
        if (length >= 6 && (first.u32(2) < Pdu.ASSOCIATE_HEAD || first.u32(2) > Pdu.MAX_ASSOCIATE)
                || length >= 8 && (first.u8(7) & 1) == 0) {
            return Verdict.NO;
        }
        for (int i = 10; i < Math.min(length, TITLES_END); i++) {
            int c = first.u8(i);
            if (c != 0 && (c < ' ' || c > '~')) {
                return Verdict.NO;
            }
        }
        return length < TITLES_END ? Verdict.UNSURE : Verdict.YES;
    }

    private static Verdict rejection(StreamView first) {
        if (first.length() < REJECTION) {
            return Verdict.UNSURE;
        }
        boolean plausible = first.u32(2) == 4
                && first.u8(6) == 0
                && first.u8(7) >= 1
                && first.u8(7) <= 2
                && first.u8(8) >= 1
                && first.u8(8) <= 3
                && first.u8(9) >= 1
                && first.u8(9) <= 10;
        return plausible && first.length() == REJECTION ? Verdict.YES : Verdict.NO;
    }
}
