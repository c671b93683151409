package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/**
 * Tells TFTP by its request: a name that can be read, and one of its modes. Stateless. What is transferred goes from another port and is not recognised.
 * <pre>
 *  | 1 read or 2 write (2) | file name | 0 | netascii, octet or mail | 0 | options ... |
 * </pre>
 */
final class TftpProbe {
    private static final int READ = 1, WRITE = 2;
    private static final int MAX_NAME = 256; // bytes
    private static final byte[][] MODES = {ascii("netascii\0"), ascii("octet\0"), ascii("mail\0")};

    private TftpProbe() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Verdict probe(StreamView in) {
        if (in.length() < 4 || in.u16(0) != READ && in.u16(0) != WRITE) {
            return Verdict.NO;
        }
        int end = in.indexOf(0, 2, 2 + MAX_NAME);
        if (end <= 2) {
            return Verdict.NO;
        }
        for (int i = 2; i < end; i++) {
            if (in.u8(i) < ' ') {
                return Verdict.NO;
            }
        }
        return isMode(in, end + 1) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isMode(StreamView in, int at) {
        for (byte[] mode : MODES) {
            if (isMode(in, at, mode)) {
                return true;
            }
        }
        return false;
    }

    /** In any case, RFC 1350 section 5. */
    private static boolean isMode(StreamView in, int at, byte[] mode) {
        if (mode.length > in.length() - at) {
            return false;
        }
        for (int i = 0; i < mode.length; i++) {
            int c = in.u8(at + i);
            if ((c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c) != mode[i]) {
                return false;
            }
        }
        return true;
    }
}
