package io.auscult.core.protocol.smb;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells SMB by the four bytes of framing and the signature behind them, or by a request for a NetBIOS session. On the ports of SMB the capture may begin in
 * the middle of a message: the next frame is waited for.
 */
final class SmbProbe {
    static final int DIRECT = 445;
    static final int NETBIOS = 139;

    private static final int NAMES = 68; // bytes of both names in a request for a session, without scope

    private SmbProbe() {}

    static Verdict probe(StreamView first) {
        if (isUsualPort(first.connection().respPort) || isUsualPort(first.connection().origPort)) {
            return Frame.find(first, 0) >= 0 || isSessionRequest(first) == Verdict.YES ? Verdict.YES : Verdict.UNSURE;
        }
        Verdict request = isSessionRequest(first);
        return request != Verdict.NO ? request : isFrame(first);
    }

    private static boolean isUsualPort(int port) {
        return port == DIRECT || port == NETBIOS;
    }

    private static Verdict isSessionRequest(StreamView in) {
        if (in.length() > 0 && in.u8(0) != Frame.SESSION_REQUEST
                || in.length() > 1 && in.u8(1) != 0
                || in.length() > 2 && in.u8(2) != 0
                || in.length() > 3 && in.u8(3) != NAMES
                || in.length() > 4 && in.u8(4) != 0x20) {
            return Verdict.NO;
        }
        return in.length() > 4 ? Verdict.YES : Verdict.UNSURE;
    }

    private static Verdict isFrame(StreamView in) {
        if (in.length() > 0 && in.u8(0) != Frame.MESSAGE) {
            return Verdict.NO;
        }
        if (in.length() < Frame.HEADER + Frame.SIGNATURE) {
            return in.length() <= Frame.HEADER || Frame.mayBeSignature(in, Frame.HEADER) ? Verdict.UNSURE : Verdict.NO;
        }
        return Frame.isAt(in, 0) ? Verdict.YES : Verdict.NO;
    }
}
