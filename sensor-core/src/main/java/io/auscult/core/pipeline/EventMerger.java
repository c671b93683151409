package io.auscult.core.pipeline;

import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Puts the events of all lanes for one packet block into the order a single lane would have written them, and passes them on.
 * Within a lane they are in order already. Lives on the detect thread.
 */
final class EventMerger {
    private final List<EventConsumer> consumers;
    private final Event event = new Event();
    private final int[] next;

    /** @param sources blocks merged at a time: the dispatcher's and one a lane */
    EventMerger(int sources, List<EventConsumer> consumers) {
        this.consumers = List.copyOf(consumers);
        this.next = new int[sources];
    }

    /** Passes on what is left of a packet block. */
    void merge(EventBlock[] blocks, long nowNs) throws IOException {
        while (passOn(blocks)) {}
        Arrays.fill(next, 0);
        for (int c = 0; c < consumers.size(); c++) {
            consumers.get(c).onBlockEnd(nowNs);
        }
    }

    /** In the midst of a packet block: passes on all events of one source, and those of the others that come before; its block may then begin anew. */
    void mergeUpTo(EventBlock[] blocks, int source) throws IOException {
        while (next[source] < blocks[source].count()) {
            passOn(blocks);
        }
        next[source] = 0;
    }

    /** @return whether there was an event */
    private boolean passOn(EventBlock[] blocks) throws IOException {
        int best = -1;
        long bestOrder = 0;
        long bestSub = 0;
        for (int s = 0; s < blocks.length; s++) {
            if (next[s] == blocks[s].count()) {
                continue;
            }
            long order = blocks[s].order(next[s]);
            long sub = blocks[s].subOrder(next[s]);
            if (best < 0 || order < bestOrder || order == bestOrder && sub < bestSub) {
                best = s;
                bestOrder = order;
                bestSub = sub;
            }
        }
        if (best < 0) {
            return false;
        }
        event.wrap(blocks[best], next[best]++);
        for (int c = 0; c < consumers.size(); c++) {
            consumers.get(c).onEvent(event);
        }
        return true;
    }

    void end() throws IOException {
        for (EventConsumer consumer : consumers) {
            consumer.onEnd();
        }
    }
}
