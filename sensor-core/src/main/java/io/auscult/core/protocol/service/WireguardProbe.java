package io.auscult.core.protocol.service;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/**
 * Tells WireGuard by a message of its handshake: type, three zero bytes, and exactly the length that the type has. Stateless. Messages of data could be
 * anything, so a tunnel seen in the middle is named at its next handshake, if that is among the first datagrams.
 */
final class WireguardProbe {
    private static final int INITIATION = 1, INITIATION_LENGTH = 148; // bytes
    private static final int RESPONSE = 2, RESPONSE_LENGTH = 92;

    private WireguardProbe() {}

    static Verdict probe(StreamView in) {
        boolean initiation = in.length() == INITIATION_LENGTH && in.i32le(0) == INITIATION;
        boolean response = in.length() == RESPONSE_LENGTH && in.i32le(0) == RESPONSE;
        return initiation || response ? Verdict.YES : Verdict.NO;
    }
}
