package io.auscult.core.flow;

import io.auscult.core.counter.Counters;

/** The flows of one shard: those of a single SYN apart from the others. Owned by the shard's lane. */
public final class FlowShard {
    final FlowTable table;
    final SynRing syns;
    final int number;

    /** @param capacity flows, and as many SYNs beside them */
    public FlowShard(int number, int capacity, Counters counters) {
        this.number = number;
        this.table = new FlowTable(capacity, counters);
        this.syns = new SynRing(capacity);
    }

    /** Flows of both kinds. */
    public int size() {
        return table.size() + syns.size();
    }

    /** Brings into the cache what a packet will be looked up in soon. @return anything */
    public int touch(int hash) {
        return table.touch(hash) | syns.touch(hash);
    }

    /** After {@link #touch}: brings the flow itself into the cache, if it lies where it should. @return anything */
    public long touchFlow(int hash) {
        return table.touchFlow(hash) | syns.touchEntry(hash);
    }

    /** Takes an ended flow out; nobody may hold it any longer. */
    public void remove(Flow flow) {
        table.remove(flow);
    }

    /** Adds all flows. */
    public void all(ExpiredFlows expired) {
        table.all(expired);
        syns.expired(Long.MAX_VALUE, expired);
    }
}
