package io.auscult.core.flow;

import io.auscult.core.decode.Packet;
import io.auscult.core.event.CommunityId;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.Uid;

/** Writes {@code contact} and {@code conn} events of flows. One per lane. */
public final class ConnWriter {
    private final FlowSettings settings;
    private final CommunityId communityId = new CommunityId();
    private final byte[] text = new byte[64];

    public ConnWriter(FlowSettings settings) {
        this.settings = settings;
    }

    /** @param answer the packet that decided, or null when time did; @param icmp type x 256 + code of an ICMP answer, else 0 */
    void contact(Flow flow, int outcome, Packet answer, int icmp, EventWriter out) {
        flow.contactOpen = false;
        out.begin(FlowEvents.CONTACT);
        out.set(FlowEvents.CONTACT_OUTCOME, outcome);
        out.set(FlowEvents.CONTACT_STARTED, flow.firstNs);
        out.set(FlowEvents.CONTACT_FLAGS, flow.firstFlags);
        out.set(FlowEvents.CONTACT_WINDOW, flow.firstWindow);
        out.set(FlowEvents.CONTACT_OPTIONS, flow.firstOptions);
        out.set(FlowEvents.CONTACT_PAYLOAD, flow.firstPayload);
        out.set(FlowEvents.CONTACT_TTL, flow.firstTtl);
        out.set(FlowEvents.CONTACT_IP_ID, flow.firstIpId);
        if (answer != null) {
            out.set(FlowEvents.CONTACT_ANSWER_IP_ID, answer.ipId);
            out.set(FlowEvents.CONTACT_ANSWER_TTL, answer.ttl);
            if (icmp != 0) {
                out.set(FlowEvents.CONTACT_ICMP, icmp);
            } else if (flow.tcp) {
                out.set(FlowEvents.CONTACT_ANSWER_FLAGS, answer.flags);
                out.set(FlowEvents.CONTACT_ANSWER_WINDOW, answer.window);
            }
        }
        out.set(FlowEvents.CONTACT_PACKETS, flow.orig.packets);
        out.set(FlowEvents.CONTACT_LOCAL_ORIG, settings.isLocal(flow.origHigh, flow.origLow));
        out.set(FlowEvents.CONTACT_LOCAL_RESP, settings.isLocal(flow.respHigh, flow.respLow));
        if (flow.orig.mac != 0) {
            out.set(FlowEvents.CONTACT_ORIG_L2_ADDR, flow.orig.mac);
        }
        if (flow.resp.mac != 0) {
            out.set(FlowEvents.CONTACT_RESP_L2_ADDR, flow.resp.mac);
        }
        out.end();
    }

    /** What is left to say when the flow ends: an open contact that nobody answered, and the connection. */
    public void end(Flow flow, EventWriter out) {
        out.connection(flow);
        if (flow.contactOpen) {
            contact(flow, unanswered(flow), null, 0, out);
        }
        conn(flow, out);
    }

    private static int unanswered(Flow flow) {
        if (flow.tcp) {
            boolean midstream =
                    flow.firstPayload > 0 && (flow.firstFlags & (TcpTracker.SYN | TcpTracker.ACK)) == TcpTracker.ACK;
            return midstream ? FlowEvents.MIDSTREAM : FlowEvents.SILENT;
        }
        return flow.variedPayload ? FlowEvents.ONE_SIDED : FlowEvents.SILENT;
    }

    private void conn(Flow flow, EventWriter out) {
        Endpoint orig = flow.orig;
        Endpoint resp = flow.resp;
        out.begin(FlowEvents.CONN, flow.firstNs);
        out.set(FlowEvents.PROTO, protocolName(flow));
        if (flow.service != null) {
            out.set(FlowEvents.SERVICE, flow.service);
        }
        long duration = flow.lastNs - flow.firstNs;
        if (duration > 0) {
            out.set(FlowEvents.DURATION, duration);
            out.set(FlowEvents.ORIG_BYTES, flow.tcp ? orig.size(resp) : orig.payloadBytes);
            out.set(FlowEvents.RESP_BYTES, flow.tcp ? resp.size(orig) : resp.payloadBytes);
        }
        out.set(FlowEvents.CONN_STATE, state(flow));
        out.set(FlowEvents.LOCAL_ORIG, settings.isLocal(flow.origHigh, flow.origLow));
        out.set(FlowEvents.LOCAL_RESP, settings.isLocal(flow.respHigh, flow.respLow));
        out.set(FlowEvents.MISSED_BYTES, flow.missedBytes);
        if (flow.historyLength() > 0) {
            out.set(FlowEvents.HISTORY, flow.history(), 0, flow.historyLength());
        }
        out.set(FlowEvents.ORIG_PKTS, orig.packets);
        out.set(FlowEvents.ORIG_IP_BYTES, orig.ipBytes);
        out.set(FlowEvents.RESP_PKTS, resp.packets);
        out.set(FlowEvents.RESP_IP_BYTES, resp.ipBytes);
        if (flow.tunnelParent != 0) {
            out.beginList(FlowEvents.TUNNEL_PARENTS);
            out.add(text, 0, Uid.write(text, 0, flow.tunnelParent));
            out.endList();
        }
        out.set(FlowEvents.IP_PROTO, flow.proto);
        out.set(FlowEvents.COMMUNITY_ID, text, 0, communityId.write(text, 0, flow));
        if (flow.vlan != 0) {
            out.set(FlowEvents.VLAN, flow.vlan);
        }
        if (flow.innerVlan != 0) {
            out.set(FlowEvents.INNER_VLAN, flow.innerVlan);
        }
        out.end();
    }

    private static String protocolName(Flow flow) {
        return flow.tcp ? "tcp" : flow.udp ? "udp" : flow.icmp ? "icmp" : flow.sctp ? "sctp" : "unknown_transport";
    }

    private static String state(Flow flow) {
        if (flow.tcp) {
            return TcpTracker.state(flow);
        }
        if (!flow.udp) {
            return "OTH";
        }
        if (flow.orig.active) {
            return flow.resp.active ? "SF" : "S0";
        }
        return flow.resp.active ? "SHR" : "OTH";
    }
}
