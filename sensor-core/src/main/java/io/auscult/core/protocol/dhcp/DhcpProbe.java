package io.auscult.core.protocol.dhcp;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells DHCP by the fixed part of BOOTP and the cookie behind it, RFC 2131 section 3. */
final class DhcpProbe {
    private static final int COOKIE = 0x6382_5363;
    private static final int MAX_HARDWARE_ADDRESS = 16; // bytes

    private DhcpProbe() {}

    static Verdict probe(StreamView first) {
        return isMessage(first) ? Verdict.YES : Verdict.NO;
    }

    static boolean isMessage(StreamView in) {
        if (in.length() < DhcpOptions.BEGIN) {
            return false;
        }
        int op = in.u8(0);
        return (op == DhcpParser.BOOTREQUEST || op == DhcpParser.BOOTREPLY)
                && in.u8(2) <= MAX_HARDWARE_ADDRESS
                && in.i32(DhcpOptions.BEGIN - 4) == COOKIE;
    }
}
