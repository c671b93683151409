package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/**
 * Tells syslog over UDP by its priority: on its own port {@code <0>} to {@code <191>} will do, elsewhere the version of RFC 5424 or the month of
 * RFC 3164 must follow. Stateless.
 */
final class SyslogProbe {
    static final int PORT = 514;

    private static final int MAX_PRIORITY = 191; // 23 facilities, 8 severities
    private static final byte[] MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec".getBytes(StandardCharsets.US_ASCII);
    private static final int MONTH = 3; // letters

    private SyslogProbe() {}

    static Verdict probe(StreamView in) {
        int end = in.indexOf('>', 0, 5);
        if (end < 2 || in.u8(0) != '<' || end + 1 >= in.length()) {
            return Verdict.NO;
        }
        int priority = 0;
        for (int i = 1; i < end; i++) {
            if (in.u8(i) < '0' || in.u8(i) > '9') {
                return Verdict.NO;
            }
            priority = priority * 10 + in.u8(i) - '0';
        }
        boolean usual = in.connection().respPort == PORT;
        return priority <= MAX_PRIORITY && (usual || isVersion(in, end + 1) || isMonth(in, end + 1))
                ? Verdict.YES
                : Verdict.NO;
    }

    private static boolean isVersion(StreamView in, int at) {
        return at + 1 < in.length() && in.u8(at) == '1' && in.u8(at + 1) == ' ';
    }

    private static boolean isMonth(StreamView in, int at) {
        if (at + MONTH >= in.length() || in.u8(at + MONTH) != ' ') {
            return false;
        }
        for (int month = 0; month < MONTHS.length; month += MONTH) {
            if (in.u8(at) == MONTHS[month]
                    && in.u8(at + 1) == MONTHS[month + 1]
                    && in.u8(at + 2) == MONTHS[month + 2]) {
                return true;
            }
        }
        return false;
    }
}
