package io.auscult.core.protocol;

import io.auscult.core.event.EventType;
import java.util.List;
import java.util.function.Supplier;

/**
 * A protocol that is read: one line in {@link Protocols}. Immutable.
 *
 * @param name Zeek's service name, for {@code conn.service}
 * @param overTcp whether it travels in TCP streams
 * @param overUdp whether it travels in UDP datagrams
 * @param ports usual responder ports; they only put the probe first
 * @param probe recognises it on any port
 * @param parser makes a parser, pooled by the lane
 * @param events what the parser writes
 */
public record Protocol(
        String name,
        boolean overTcp,
        boolean overUdp,
        List<Integer> ports,
        Probe probe,
        Supplier<ProtocolParser> parser,
        List<EventType> events) {
    /** Whether that is one of {@link #ports}; without garbage. */
    public boolean isUsualPort(int port) {
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i) == port) {
                return true;
            }
        }
        return false;
    }
}
