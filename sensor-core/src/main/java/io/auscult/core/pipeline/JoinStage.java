package io.auscult.core.pipeline;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.event.EventType;
import io.auscult.core.event.EventWriter;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes every event on to the consumers that want its type, and behind it those that the joiners make of it. On the detect thread; joiners keep their own bounds. */
final class JoinStage implements EventConsumer {
    private static final long TICK_NS = 1_000_000_000L;

    private final List<EventJoiner> joiners;
    private final List<EventConsumer> consumers;
    private final EventBlock made = new EventBlock();
    private final EventWriter out;
    private final Event view = new Event();
    private final IdentityHashMap<EventType, Route> routes = new IdentityHashMap<>();
    private @Nullable Route last;
    private long nowNs;
    private long packetNumber;
    private long nextTickNs;

    /** Who wants events of a type. */
    private record Route(EventType type, EventJoiner[] joiners, EventConsumer[] consumers) {}

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
        Route route = route(event.type());
        for (EventJoiner joiner : route.joiners) {
            joiner.enrich(event);
        }
        for (EventConsumer consumer : route.consumers) {
            consumer.onEvent(event);
        }
        out.at(nowNs, packetNumber);
        for (EventJoiner joiner : route.joiners) {
            joiner.onEvent(event, out);
        }
        passOn();
    }

    private Route route(EventType type) {
        Route route = last;
        if (route == null || route.type != type) {
            route = routes.get(type);
            if (route == null) {
                route = new Route(
                        type,
                        joiners.stream().filter(joiner -> joiner.wants(type)).toArray(EventJoiner[]::new),
                        consumers.stream()
                                .filter(consumer -> consumer.wants(type))
                                .toArray(EventConsumer[]::new));
                routes.put(type, route);
            }
            last = route;
        }
        return route;
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
            Route route = route(view.type());
            for (EventJoiner joiner : route.joiners) {
                joiner.onEvent(view, out); // one joiner may need what another made
            }
            for (EventConsumer consumer : route.consumers) {
                consumer.onEvent(view);
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
