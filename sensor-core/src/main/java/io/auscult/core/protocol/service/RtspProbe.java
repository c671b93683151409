package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;
import java.nio.charset.StandardCharsets;

/** Tells RTSP (RFC 2326, RFC 7826) by its first line: {@code METHOD rtsp://... RTSP/1.0}, or {@code RTSP/1.0 200 OK}. Stateless. */
final class RtspProbe {
    private static final byte[] VERSION = "RTSP/".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_METHOD = 16; // bytes
    private static final int MAX_LINE = 1024; // bytes
    private static final int VERSION_NUMBER = 3; // bytes, 1.0 or 2.0

    private RtspProbe() {}

    static Verdict probe(StreamView in) {
        Verdict reply = isReply(in);
        if (reply != Verdict.NO) {
            return reply;
        }
        int method = 0;
        while (method < in.length() && isCapital(in.u8(method))) {
            method++;
        }
        if (method == in.length()) {
            return method <= MAX_METHOD ? Verdict.UNSURE : Verdict.NO;
        }
        if (method < 3 || method > MAX_METHOD || in.u8(method) != ' ' && in.u8(method) != '_') {
            return Verdict.NO;
        }
        int end = in.indexOf('\n', method, MAX_LINE);
        if (end < 0) {
            return in.length() < MAX_LINE ? Verdict.UNSURE : Verdict.NO;
        }
        int version = end - (in.u8(end - 1) == '\r' ? 1 : 0) - VERSION_NUMBER - VERSION.length;
        return version > method && in.startsWith(VERSION, version) && in.u8(version - 1) == ' '
                ? Verdict.YES
                : Verdict.NO;
    }

    private static Verdict isReply(StreamView in) {
        for (int i = 0; i < VERSION.length; i++) {
            if (i == in.length()) {
                return Verdict.UNSURE;
            }
            if (in.u8(i) != VERSION[i]) {
                return Verdict.NO;
            }
        }
        return Verdict.YES;
    }

    private static boolean isCapital(int c) {
        return c >= 'A' && c <= 'Z';
    }
}
