package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** Tells SIP (RFC 3261) by its first line: {@code METHOD uri SIP/2.0}, or {@code SIP/2.0 200 OK}. Stateless. */
final class SipProbe {
    private static final byte[] VERSION = "SIP/2.0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_METHOD = 16; // bytes
    private static final int MAX_LINE = 1024; // bytes

    private SipProbe() {}

    static Verdict probe(StreamView in) {
        return isRequest(in) || isReply(in) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isReply(StreamView in) {
        return in.startsWith(VERSION, 0)
                && in.length() >= VERSION.length + 4
                && in.u8(VERSION.length) == ' '
                && in.u8(VERSION.length + 1) >= '1'
                && in.u8(VERSION.length + 1) <= '6';
    }

    private static boolean isRequest(StreamView in) {
        int space = in.indexOf(' ', 0, MAX_METHOD);
        if (space < 3) {
            return false;
        }
        for (int i = 0; i < space; i++) {
            int c = in.u8(i);
            if ((c < 'A' || c > 'Z') && (c < '0' || c > '9' || i == 0)) { // a method of one's own may have a digit
                return false;
            }
        }
        int line = in.indexOf('\n', space, MAX_LINE);
        int end = line > 0 && in.u8(line - 1) == '\r' ? line - 1 : line;
        return end - VERSION.length - 1 > space
                && in.startsWith(VERSION, end - VERSION.length)
                && in.u8(end - VERSION.length - 1) == ' ';
    }
}
