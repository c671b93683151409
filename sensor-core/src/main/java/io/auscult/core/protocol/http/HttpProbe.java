package io.auscult.core.protocol.http;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells HTTP/1 by its first line: {@code TOKEN URI HTTP/d.d} or {@code HTTP/d.d ddd}; on its usual ports also {@code GET URI} alone. */
final class HttpProbe {
    private static final int MAX_BLANK = 8; // bytes of empty lines before the first
    private static final int VERSION = 8; // bytes of HTTP/1.1
    private static final byte[] GET = {'G', 'E', 'T', ' '};
    private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};
    private static final int LONG_LINE = 1024; // bytes; probes see 2,048 at most

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
        if (!isRequestSoFar(first, at, end)) {
            return Verdict.NO;
        } else if (end - at >= LONG_LINE && hasPath(first, at)) {
            return Verdict.YES;
        }
        return lineFeed < 0 ? Verdict.UNSURE : request(first, at, lineFeed);
    }

    /** A method in capital letters, a space, a path: enough of a line that is too long to wait for its end. */
    private static boolean hasPath(StreamView in, int from) {
        int at = from;
        while (in.u8(at) >= 'A' && in.u8(at) <= 'Z') {
            at++;
        }
        return at > from && in.u8(at) == ' ' && at + 1 < in.length() && in.u8(at + 1) == '/';
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
        int end = lineFeed > from && in.u8(lineFeed - 1) == '\r' ? lineFeed - 1 : lineFeed;
        int version = end - VERSION;
        if (version > from + 2 && HttpLine.isSpace(in.u8(version - 1)) && isHttp1(in, version)) {
            return Verdict.YES;
        }
        boolean usual = HttpParser.PROTOCOL.isUsualPort(
                in.connection().respPort); // HTTP is so likely there that its first version is taken too
        return usual && in.startsWith(GET, from) ? Verdict.YES : Verdict.NO;
    }

    private static boolean isHttp1(StreamView in, int at) {
        for (int i = 0; i < HTTP.length; i++) {
            if ((in.u8(at + i) & 0xDF) != (HTTP[i] & 0xDF)) {
                return false;
            }
        }
        return in.u8(at + 5) == '1' && in.u8(at + 6) == '.' && HttpLine.isDigit(in.u8(at + 7));
    }
}
