package io.auscult.core.flow;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.Packet;

/**
 * The flows of one shard: open addressing over the decoder's hash, and a timer wheel. Fixed capacity: when it is
 * full, the flow whose time-out is nearest is ended early
 * and counted: half-open before established, then the longest idle, so a flood displaces itself and not the conversations. Memory grows on demand up to the capacity and is pooled. Owned by the
 * shard's lane.
 */
public final class FlowTable {
    /** Parts that all state is cut into; a lane owns whole shards, so bounds act the same for any number of lanes. */
    public static final int SHARDS = 16;

    /** Time-outs are looked at whenever packet time enters another interval of 2^26 ns. */
    public static final int TICK_BITS = 26;

    private static final int CHANCES = 16;
    private static final int WHEEL =
            1024; // slots of one tick, 69 s in all; longer time-outs are looked at again at its end

    private final int capacity;
    private final Counters counters;
    private final Flow[] wheel = new Flow[WHEEL];
    private final long[] occupied = new long[WHEEL / 64]; // a bit for each slot that may hold a flow

    private int[] tags = new int[256];
    private Flow[] slots = new Flow[256];
    private Flow pool; // linked by wheelNext
    private int size;
    private long wheelTick = Long.MIN_VALUE / 2;
    private long nearest; // no slot before this tick holds a flow

    /** @param capacity flows of this shard */
    public FlowTable(int capacity, Counters counters) {
        this.capacity = Math.max(CHANCES, capacity);
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
        return tags[tag(hash) & tags.length - 1];
    }

    /** Brings the flow into the cache, if it lies where it should. @return anything */
    long touchFlow(int hash) {
        Flow flow = slots[tag(hash) & slots.length - 1];
        if (flow == null) {
            return 0;
        }
        FlowSession session = flow.session;
        return flow.hash | flow.orig.acked | flow.resp.acked | (session == null ? 0 : session.touch());
    }

    /** Brings what ending this flow needs into the cache. @return anything */
    long touch(Flow flow) {
        return flow.orig.acked | flow.resp.acked | tags[flow.slot] | (flow.session == null ? 0 : flow.session.touch());
    }

    /** The flow of a packet in either direction, or null. */
    public Flow find(Packet p, int hash, int srcPort, int dstPort) {
        int mask = tags.length - 1;
        int tag = tag(hash);
        for (int i = tag & mask; ; i = i + 1 & mask) {
            int t = tags[i];
            if (t == 0) {
                return null;
            }
            if (t == tag && matches(slots[i], p, srcPort, dstPort)) {
                return slots[i];
            }
        }
    }

    /** What stands for a hash in the table, where 0 marks a free slot. */
    private static int tag(int hash) {
        return hash == 0 ? 1 : hash;
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
        int tag = tag(hash);
        for (int i = tag & mask; tags[i] != 0; i = i + 1 & mask) {
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
        flow.hash = tag(hash);
        flow.wheelNext = null;
        flow.wheelPrevious = null;
        flow.wheelSlot = -1;
        place(flow);
        size++;
        return flow;
    }

    private void place(Flow flow) {
        int mask = tags.length - 1;
        int i = flow.hash & mask;
        while (tags[i] != 0) {
            i = i + 1 & mask;
        }
        tags[i] = flow.hash;
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
            int home = tags[i] & mask;
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

    /**
     * The flow to end when there is no room: the one whose time-out is nearest. Flows that have been active since they were scheduled are
     * put where they belong now; after {@link #CHANCES} of them the nearest one seen is taken.
     */
    Flow victim(Deadlines deadlines) {
        Flow best = null;
        long bestDeadline = Long.MAX_VALUE;
        Flow flow = null;
        for (int chance = 0; chance < CHANCES || best == null; chance++) {
            while (flow == null) {
                flow = wheel[(int) (nearest & WHEEL - 1)];
                if (flow == null) {
                    nearest++;
                }
            }
            Flow next = flow.wheelNext;
            long deadline = deadlines.of(flow);
            if (deadline >> TICK_BITS < nearest) {
                return flow;
            }
            if (deadline < bestDeadline) {
                best = flow;
                bestDeadline = deadline;
            }
            if (slotTick(deadline) != nearest) {
                schedule(flow, deadline);
            }
            flow = next;
        }
        return best;
    }

    private long slotTick(long deadlineNs) {
        return Math.clamp((deadlineNs >> TICK_BITS) + 1, wheelTick + 1, wheelTick + WHEEL - 1);
    }

    /** Says when the flow is to be looked at again: its deadline as far as is known now. */
    public void schedule(Flow flow, long deadlineNs) {
        unschedule(flow);
        long tick = slotTick(deadlineNs);
        nearest = Math.min(nearest, tick);
        int slotOfTick = (int) (tick & WHEEL - 1);
        flow.wheelSlot = slotOfTick;
        flow.wheelNext = wheel[slotOfTick];
        flow.wheelPrevious = null;
        if (flow.wheelNext != null) {
            flow.wheelNext.wheelPrevious = flow;
        }
        wheel[slotOfTick] = flow;
        occupied[slotOfTick >>> 6] |= 1L << slotOfTick;
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
        if (tick - wheelTick >= WHEEL) {
            wheelTick = tick - WHEEL;
        }
        nearest = Math.max(nearest, tick + 1);
        while (wheelTick < tick) {
            wheelTick = nextOccupied(wheelTick + 1, tick);
            int at = (int) (wheelTick & WHEEL - 1);
            Flow flow = wheel[at];
            wheel[at] = null;
            occupied[at >>> 6] &= ~(1L << at);
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

    /** The first tick from {@code from} on whose slot may hold a flow; {@code limit} when there is none before. */
    private long nextOccupied(long from, long limit) {
        for (long tick = from; tick < limit; tick = (tick | 63) + 1) {
            long bits = occupied[(int) (tick & WHEEL - 1) >>> 6] >>> tick;
            if (bits != 0) {
                return Math.min(limit, tick + Long.numberOfTrailingZeros(bits));
            }
        }
        return limit;
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
