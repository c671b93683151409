package io.auscult.core.pipeline;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.ConnWriter;
import io.auscult.core.flow.ExpiredFlows;
import io.auscult.core.flow.Flow;
import io.auscult.core.flow.FlowShard;
import io.auscult.core.flow.FlowTable;
import io.auscult.core.flow.FlowTracker;
import io.auscult.core.stream.StreamAssembler;
import org.slf4j.LoggerFactory;

/**
 * Follows the flows of the shards it owns: packet, flow, stream, parser, event. Everything in it is touched by one thread. A packet that
 * makes it throw is a defect of ours: it is counted, logged once, and left.
 */
final class Lane {
    private static final int PORTION = 16; // flows that end together

    private final FlowShard[] shards = new FlowShard[FlowTable.SHARDS];
    private final FlowTracker tracker;
    private final StreamAssembler streams;
    private final ConnWriter conns;
    private final ExpiredFlows expired = new ExpiredFlows();
    private final EventWriter out;
    private final Counters counters;
    private Runnable relief = () -> {};
    private boolean failed;
    private int drained;
    long touched; // never read: keeps the reads alive

    /** @param index of this lane; @param lanes number of lanes, shards are dealt out in turn */
    Lane(int index, int lanes, PipelineSettings settings, Counters counters) {
        this.counters = counters;
        this.out = new EventWriter(counters);
        this.conns = new ConnWriter(settings.flow());
        this.tracker = new FlowTracker(settings.flow(), conns, counters, this::end);
        this.streams = new StreamAssembler(settings.protocols(), settings.stream(), counters);
        for (int shard = index; shard < FlowTable.SHARDS; shard += Math.max(1, lanes)) {
            shards[shard] = new FlowShard(shard, settings.flow().capacity() / FlowTable.SHARDS, counters);
        }
    }

    Counters counters() {
        return counters;
    }

    void into(EventBlock block) {
        out.into(block);
    }

    /** @param relief called often, between packets and between flows that end: events may then be taken out of the block */
    void relief(Runnable relief) {
        this.relief = relief;
    }

    /** Packets were followed, more will be. */
    void relieve() {
        relief.run();
    }

    /** Which shard a decoded packet belongs to. */
    static int shard(Packet p) {
        return p.pairHash & FlowTable.SHARDS - 1;
    }

    /** Asks for the memory that {@link #onPacket} of this packet will need. @return anything; using it keeps the read alive */
    int touch(Packet p, int shard) {
        return shards[shard].touch(FlowTracker.hash(p));
    }

    /** After all have been touched. @return anything */
    long touchFlow(Packet p, int shard) {
        return shards[shard].touchFlow(FlowTracker.hash(p));
    }

    void onPacket(Packet p, int shard) {
        out.at(p.timestampNs, p.number);
        try {
            Flow flow = tracker.onPacket(shards[shard], p, FlowTracker.hash(p), out);
            if (flow == null) {
                return;
            }
            streams.onPacket(flow, p, shard, tracker.fromOrig(), out);
            if (p.type == Packet.Type.ICMP) {
                tracker.onIcmpError(shards[shard], p, out);
            }
        } catch (RuntimeException e) {
            counters.increment(Counter.PACKETS_DROPPED_LANE);
            if (!failed) {
                failed = true;
                LoggerFactory.getLogger(Lane.class)
                        .error("packet {} could not be followed; the sensor goes on without it", p.number, e);
            }
        }
    }

    /** The clock moved on, just before this packet. */
    void onTick(long nowNs, long packetNumber) {
        for (FlowShard shard : shards) {
            if (shard != null) {
                tracker.advance(shard, nowNs, expired);
            }
        }
        endExpired(nowNs, packetNumber);
        int active = 0;
        for (FlowShard shard : shards) {
            active += shard == null ? 0 : shard.size();
        }
        counters.set(Counter.FLOWS_ACTIVE, active);
    }

    /** No packet will follow. @return the first packets of all flows, ascending */
    long[] collect() {
        for (FlowShard shard : shards) {
            if (shard != null) {
                shard.all(expired);
            }
        }
        expired.sort();
        drained = 0;
        counters.set(Counter.FLOWS_ACTIVE, 0);
        return expired.firstPackets();
    }

    /** Ends those of the collected flows that began before packet {@code to}. */
    void drain(long to, long nowNs, long packetNumber) {
        while (drained < expired.count() && expired.firstPacket(drained) < to) {
            if (drained % PORTION == 0) {
                touchExpired(drained);
                relief.run();
            }
            out.atTick(nowNs, packetNumber, expired.firstPacket(drained));
            tracker.end(expired, drained++, shards, out);
        }
    }

    private void endExpired(long nowNs, long packetNumber) {
        expired.sort();
        for (int i = 0; i < expired.count(); i++) {
            if (i % PORTION == 0) {
                touchExpired(i);
                relief.run();
            }
            out.atTick(nowNs, packetNumber, expired.firstPacket(i));
            tracker.end(expired, i, shards, out);
        }
        expired.clear();
    }

    /** So that one wait for memory hides behind another. */
    private void touchExpired(int from) {
        for (int i = from; i < Math.min(from + PORTION, expired.count()); i++) {
            touched ^= expired.touch(i, shards);
        }
    }

    private void end(FlowShard shard, Flow flow) {
        out.connection(flow);
        streams.onEnd(flow, out);
        conns.end(flow, out);
        shard.remove(flow);
    }
}
