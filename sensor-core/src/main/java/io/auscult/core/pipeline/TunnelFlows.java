package io.auscult.core.pipeline;

import io.auscult.core.counter.Counters;
import io.auscult.core.decode.FlowHash;
import io.auscult.core.decode.Packet;
import io.auscult.core.decode.Packet.TunnelLayer;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.ConnWriter;
import io.auscult.core.flow.ExpiredFlows;
import io.auscult.core.flow.Flow;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.flow.FlowShard;
import io.auscult.core.flow.FlowTracker;

/**
 * The flows of tunnels themselves (outer addresses): few and long. They are followed where packets are dispatched, because the flows inside one
 * tunnel spread over all lanes. At most {@link #CAPACITY}; the least valuable is evicted.
 */
final class TunnelFlows {
    static final int CAPACITY = 4096;

    private final FlowShard shard;
    private final FlowTracker tracker;
    private final ConnWriter conns;
    private final EventWriter out;
    private final ExpiredFlows expired = new ExpiredFlows();
    private final FlowShard[] shards;
    private final Packet outer = new Packet();

    TunnelFlows(FlowSettings settings, Counters counters, EventWriter out) {
        this.shard = new FlowShard(0, CAPACITY, counters);
        this.shards = new FlowShard[] {shard};
        this.conns = new ConnWriter(settings);
        this.out = out;
        this.tracker = new FlowTracker(settings, conns, counters, this::end);
    }

    /** Follows each tunnel around the packet and leaves the uid of the innermost in it. */
    void onPacket(Packet p) {
        long parent = 0;
        for (int i = 0; i < p.tunnelCount; i++) {
            TunnelLayer layer = p.tunnels[i];
            read(layer, p, parent);
            Flow flow = tracker.onPacket(shard, outer, FlowTracker.hash(outer), out);
            flow.service = service(layer);
            parent = flow.uid;
        }
        out.connection(null);
        p.tunnelParent = parent;
    }

    private void read(TunnelLayer layer, Packet p, long parent) {
        boolean udp = layer.proto == 17;
        outer.type = udp ? Packet.Type.UDP : Packet.Type.OTHER_IP;
        outer.number = p.number;
        outer.timestampNs = p.timestampNs;
        outer.iface = p.iface;
        outer.bytes = p.bytes;
        outer.srcMac = p.srcMac;
        outer.dstMac = p.dstMac;
        outer.vlan = layer.vlan;
        outer.innerVlan = layer.innerVlan;
        outer.srcHigh = layer.srcHigh;
        outer.srcLow = layer.srcLow;
        outer.dstHigh = layer.dstHigh;
        outer.dstLow = layer.dstLow;
        outer.proto = layer.proto;
        outer.srcPort = udp ? layer.srcPort : 0;
        outer.dstPort = udp ? layer.dstPort : 0;
        outer.ttl = layer.ttl;
        outer.ipId = layer.ipId;
        outer.ipLength = layer.ipLength;
        outer.payloadLength = udp ? layer.payloadLength : 0;
        outer.payloadCaptured = 0;
        outer.tunnelParent = parent;
        outer.pairHash = FlowHash.pair(layer.srcHigh, layer.srcLow, layer.dstHigh, layer.dstLow);
        outer.flowHash = FlowHash.flow(
                layer.srcHigh, layer.srcLow, outer.srcPort, layer.dstHigh, layer.dstLow, outer.dstPort, layer.proto);
    }

    private static String service(TunnelLayer layer) {
        return switch (layer.type) {
            case GRE -> "gre";
            case ERSPAN -> "erspan";
            case IP_IN_IP -> "ip_in_ip";
            case VXLAN -> "vxlan";
            case GENEVE -> "geneve";
            case GTP_U -> "gtpv1";
            case TEREDO -> "teredo";
        };
    }

    void onTick(long nowNs, long packetNumber) {
        if (shard.size() > 0) {
            tracker.advance(shard, nowNs, expired);
            endExpired(nowNs, packetNumber);
        }
    }

    void onEnd(long nowNs, long packetNumber) {
        shard.all(expired);
        endExpired(nowNs, packetNumber);
    }

    private void endExpired(long nowNs, long packetNumber) {
        expired.sort();
        for (int i = 0; i < expired.count(); i++) {
            out.atTick(nowNs, packetNumber, expired.firstPacket(i));
            tracker.end(expired, i, shards, out);
        }
        expired.clear();
        out.connection(null);
    }

    private void end(FlowShard shard, Flow flow) {
        conns.end(flow, out);
        shard.remove(flow);
    }
}
