package io.auscult.core.pipeline;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The whole path on the caller's thread: the same stages in the same order, without rings. Events are passed on as soon as a few are there, while
 * they are in the cache.
 */
final class OneThread {
    private static final int FEW = 1 << 16; // bytes of events

    private final Dispatcher dispatcher;
    private final Lane lane;
    private final EventMerger merger;
    private final EventBlock[] events = {new EventBlock(), new EventBlock()}; // of the dispatcher, of the lane

    OneThread(Dispatcher dispatcher, Lane lane, List<EventConsumer> consumers) {
        this.dispatcher = dispatcher;
        this.lane = lane;
        this.merger = new EventMerger(2, consumers);
    }

    /** One block stays as it is while the other is decoded: second copies are compared with it. */
    void run(PacketBlock block, PacketBlock before) throws IOException {
        lane.relief(this::passOn);
        try {
            walk(block, before);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void walk(PacketBlock first, PacketBlock second) throws IOException {
        PacketBlock block = first;
        PacketBlock before = second;
        Batch batch = new Batch(lane);
        IOException failure = null;
        boolean more = true;
        while (more) {
            PacketBlock oldest = before;
            before = block;
            block = oldest;
            try {
                more = dispatcher.fill(block, events[0]);
            } catch (IOException e) {
                failure = e;
                more = false;
            }
            events[1].begin(block.number());
            lane.into(events[1]);
            walk(block, batch);
            dispatcher.endBlock(block, events[0], false);
            merger.merge(events, dispatcher.nowNs());
        }
        drain(block);
        merger.end();
        if (failure != null) {
            throw failure;
        }
    }

    private void walk(PacketBlock block, Batch batch) {
        int tick = 0;
        for (int i = 0; i < block.count(); i++) {
            int shard = dispatcher.dispatch(block, i, batch.next());
            if (tick < block.tickCount()) {
                tick = block.tickCount();
                batch.tick(lane, block.tickNs(tick - 1), block.packetNumber(i));
            }
            if (shard != PacketBlock.NO_SHARD) {
                batch.add(shard);
            }
        }
        batch.run();
        if (dispatcher.idle(block)) {
            lane.onTick(block.tickNs(block.tickCount() - 1), block.packetNumber(block.count()));
        }
    }

    private void drain(PacketBlock block) throws IOException {
        for (long end : DrainPlan.portions(List.of(lane.collect()))) {
            dispatcher.beginDrain(block, events[0], end);
            events[1].begin(block.number());
            lane.drain(end, dispatcher.nowNs(), block.packetNumber(0));
            dispatcher.endBlock(block, events[0], end == Long.MAX_VALUE);
            merger.merge(events, dispatcher.nowNs());
        }
    }

    /** The dispatcher is ahead of the lane: what it has to say about the packets so far has been written. */
    private void passOn() {
        if (events[1].size() < FEW) {
            return;
        }
        try {
            merger.mergeUpTo(events, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events[1].restart();
    }
}
