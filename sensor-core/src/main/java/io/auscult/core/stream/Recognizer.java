package io.auscult.core.stream;

import io.auscult.core.event.ConnectionId;
import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.StreamView;
import java.util.List;

/** Asks the probes of all protocols of a transport, those usual for the ports first. Immutable. */
final class Recognizer {
    private static final int PORTS = 1 << 16;

    private final Probe[] probes;
    private final long overTcp;
    private final long overUdp;
    private final long[] byPort = new long[PORTS];

    Recognizer(List<Protocol> protocols) {
        if (protocols.size() > 64) {
            throw new IllegalArgumentException("protocols: " + protocols.size() + " (expected: at most 64)");
        }
        probes = new Probe[protocols.size()];
        long tcp = 0;
        long udp = 0;
        for (int i = 0; i < protocols.size(); i++) {
            Protocol protocol = protocols.get(i);
            probes[i] = protocol.probe();
            tcp |= protocol.overTcp() ? 1L << i : 0;
            udp |= protocol.overUdp() ? 1L << i : 0;
            for (int port : protocol.ports()) {
                byPort[port] |= 1L << i;
            }
        }
        overTcp = tcp;
        overUdp = udp;
    }

    long candidates(boolean tcp) {
        return tcp ? overTcp : overUdp;
    }

    /** Index of the protocol that said yes, or -1; protocols that said no are taken out of the session's candidates. */
    int probe(Session session, StreamView first, ConnectionId connection) {
        long usual = byPort[connection.respPort] | byPort[connection.origPort];
        int found = probe(session, first, session.candidates & usual);
        return found >= 0 ? found : probe(session, first, session.candidates & ~usual);
    }

    private int probe(Session session, StreamView first, long asked) {
        for (long left = asked; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            switch (probes[i].probe(first)) {
                case YES -> {
                    return i;
                }
                case NO -> session.candidates &= ~(1L << i);
                case UNSURE -> {}
            }
        }
        return -1;
    }
}
