package io.auscult.core.protocol.http;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells HTTP/1 by its first line: {@code TOKEN URI HTTP/d.d} or {@code HTTP/d.d ddd}; on its usual ports also {@code GET URI} alone. */
final class HttpProbe {
    private static final int MAX_BLANK = 8; // bytes of empty lines before the first
    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

    private HttpProbe() {}

    static Verdict probe(StreamView first) {
        int at = 0;
        while (at < first.length() && at < MAX_BLANK && (first.u8(at) == '\r' || first.u8(at) == '\n')) {
            at++;
        }
        for (int i = 0; at + i < first.length() && (first.u8(at + i) & 0xDF) == (HTTP[i] & 0xDF); ) {
            if (++i == HTTP.length) {
                return status(first, at + i);
            }
        }
        int lineFeed = first.indexOf('\n', at, first.length());
        int end = lineFeed < 0 ? first.length() : lineFeed;
        return isRequestSoFar(first, at, end)
                ? lineFeed < 0 ? Verdict.UNSURE : request(first, at, lineFeed)
                : Verdict.NO;
    }

    private static Verdict status(StreamView in, int at) {
        String form = "d.d ddd";
        for (int i = 0; i < form.length(); i++) {
            if (at + i == in.length()) {
                return Verdict.UNSURE;
            }
            int c = in.u8(at + i);
            if (form.charAt(i) == 'd' ? !HttpLine.isDigit(c) : c != form.charAt(i)) {
                return Verdict.NO;
            }
        }
        return Verdict.YES;
    }

    /** A token, then white space, then no control characters. */
    private static boolean isRequestSoFar(StreamView in, int from, int end) {
        int at = from;
        while (at < end && HttpLine.isToken(in.u8(at))) {
            at++;
        }
        if (at == end) {
            return at - from < 32;
        }
        if (at == from || !HttpLine.isSpace(in.u8(at))) {
            return false;
        }
        for (; at < end; at++) {
            int c = in.u8(at);
            if (c < ' ' && c != '\t' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    /** Without an {@link HttpLine}: a probe keeps no state and leaves no garbage. */
    private static Verdict request(StreamView in, int from, int lineFeed) {
        int end = lineFeed;
        while (end > from && (in.u8(end - 1) == '\r' || HttpLine.isSpace(in.u8(end - 1)))) {
            end--;
        }
        int version = end - HTTP.length - 3;
        if (version > from && isVersion(in, version)) {
            return in.u8(version + HTTP.length) == '1' && HttpLine.isSpace(in.u8(version - 1))
                    ? Verdict.YES
                    : Verdict.NO;
        }
        boolean usual = HttpParser.PORTS.contains(in.connection().respPort);
        return usual && isGet(in, from) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isVersion(StreamView in, int at) {
        for (int i = 0; i < HTTP.length; i++) {
            if ((in.u8(at + i) & 0xDF) != (HTTP[i] & 0xDF)) {
                return false;
            }
        }
        int digits = at + HTTP.length;
        return HttpLine.isDigit(in.u8(digits)) && in.u8(digits + 1) == '.' && HttpLine.isDigit(in.u8(digits + 2));
    }

    private static boolean isGet(StreamView in, int at) {
        return in.length() >= at + 4
                && (in.u8(at) & 0xDF) == 'G'
                && (in.u8(at + 1) & 0xDF) == 'E'
                && (in.u8(at + 2) & 0xDF) == 'T'
                && HttpLine.isSpace(in.u8(at + 3));
    }
}
