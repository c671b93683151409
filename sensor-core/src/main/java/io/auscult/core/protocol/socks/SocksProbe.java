package io.auscult.core.protocol.socks;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells SOCKS by its client's first message: the methods of version 5, nothing behind them; or a whole request of version 4. Stateless. */
final class SocksProbe {
    private static final int MAX_METHODS = 10;
    private static final int MAX_METHOD = 9; // assigned ones, and private ones from 0x80 on
    private static final int VERSION_4_HEADER = 8;
    private static final int MAX_USER = 64; // bytes

    private SocksProbe() {}

    static Verdict probe(StreamView in) {
        if (in.length() == 0) {
            return Verdict.UNSURE;
        }
        if (!in.isOrig()) {
            return Verdict.NO;
        }
        return switch (in.u8(0)) {
            case 5 -> version5(in);
            case 4 -> version4(in);
            default -> Verdict.NO;
        };
    }

    private static Verdict version5(StreamView in) {
        if (in.length() < 2) {
            return Verdict.UNSURE;
        }
        int count = in.u8(1);
        if (count == 0 || count > MAX_METHODS || in.length() > 2 + count) {
            return Verdict.NO;
        }
        for (int i = 2; i < in.length(); i++) {
            if (in.u8(i) > MAX_METHOD && in.u8(i) < 0x80) {
                return Verdict.NO;
            }
        }
        return in.length() == 2 + count ? Verdict.YES : Verdict.UNSURE;
    }

    private static Verdict version4(StreamView in) {
        if (in.length() > 1 && in.u8(1) != 1 && in.u8(1) != 2) {
            return Verdict.NO;
        }
        if (in.length() <= VERSION_4_HEADER) {
            return Verdict.UNSURE;
        }
        for (int i = VERSION_4_HEADER; i < in.length() && i < VERSION_4_HEADER + MAX_USER; i++) {
            int c = in.u8(i);
            if (c == 0) {
                return in.u16(2) != 0 ? Verdict.YES : Verdict.NO;
            }
            if (c < ' ' || c > '~') {
                return Verdict.NO;
            }
        }
        return in.length() < VERSION_4_HEADER + MAX_USER ? Verdict.UNSURE : Verdict.NO;
    }
}
