package io.auscult.core.stream;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.ConnWriter;
import io.auscult.core.flow.ExpiredFlows;
import io.auscult.core.flow.Flow;
import io.auscult.core.flow.FlowSettings;
import io.auscult.core.flow.FlowShard;
import io.auscult.core.flow.FlowTable;
import io.auscult.core.flow.FlowTracker;
import io.auscult.core.protocol.Direction;
import io.auscult.core.protocol.Probe;
import io.auscult.core.protocol.Protocol;
import io.auscult.core.protocol.ProtocolParser;
import io.auscult.core.protocol.StreamView;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A lane with a single shard that looks at its bounds after every packet. Its parsers notice bytes that come twice or not at all. Used again and again: pools stay, flows
 * do not.
 */
final class LaneOfOne {
    static final int SYN = 2;
    static final int ACK = 16;

    private static final long TICK_NS = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final EventWriter out = new EventWriter(counters);
    private final EventBlock block = new EventBlock();
    private final ExpiredFlows expired = new ExpiredFlows();
    private final FlowSettings flow;
    private final StreamSettings stream;
    private final FlowShard[] shards = new FlowShard[FlowTable.SHARDS];
    private final FlowTracker tracker;
    private final StreamAssembler streams;
    private final ConnWriter conns;
    private int grain = 1;
    private final ByteArrayOutputStream orig = new ByteArrayOutputStream();
    private final ByteArrayOutputStream resp = new ByteArrayOutputStream();
    private long nowNs;
    private long packets;

    LaneOfOne(FlowSettings flow, StreamSettings stream) {
        this.flow = flow;
        this.stream = stream;
        out.into(block);
        conns = new ConnWriter(flow);
        tracker = new FlowTracker(flow, conns, counters, this::end);
        Protocol listener =
                new Protocol("listener", true, false, List.of(), first -> Probe.Verdict.YES, Listener::new, List.of());
        streams = new StreamAssembler(List.of(listener), stream, counters);
    }

    /** @param grain a parser eats multiples of 1 + this; over 200 it eats nothing */
    void begin(int grain) {
        this.grain = grain > 200 ? Integer.MAX_VALUE : 1 + grain;
        block.begin(1);
        shards[0] = new FlowShard(0, flow.capacity() / FlowTable.SHARDS, counters);
        nowNs = 0;
        packets = 0;
        orig.reset();
        resp.reset();
    }

    void take(Packet p) {
        p.number = ++packets;
        if (p.timestampNs / TICK_NS > nowNs / TICK_NS) {
            tracker.advance(shards[0], p.timestampNs, expired);
            endExpired();
        }
        nowNs = Math.max(nowNs, p.timestampNs);
        out.at(p.timestampNs, p.number);
        Flow flowOf = tracker.onPacket(shards[0], p, FlowTracker.hash(p), out);
        if (flowOf != null) {
            streams.onPacket(flowOf, p, 0, tracker.fromOrig(), out);
        }
        require(shards[0].size() <= 2 * Math.max(64, flow.capacity() / FlowTable.SHARDS), "flows");
        require(streams.held(0) <= stream.heldInAll() / FlowTable.SHARDS, "held bytes");
        require(streams.kept(0) <= stream.heldInAll() / FlowTable.SHARDS, "kept bytes");
        require(counters.get(Counter.PARSER_CRASHES) == 0, "parser");
    }

    private void endExpired() {
        expired.sort();
        for (int i = 0; i < expired.count(); i++) {
            tracker.end(expired, i, shards, out);
        }
        expired.clear();
    }

    private void end(FlowShard shard, Flow ended) {
        streams.onEnd(ended, out);
        conns.end(ended, out);
        shard.remove(ended);
    }

    /** No packet follows: everything must go back to its pool. */
    void end() {
        shards[0].all(expired);
        endExpired();
        require(shards[0].size() == 0, "flows at the end");
        require(streams.held(0) == 0, "held bytes at the end");
        require(streams.kept(0) == 0 && streams.buffered(0) == 0, "kept bytes at the end");
        require(counters.get(Counter.FLOWS_CREATED) == counters.get(Counter.FLOWS_ENDED), "flows created and ended");
        require(counters.get(Counter.PARSER_CRASHES) == 0, "parser");
    }

    byte[] heard(boolean isOrig) {
        return (isOrig ? orig : resp).toByteArray();
    }

    private static void require(boolean held, String what) {
        if (!held) {
            throw new AssertionError(what);
        }
    }

    /** Writes down every byte once, in the order they come, and eats in grains. */
    private final class Listener implements ProtocolParser {
        private final int[] left = new int[2]; // bytes seen and not eaten

        @Override
        public int onData(StreamView in, EventWriter events) {
            int side = in.isOrig() ? 0 : 1;
            require(in.length() >= left[side] && in.length() <= MAX_KEPT + (1 << 16), "offered");
            (in.isOrig() ? orig : resp).write(in.array(), in.arrayOffset() + left[side], in.length() - left[side]);
            int eaten = in.length() / grain * grain;
            left[side] = in.length() - eaten;
            require(left[side] <= MAX_KEPT + (1 << 16), "kept");
            return eaten;
        }

        @Override
        public boolean onGap(Direction direction, long length, EventWriter events) {
            require(length > 0, "gap");
            left[direction.ordinal()] = 0;
            return true;
        }

        @Override
        public void reset() {
            left[0] = 0;
            left[1] = 0;
        }
    }
}
