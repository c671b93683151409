package io.auscult.core.pipeline;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventWriter;
import java.io.IOException;
import java.util.List;

/** Passes every event on to the consumers, and behind it those that the joiners make of it. On the detect thread; joiners keep their own bounds. */
final class JoinStage implements EventConsumer {
    private static final long TICK_NS = 1_000_000_000L;

    private final List<EventJoiner> joiners;
    private final List<EventConsumer> consumers;
    private final EventBlock made = new EventBlock();
    private final EventWriter out;
    private final Event view = new Event();
    private long nowNs;
    private long packetNumber;
    private long nextTickNs;

    JoinStage(List<EventJoiner> joiners, List<EventConsumer> consumers, Counters counters) {
        this.joiners = List.copyOf(joiners);
        this.consumers = List.copyOf(consumers);
        this.out = new EventWriter(counters);
        out.into(made);
    }

    @Override
    public void onEvent(Event event) throws IOException {
        packetNumber = event.packetNumber();
        advance(event.timestampNs());
        for (int j = 0; j < joiners.size(); j++) {
            joiners.get(j).enrich(event);
        }
        for (int c = 0; c < consumers.size(); c++) {
            consumers.get(c).onEvent(event);
        }
        out.at(nowNs, packetNumber);
        for (int j = 0; j < joiners.size(); j++) {
            joiners.get(j).onEvent(event, out);
        }
        passOn();
    }

    private void advance(long toNs) throws IOException {
        nowNs = Math.max(nowNs, toNs);
        if (nowNs < nextTickNs) {
            return;
        }
        nextTickNs = nowNs - nowNs % TICK_NS + TICK_NS;
        out.at(nowNs, packetNumber);
        for (int j = 0; j < joiners.size(); j++) {
            joiners.get(j).onTime(nowNs, out);
        }
        passOn();
    }

    private void passOn() throws IOException {
        if (made.count() == 0) {
            return;
        }
        for (int i = 0; i < made.count(); i++) {
            view.wrap(made, i);
            for (int j = 0; j < joiners.size(); j++) {
                joiners.get(j).onEvent(view, out); // one joiner may need what another made
            }
            for (int c = 0; c < consumers.size(); c++) {
                consumers.get(c).onEvent(view);
            }
        }
        made.restart();
    }

    @Override
    public void onBlockEnd(long blockNowNs) throws IOException {
        advance(blockNowNs);
        for (int c = 0; c < consumers.size(); c++) {
            consumers.get(c).onBlockEnd(blockNowNs);
        }
    }

    @Override
    public void onEnd() throws IOException {
        out.at(nowNs, packetNumber);
        for (EventJoiner joiner : joiners) {
            joiner.onEnd(out);
        }
        passOn();
        for (EventConsumer consumer : consumers) {
            consumer.onEnd();
        }
    }
}
