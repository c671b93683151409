package io.auscult.core.pipeline;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.decode.Packet;
import io.auscult.core.decode.PacketDecoder;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;

/**
 * The thread of one lane: takes each packet block, follows the packets of its shards, passes on the events. Blocks come and go over
 * single-producer single-consumer rings.
 */
final class LaneThread implements Runnable {
    private final int index;
    private final int lanes;
    private final Lane lane;
    private final PacketDecoder decoder;
    private final EventWriter silent;
    private final Batch batch;
    private final Rings rings;

    LaneThread(int index, int lanes, Lane lane, PipelineSettings settings, Rings rings) {
        this.index = index;
        this.lanes = lanes;
        this.lane = lane;
        this.decoder = PacketDecoder.second(lane.counters(), settings.decode());
        this.silent = new EventWriter(lane.counters());
        this.batch = new Batch(lane);
        this.rings = rings;
    }

    @Override
    public void run() {
        boolean last = false;
        while (!last) {
            PacketBlock block = rings.takePackets(index);
            EventBlock events = rings.takeEmptyEvents(index + 1);
            if (block == null || events == null) {
                return; // another thread failed
            }
            events.begin(block.number());
            lane.into(events);
            walk(block);
            last = block.isLast();
            rings.givePackets(block);
            rings.putEvents(index + 1, events);
        }
    }

    private void walk(PacketBlock block) {
        int tick = 0;
        for (int i = 0; i < block.count(); i++) {
            while (tick < block.tickCount() && block.tickBefore(tick) == i) {
                batch.run();
                lane.onTick(block.tickNs(tick++), block.packetNumber(i));
            }
            int shard = block.shard(i);
            if (shard != PacketBlock.NO_SHARD && shard % lanes == index) {
                Packet p = batch.next();
                decoder.decode(block, i, p, silent);
                p.tunnelParent = block.tunnelParent(i);
                batch.add(shard);
            }
        }
        batch.run();
        long after = block.packetNumber(block.count());
        while (tick < block.tickCount()) {
            lane.onTick(block.tickNs(tick++), after);
        }
        if (block.isCollect()) {
            rings.putLeft(index, lane.collect());
        }
        if (block.drainTo() > 0) {
            lane.drain(block.drainTo(), block.nowNs(), after);
        }
    }
}
