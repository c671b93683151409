package io.auscult.core.protocol.mysql;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells MySQL by the server's greeting, or by the client's answer to it. */
final class MysqlProbe {
    static final int PORT = 3306;
    static final int HEADER = 4; // bytes: length (3, lowest first), number
    static final int VERSION_10 = 10;

    private static final int MAX_GREETING = 512; // bytes
    private static final int MAX_VERSION = 100; // characters
    private static final int MIN_RESPONSE = 32; // bytes up to the user's name
    private static final int FILLER_FROM = HEADER + 13;
    private static final int FILLER_TO = HEADER + 28; // MariaDB uses the last four
    private static final int PROTOCOL_41 = 1 << 9;

    private MysqlProbe() {}

    static Verdict probe(StreamView first) {
        if (first.length() < HEADER + 1) {
            return Verdict.UNSURE;
        }
        int size = size(first, 0);
        int number = first.u8(3);
        if (number == 0 && first.u8(HEADER) == VERSION_10) {
            return size >= 40 && size <= MAX_GREETING ? probeGreeting(first, size) : Verdict.NO;
        }
        return number == 1 && size >= MIN_RESPONSE && size <= MysqlParser.MAX_TEXT ? probeResponse(first) : Verdict.NO;
    }

    private static Verdict probeGreeting(StreamView first, int size) {
        int end = Math.min(first.length(), HEADER + 1 + MAX_VERSION);
        for (int i = HEADER + 1; i < end; i++) {
            int c = first.u8(i);
            if (c == 0) {
                int filler = i + 1 + 4 + 8; // behind the connection's number and half of the challenge
                boolean fits = i > HEADER + 1 && filler < HEADER + size;
                if (!fits) {
                    return Verdict.NO;
                }
                return first.length() <= filler ? Verdict.UNSURE : first.u8(filler) == 0 ? Verdict.YES : Verdict.NO;
            }
            if (c < ' ' || c > '~') {
                return Verdict.NO;
            }
        }
        return first.length() < HEADER + 1 + MAX_VERSION ? Verdict.UNSURE : Verdict.NO;
    }

    private static Verdict probeResponse(StreamView first) {
        if (first.length() < FILLER_TO) {
            return Verdict.UNSURE;
        }
        for (int i = FILLER_FROM; i < FILLER_TO; i++) {
            if (first.u8(i) != 0) {
                return Verdict.NO;
            }
        }
        return (first.i32le(HEADER) & PROTOCOL_41) != 0 ? Verdict.YES : Verdict.NO;
    }

    /** Length of the packet's content. */
    static int size(StreamView in, int at) {
        return in.u8(at) | in.u8(at + 1) << 8 | in.u8(at + 2) << 16;
    }
}
