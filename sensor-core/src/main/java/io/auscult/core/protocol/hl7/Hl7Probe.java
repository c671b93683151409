package io.auscult.core.protocol.hl7;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** Tells HL7 version 2 over MLLP: the frame's first byte, a header segment's name, a separator. A message without a frame is not ours. */
final class Hl7Probe {
    private static final byte[][] HEADERS = {
        "MSH".getBytes(StandardCharsets.US_ASCII),
        "BHS".getBytes(StandardCharsets.US_ASCII),
        "FHS".getBytes(StandardCharsets.US_ASCII),
    };

    private static final int HEADER = 5; // bytes, separator included

    private Hl7Probe() {}

    static Verdict probe(StreamView first) {
        if (first.length() == 0) {
            return Verdict.UNSURE;
        }
        if (first.u8(0) != Hl7Side.START) {
            return Verdict.NO;
        }
        for (byte[] header : HEADERS) {
            int i = 0;
            while (i < header.length && i + 1 < first.length() && first.u8(i + 1) == header[i]) {
                i++;
            }
            if (i == header.length && first.length() >= HEADER) {
                return isSeparator(first.u8(HEADER - 1)) ? Verdict.YES : Verdict.NO;
            } else if (i + 1 == first.length()) {
                return Verdict.UNSURE;
            }
        }
        return Verdict.NO;
    }

    /** Printable and neither letter, digit nor blank. */
    static boolean isSeparator(int c) {
        return c > ' ' && c <= '~' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z');
    }
}
