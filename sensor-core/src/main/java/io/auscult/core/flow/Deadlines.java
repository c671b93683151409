package io.auscult.core.flow;

/** When a flow ends if nothing more comes, as Zeek's timers would have it. Stateless. */
public final class Deadlines {
    private static final long SECOND = 1_000_000_000L;
    private static final long HALF_CLOSED = 6 * SECOND; // Zeek: tcp_session_timer
    private static final long DNS_ROUND = 10 * SECOND; // Zeek: dns_session_timeout
    private static final long DNS_QUIET = 9 * SECOND;

    private final FlowSettings settings;

    public Deadlines(FlowSettings settings) {
        this.settings = settings;
    }

    /** ns since 1970; passed when at or before now. */
    public long of(Flow flow) {
        if (flow.tcp) {
            return ofTcp(flow);
        }
        if (flow.udp && "dns".equals(flow.service)) {
            long rounds = Math.max(1, Math.ceilDiv(flow.lastNs + DNS_QUIET - flow.firstNs, DNS_ROUND));
            return flow.firstNs + rounds * DNS_ROUND;
        }
        return flow.lastNs + settings.udpInactivityNs();
    }

    private long ofTcp(Flow flow) {
        if (flow.closeDeadlineNs != 0) {
            return flow.closeDeadlineNs;
        }
        Endpoint orig = flow.orig;
        Endpoint resp = flow.resp;
        if (flow.attemptNs != 0
                && resp.state == Endpoint.INACTIVE
                && (orig.state == Endpoint.SYN_SENT || orig.state == Endpoint.SYN_ACK_SENT)) {
            return flow.attemptNs + settings.tcpAttemptNs();
        }
        if (orig.didClose || resp.didClose) {
            boolean over = orig.didClose && resp.didClose
                    || orig.state == Endpoint.RESET
                    || resp.state == Endpoint.RESET
                    || orig.state == Endpoint.INACTIVE
                    || resp.state == Endpoint.INACTIVE;
            if (over) {
                return flow.lastNs + HALF_CLOSED;
            }
        }
        return flow.lastNs + (flow.longTimeout ? settings.tcpInactivityNs() : settings.udpInactivityNs());
    }
}
