package io.auscult.core.flow;

/** Told when a flow ends, before it leaves the table: the lane lets its parser finish and writes its events. */
@FunctionalInterface
public interface FlowEnd {
    void onEnd(FlowShard shard, Flow flow);
}
