package io.auscult.core.protocol.rdp;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/**
 * Tells RDP by its X.224 connection request or confirm, [MS-RDPBCGR] section 2.2.1.1. Other protocols begin alike, so on another port a
 * cookie or a negotiation block must be there.
 */
final class RdpProbe {
    static final int PORT = 3389;
    static final byte[] COOKIE = "Cookie: ".getBytes(StandardCharsets.US_ASCII);

    static final int HEADER = 11; // bytes of TPKT and X.224 connection header
    static final int NEGOTIATION = 8; // bytes of a negotiation block
    static final int CONNECTION_REQUEST = 0xE0;
    static final int CONNECTION_CONFIRM = 0xD0;
    static final int DATA = 0xF0;
    static final int TPKT = 3;

    private static final int MAX_REQUEST = 1024; // bytes; cookies are short

    private RdpProbe() {}

    static Verdict probe(StreamView first) {
        int length = first.length();
        if (length >= 1 && first.u8(0) != TPKT || length >= 2 && first.u8(1) != 0) {
            return Verdict.NO;
        }
        if (length < 6) {
            return Verdict.UNSURE;
        }
        int size = first.u16(2);
        int code = first.u8(5);
        if (size < HEADER || size > MAX_REQUEST || first.u8(4) != size - 5) {
            return Verdict.NO;
        }
        if (code != CONNECTION_REQUEST && code != CONNECTION_CONFIRM) {
            return Verdict.NO;
        }
        if (length < size) {
            return Verdict.UNSURE;
        }
        boolean named = code == CONNECTION_REQUEST && first.startsWith(COOKIE, HEADER);
        boolean negotiates = size >= HEADER + NEGOTIATION && isNegotiation(first, size, code);
        boolean usual = first.connection().respPort == PORT;
        return named || negotiates || usual ? Verdict.YES : Verdict.NO;
    }

    private static boolean isNegotiation(StreamView in, int size, int code) {
        int at = size - NEGOTIATION;
        int type = in.u8(at);
        boolean isType = code == CONNECTION_REQUEST ? type == 1 : type == 2 || type == 3;
        return isType && in.u16le(at + 2) == NEGOTIATION && in.u32le(at + 4) < 0x100;
    }
}
