package io.auscult.core.flow;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;

/**
 * The flows of one shard: open addressing over the decoder's hash, and a timer wheel. Fixed capacity: when it is
 * full, the least valuable of {@link #SAMPLES} flows picked by a fixed sequence is ended early (unanswered before answered, then
 * the longest idle) and counted, so a flood displaces itself and not the conversations. Memory grows on demand up to the capacity and is pooled. Owned by the
 * shard's lane.
 */
public final class FlowTable {
    /** Parts that all state is cut into; a lane owns whole shards, so bounds act the same for any number of lanes. */
    public static final int SHARDS = 16;

    /** Time-outs are looked at whenever packet time enters another interval of 2^26 ns. */
    public static final int TICK_BITS = 26;

    private static final int SAMPLES = 8;
    private static final int WHEEL = 512; // slots of one tick, 34 s in all; longer time-outs go round again

    private final int capacity;
    private final Counters counters;
    private final Flow[] wheel = new Flow[WHEEL];

    private int[] tags = new int[256];
    private Flow[] slots = new Flow[256];
    private Flow pool; // linked by wheelNext
    private int size;
    private long wheelTick = Long.MIN_VALUE;
    private int sampleAt;

    /** @param capacity flows of this shard */
    public FlowTable(int capacity, Counters counters) {
        this.capacity = Math.max(SAMPLES, capacity);
        this.counters = counters;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size >= capacity;
    }

    /** Brings the slot of a packet that will be looked up soon into the cache. */
    public int touch(int hash) {
        return tags[hash & tags.length - 1];
    }

    /** The flow of a packet in either direction, or null. */
    public Flow find(Packet p, int hash, int srcPort, int dstPort) {
        int mask = tags.length - 1;
        int tag = hash | 1; // 0 marks a free slot
        for (int i = hash & mask; ; i = i + 1 & mask) {
            int t = tags[i];
            if (t == 0) {
                return null;
            }
            if (t == tag && matches(slots[i], p, srcPort, dstPort)) {
                return slots[i];
            }
        }
    }

    private static boolean matches(Flow f, Packet p, int srcPort, int dstPort) {
        if (f.proto != p.proto) {
            return false;
        }
        boolean forward = f.origLow == p.srcLow
                && f.respLow == p.dstLow
                && f.origPort == srcPort
                && f.respPort == dstPort
                && f.origHigh == p.srcHigh
                && f.respHigh == p.dstHigh;
        return forward
                || !f.icmpOneWay
                        && f.origLow == p.dstLow
                        && f.respLow == p.srcLow
                        && f.origPort == dstPort
                        && f.respPort == srcPort
                        && f.origHigh == p.dstHigh
                        && f.respHigh == p.srcHigh;
    }

    /** The flow with exactly this originator and responder, whatever its hash says; for packets quoted inside ICMP errors. */
    public Flow find(
            int hash, int proto, long srcHigh, long srcLow, int srcPort, long dstHigh, long dstLow, int dstPort) {
        int mask = tags.length - 1;
        int tag = hash | 1;
        for (int i = hash & mask; tags[i] != 0; i = i + 1 & mask) {
            Flow f = slots[i];
            if (tags[i] == tag
                    && f.proto == proto
                    && f.origHigh == srcHigh
                    && f.origLow == srcLow
                    && f.respHigh == dstHigh
                    && f.respLow == dstLow
                    && f.origPort == srcPort
                    && f.respPort == dstPort) {
                return f;
            }
        }
        return null;
    }

    /** A fresh flow in the table; the caller fills it and then calls {@link #schedule}. There must be room. */
    public Flow insert(int hash) {
        if ((size + 1) * 2 > tags.length) {
            grow();
        }
        Flow flow = pool;
        if (flow == null) {
            flow = new Flow();
        } else {
            pool = flow.wheelNext;
            flow.reset();
        }
        flow.hash = hash;
        flow.wheelNext = null;
        flow.wheelPrevious = null;
        flow.wheelSlot = -1;
        place(flow);
        size++;
        counters.increment(Counter.FLOWS_CREATED);
        return flow;
    }

    private void place(Flow flow) {
        int mask = tags.length - 1;
        int i = flow.hash & mask;
        while (tags[i] != 0) {
            i = i + 1 & mask;
        }
        tags[i] = flow.hash | 1;
        slots[i] = flow;
        flow.slot = i;
    }

    private void grow() {
        Flow[] old = slots;
        tags = new int[old.length * 2];
        slots = new Flow[old.length * 2];
        for (Flow flow : old) {
            if (flow != null) {
                place(flow);
            }
        }
    }

    /** Takes the flow out and into the pool; nobody may hold it any longer. */
    public void remove(Flow flow) {
        unschedule(flow);
        int mask = tags.length - 1;
        int hole = flow.slot;
        for (int i = hole + 1 & mask; tags[i] != 0; i = i + 1 & mask) {
            int home = slots[i].hash & mask;
            if ((i - home & mask) >= (i - hole & mask)) { // the hole lies between its home and here: it may move back
                tags[hole] = tags[i];
                slots[hole] = slots[i];
                slots[hole].slot = hole;
                hole = i;
            }
        }
        tags[hole] = 0;
        slots[hole] = null;
        size--;
        flow.wheelNext = pool;
        pool = flow;
        counters.increment(Counter.FLOWS_ENDED);
    }

    /** The flow to end when there is no room. */
    public Flow victim() {
        int mask = slots.length - 1;
        Flow worst = null;
        int seen = 0;
        int i = sampleAt & mask;
        while (seen < SAMPLES) {
            Flow flow = slots[i];
            if (flow != null) {
                seen++;
                if (worst == null || isLessValuable(flow, worst)) {
                    worst = flow;
                }
            }
            i = i + 1 & mask;
        }
        sampleAt = i + 0x9E37 & mask;
        return worst;
    }

    private static boolean isLessValuable(Flow a, Flow b) {
        int valueOfA = value(a);
        int valueOfB = value(b);
        return valueOfA != valueOfB ? valueOfA < valueOfB : a.lastNs < b.lastNs;
    }

    private static int value(Flow flow) {
        if (flow.closeDeadlineNs != 0) {
            return 0;
        }
        return flow.resp.packets == 0 || flow.orig.packets == 0 ? 1 : 2;
    }

    /** Says when the flow is to be looked at again: its deadline as far as is known now. */
    public void schedule(Flow flow, long deadlineNs) {
        unschedule(flow);
        long tick = (deadlineNs >> TICK_BITS) + 1;
        int slotOfTick = (int) (Math.max(tick, wheelTick + 1) & WHEEL - 1);
        flow.wheelSlot = slotOfTick;
        flow.wheelNext = wheel[slotOfTick];
        flow.wheelPrevious = null;
        if (flow.wheelNext != null) {
            flow.wheelNext.wheelPrevious = flow;
        }
        wheel[slotOfTick] = flow;
    }

    private void unschedule(Flow flow) {
        if (flow.wheelSlot < 0) {
            return;
        }
        if (flow.wheelPrevious == null) {
            wheel[flow.wheelSlot] = flow.wheelNext;
        } else {
            flow.wheelPrevious.wheelNext = flow.wheelNext;
        }
        if (flow.wheelNext != null) {
            flow.wheelNext.wheelPrevious = flow.wheelPrevious;
        }
        flow.wheelNext = null;
        flow.wheelPrevious = null;
        flow.wheelSlot = -1;
    }

    /** Finds flows whose deadline has passed; others are put on where they belong now. */
    public void advance(long nowNs, Deadlines deadlines, ExpiredFlows expired) {
        long tick = nowNs >> TICK_BITS;
        if (wheelTick == Long.MIN_VALUE || tick - wheelTick >= WHEEL) {
            wheelTick = tick - WHEEL;
        }
        while (wheelTick < tick) {
            wheelTick++;
            int at = (int) (wheelTick & WHEEL - 1);
            Flow flow = wheel[at];
            wheel[at] = null;
            while (flow != null) {
                Flow next = flow.wheelNext;
                flow.wheelNext = null;
                flow.wheelPrevious = null;
                flow.wheelSlot = -1;
                long deadline = deadlines.of(flow);
                if (deadline <= nowNs) {
                    expired.add(flow);
                } else {
                    schedule(flow, deadline);
                }
                flow = next;
            }
        }
    }

    /** All flows, for the end of the capture. */
    public void all(ExpiredFlows expired) {
        for (Flow flow : slots) {
            if (flow != null) {
                expired.add(flow);
            }
        }
    }
}
