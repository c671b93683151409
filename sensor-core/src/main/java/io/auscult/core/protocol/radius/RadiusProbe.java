package io.auscult.core.protocol.radius;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells RADIUS by a known code and attributes that fill its length to the last byte; without attributes on its own ports only. Stateless. */
final class RadiusProbe {
    private RadiusProbe() {}

    static Verdict probe(StreamView first) {
        return isMessage(first) ? Verdict.YES : Verdict.NO;
    }

    static boolean isMessage(StreamView in) {
        if (in.length() < RadiusParser.HEADER || !isCode(in.u8(0))) {
            return false;
        }
        int length = in.u16(2);
        if (length != in.length() || length > RadiusParser.MAX_LENGTH) {
            return false;
        }
        if (length == RadiusParser.HEADER) {
            return isUsual(in.connection().respPort) || isUsual(in.connection().origPort);
        }
        int at = RadiusParser.HEADER;
        while (at < length) {
            if (length - at < 2 || in.u8(at) == 0 || in.u8(at + 1) < 2 || in.u8(at + 1) > length - at) {
                return false;
            }
            at += in.u8(at + 1);
        }
        return true;
    }

    private static boolean isCode(int code) {
        return code >= 1 && code <= 5 || code >= 11 && code <= 13 || code >= 40 && code <= 45;
    }

    private static boolean isUsual(int port) {
        return port == 1812 || port == 1813 || port == 1645 || port == 1646 || port == 3799;
    }
}
