package io.auscult.core.pipeline;

import io.auscult.core.decode.Packet;

/**
 * A few decoded packets of one lane: first all ask for the memory of their flows, then each is followed, so that one wait for memory hides behind
 * another. One per lane, reused.
 */
final class Batch {
    private static final int SIZE = 16;

    private final Lane lane;
    private final Packet[] packets = new Packet[SIZE];
    private final int[] shards = new int[SIZE];
    private int count;
    private boolean anyTouched;

    Batch(Lane lane) {
        this.lane = lane;
        for (int i = 0; i < SIZE; i++) {
            packets[i] = new Packet();
        }
    }

    /** The packet to decode into; {@link #add} takes it, otherwise it is given again. */
    Packet next() {
        return packets[count];
    }

    void add(int shard) {
        shards[count++] = shard;
        if (count == SIZE) {
            run();
        }
    }

    /** The clock moved on before the packet in {@link #next}: what came before it is followed first. */
    void tick(Lane lane, long nowNs, long packetNumber) {
        Packet waiting = packets[count];
        int before = count;
        run();
        packets[before] = packets[0];
        packets[0] = waiting;
        lane.onTick(nowNs, packetNumber);
    }

    /** Whether the batch run last met tables in use. */
    boolean anyTouched() {
        return anyTouched;
    }

    void run() {
        long touched = 0;
        for (int i = 0; i < count; i++) {
            touched |= lane.touch(packets[i], shards[i]);
        }
        for (int i = 0; i < count; i++) {
            touched |= lane.touchFlow(packets[i], shards[i]);
        }
        anyTouched = touched != 0;
        for (int i = 0; i < count; i++) {
            lane.onPacket(packets[i], shards[i]);
        }
        count = 0;
        lane.relieve();
    }
}
