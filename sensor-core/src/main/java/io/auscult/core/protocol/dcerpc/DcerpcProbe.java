package io.auscult.core.protocol.dcerpc;

import io.auscult.core.protocol.Probe.Verdict;
import io.auscult.core.protocol.StreamView;

/** Tells DCE/RPC by the header of its first message: version 5 in streams, version 4 in datagrams. */
final class DcerpcProbe {
    private DcerpcProbe() {}

    static Verdict probe(StreamView first) {
        if (first.isDatagram()) {
            return RpcDatagram.isHeader(first) ? Verdict.YES : Verdict.NO;
        }
        if (first.length() >= RpcPdu.HEADER) {
            return RpcPdu.isHeader(first, 0) ? Verdict.YES : Verdict.NO;
        }
        boolean possible = first.u8(0) == 5
                && (first.length() < 2 || first.u8(1) <= 1)
                && (first.length() < 8 || first.u16(6) == 0);
        return possible ? Verdict.UNSURE : Verdict.NO;
    }
}
