package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells Teredo (RFC 4380) between two clients, on any port, by a whole IPv6 packet of which one side is a Teredo address. Stateless. Tunnels over its server's
 * port are opened before anything here is asked.
 */
final class TeredoProbe {
    private static final int HEADER = 40; // bytes of IPv6
    private static final int PREFIX = 0x2001_0000;

    private TeredoProbe() {}

    static Verdict probe(StreamView in) {
        boolean sound = in.length() >= HEADER
                && in.u8(0) >> 4 == 6
                && in.u16(4) == in.length() - HEADER
                && (in.i32(8) == PREFIX || in.i32(24) == PREFIX);
        return sound ? Verdict.YES : Verdict.NO;
    }
}
