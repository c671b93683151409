package io.auscult.core.pipeline;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.event.EventBlock;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;

/**
 * The ways that blocks take between threads: packet blocks from the capture thread to every lane and back, event blocks from the dispatcher
 * (source 0) and the lanes (sources 1 and up) to the detect thread and back. Lock-free; who finds a ring empty spins a little, then parks. A fixed number of blocks
 * is under way; nothing is allocated after construction. When a thread fails, every waiting take answers null.
 */
final class Rings {
    private static final int PACKET_BLOCKS = 8;
    private static final int EVENT_BLOCKS = 4; // a source; a PacketTap counts on it
    private static final int SPINS = 100;
    private static final long FIRST_PARK_NS = 50_000;
    private static final long LONGEST_PARK_NS = 1_000_000;

    /** A packet block with the number of lanes that still read it. */
    private final List<PacketBlock> blocks = new ArrayList<>();

    private final AtomicInteger[] readers = new AtomicInteger[PACKET_BLOCKS];
    private final Queue<PacketBlock> free = new MpscAtomicArrayQueue<>(PACKET_BLOCKS);
    private final List<Queue<PacketBlock>> toLane = new ArrayList<>();
    private final List<Queue<EventBlock>> events = new ArrayList<>();
    private final List<Queue<EventBlock>> emptyEvents = new ArrayList<>();
    private final List<Queue<long[]>> left = new ArrayList<>();
    private volatile Throwable failure;

    Rings(int lanes) {
        for (int i = 0; i < PACKET_BLOCKS; i++) {
            PacketBlock block = new PacketBlock();
            blocks.add(block);
            readers[i] = new AtomicInteger();
            free.add(block);
        }
        for (int i = 0; i < lanes; i++) {
            toLane.add(new SpscAtomicArrayQueue<>(PACKET_BLOCKS));
            left.add(new SpscAtomicArrayQueue<>(2));
        }
        for (int i = 0; i <= lanes; i++) {
            Queue<EventBlock> empty = new SpscAtomicArrayQueue<>(EVENT_BLOCKS);
            for (int k = 0; k < EVENT_BLOCKS; k++) {
                empty.add(new EventBlock());
            }
            emptyEvents.add(empty);
            events.add(new SpscAtomicArrayQueue<>(EVENT_BLOCKS));
        }
    }

    /** A thread cannot go on: all others end at their next wait. The first reason stays. */
    synchronized void fail(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    Throwable failure() {
        return failure;
    }

    PacketBlock takeEmptyPackets() {
        return take(free);
    }

    void putPackets(PacketBlock block) {
        readers[blocks.indexOf(block)].set(toLane.size());
        for (Queue<PacketBlock> lane : toLane) {
            lane.add(block);
        }
    }

    PacketBlock takePackets(int lane) {
        return take(toLane.get(lane));
    }

    void givePackets(PacketBlock block) {
        if (readers[blocks.indexOf(block)].decrementAndGet() == 0) {
            free.add(block);
        }
    }

    EventBlock takeEmptyEvents(int source) {
        return take(emptyEvents.get(source));
    }

    void putEvents(int source, EventBlock block) {
        events.get(source).add(block);
    }

    EventBlock takeEvents(int source) {
        return take(events.get(source));
    }

    void giveEvents(int source, EventBlock block) {
        emptyEvents.get(source).add(block);
    }

    /** What a lane has left at the end: the first packets of its flows. */
    void putLeft(int lane, long[] firstPackets) {
        left.get(lane).add(firstPackets);
    }

    long[] takeLeft(int lane) {
        return take(left.get(lane));
    }

    private <T> T take(Queue<T> queue) {
        long park = FIRST_PARK_NS;
        for (int i = 0; failure == null; i++) {
            T block = queue.poll();
            if (block != null) {
                return block;
            }
            if (i < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(park);
                park = Math.min(park * 2, LONGEST_PARK_NS);
            }
        }
        return null;
    }
}
