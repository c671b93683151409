package io.auscult.core.pipeline;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.ConnWriter;
import io.auscult.core.flow.ExpiredFlows;
import io.auscult.core.flow.Flow;
import io.auscult.core.flow.FlowTable;
import io.auscult.core.flow.FlowTracker;
import io.auscult.core.stream.StreamAssembler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the flows of the shards it owns: packet, flow, stream, parser, event. Everything in it is touched by one thread. A packet that
 * makes it throw is a defect of ours: it is counted, logged once, and left.
 */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    private final FlowTable[] tables = new FlowTable[FlowTable.SHARDS];
    private final FlowTracker tracker;
    private final StreamAssembler streams;
    private final ConnWriter conns;
    private final ExpiredFlows expired = new ExpiredFlows();
    private final EventWriter out;
    private final Counters counters;
    private boolean failed;
    private int drained;

    /** @param index of this lane; @param lanes number of lanes, shards are dealt out in turn */
    Lane(int index, int lanes, PipelineSettings settings, Counters counters) {
        this.counters = counters;
        this.out = new EventWriter(counters);
        this.conns = new ConnWriter(settings.flow());
        this.tracker = new FlowTracker(settings.flow(), conns, counters, this::end);
        this.streams = new StreamAssembler(settings.protocols(), settings.stream(), counters);
        for (int shard = index; shard < FlowTable.SHARDS; shard += Math.max(1, lanes)) {
            tables[shard] = new FlowTable(settings.flow().capacity() / FlowTable.SHARDS, counters);
        }
    }

    Counters counters() {
        return counters;
    }

    void into(EventBlock block) {
        out.into(block);
    }

    /** Which shard a decoded packet belongs to. */
    static int shard(Packet p) {
        return p.pairHash & FlowTable.SHARDS - 1;
    }

    /** Asks for the memory that {@link #onPacket} of this packet will need. @return anything; using it keeps the read alive */
    int touch(Packet p, int shard) {
        return tables[shard].touch(FlowTracker.hash(p));
    }

    void onPacket(Packet p, int shard) {
        out.at(p.timestampNs, p.number);
        try {
            FlowTable table = tables[shard];
            Flow flow = tracker.onPacket(table, shard, p, FlowTracker.hash(p), out);
            streams.onPacket(flow, p, shard, tracker.fromOrig(), out);
            if (p.type == Packet.Type.ICMP) {
                tracker.onIcmpError(table, p, out);
            }
        } catch (RuntimeException e) {
            counters.increment(Counter.PACKETS_DROPPED_LANE);
            if (!failed) {
                failed = true;
                LOG.error("packet {} could not be followed; the sensor goes on without it", p.number, e);
            }
        }
    }

    /** The clock moved on, just before this packet. */
    void onTick(long nowNs, long packetNumber) {
        for (FlowTable table : tables) {
            if (table != null) {
                tracker.advance(table, nowNs, expired);
            }
        }
        endExpired(nowNs, packetNumber);
        int active = 0;
        for (FlowTable table : tables) {
            active += table == null ? 0 : table.size();
        }
        counters.set(Counter.FLOWS_ACTIVE, active);
    }

    /** No packet will follow. @return the first packets of all flows, ascending */
    long[] collect() {
        for (FlowTable table : tables) {
            if (table != null) {
                table.all(expired);
            }
        }
        expired.sort();
        drained = 0;
        counters.set(Counter.FLOWS_ACTIVE, 0);
        return expired.firstPackets();
    }

    /** Ends those of the collected flows that began before packet {@code to}. */
    void drain(long to, long nowNs, long packetNumber) {
        while (drained < expired.count() && expired.get(drained).firstPacket < to) {
            Flow flow = expired.get(drained++);
            out.atTick(nowNs, packetNumber, flow.firstPacket);
            end(flow);
        }
    }

    private void endExpired(long nowNs, long packetNumber) {
        expired.sort();
        for (int i = 0; i < expired.count(); i++) {
            Flow flow = expired.get(i);
            out.atTick(nowNs, packetNumber, flow.firstPacket);
            end(flow);
        }
        expired.clear();
    }

    private void end(Flow flow) {
        out.connection(flow);
        streams.onEnd(flow, out);
        conns.end(flow, out);
        tables[flow.shard].remove(flow);
    }
}
