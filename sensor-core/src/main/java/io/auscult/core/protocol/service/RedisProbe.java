package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells Redis by a client's first command, an array of strings: {@code *2 CR LF $3 CR LF GET CR LF ...}. Stateless. */
final class RedisProbe {
    private static final int MAX_DIGITS = 7;

    private RedisProbe() {}

    static Verdict probe(StreamView in) {
        int at = number(in, 0, '*');
        at = at > 0 ? number(in, at, '$') : at;
        if (at <= 0) {
            return at == 0 ? Verdict.UNSURE : Verdict.NO;
        }
        if (at == in.length()) {
            return Verdict.UNSURE;
        }
        int letter = in.u8(at) | 0x20;
        return letter >= 'a' && letter <= 'z' ? Verdict.YES : Verdict.NO;
    }

    /** Place behind a sign, a number and the end of the line; 0 while that may still come, -1 if it is something else. */
    private static int number(StreamView in, int from, int sign) {
        if (from == in.length()) {
            return 0;
        }
        if (in.u8(from) != sign) {
            return -1;
        }
        int at = from + 1;
        while (at < in.length() && in.u8(at) >= '0' && in.u8(at) <= '9') {
            at++;
        }
        int digits = at - from - 1;
        if (digits > MAX_DIGITS || at < in.length() && (digits == 0 || in.u8(at) != '\r')) {
            return -1;
        }
        if (at + 1 >= in.length()) {
            return 0;
        }
        return in.u8(at + 1) == '\n' ? at + 2 : -1;
    }
}
