package io.auscult.core.pipeline;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.LinkTypeCounts;
import io.auscult.core.decode.PacketTap;
import io.auscult.core.detect.HostTable;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventJoiner;
import io.auscult.core.protocol.Protocols;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs everything from packets to events. {@link #run} takes the caller's thread for capture until the source ends; with lanes it starts a thread for each and one for
 * detection, and has joined them when it returns. The consumers are called on the detect thread (without lanes: the caller's).
 * Counts may be read by any thread at any time.
 */
public final class Pipeline {
    private final PipelineSettings settings;
    private final List<EventConsumer> consumers;
    private final Counters joinCounters = new Counters();
    private final Dispatcher dispatcher;
    private final List<Lane> lanes = new ArrayList<>();

    public Pipeline(PacketSource source, PipelineSettings settings, List<EventConsumer> consumers) {
        this(source, settings, consumers, new HostTable(new Counters()));
    }

    /** @param hosts filled with the names of hosts, on the detect thread */
    public Pipeline(PacketSource source, PipelineSettings settings, List<EventConsumer> consumers, HostTable hosts) {
        this(source, settings, consumers, hosts, List.of());
    }

    /** @param more joiners beside those of the protocols, on the detect thread */
    public Pipeline(
            PacketSource source,
            PipelineSettings settings,
            List<EventConsumer> consumers,
            HostTable hosts,
            List<? extends EventJoiner> more) {
        this.settings = settings;
        List<EventJoiner> joiners = new ArrayList<>(Protocols.joiners());
        joiners.add(new HostNaming(hosts));
        joiners.add(new TicketUsers(joinCounters));
        joiners.addAll(more);
        this.consumers = List.of(new JoinStage(joiners, consumers, joinCounters));
        this.dispatcher = new Dispatcher(source, settings, new Counters());
        for (int i = 0; i < Math.max(1, settings.lanes()); i++) {
            lanes.add(new Lane(i, settings.lanes(), settings, new Counters()));
        }
    }

    /** Before the run. @param tap sees all packets on the capture thread; it may be a little ahead of what the consumers see */
    public void tap(PacketTap tap) {
        dispatcher.tap(tap);
    }

    /** The counts of each thread. */
    public List<Counters> counters() {
        List<Counters> all = new ArrayList<>();
        all.add(dispatcher.counters());
        lanes.forEach(lane -> all.add(lane.counters()));
        all.add(joinCounters);
        return all;
    }

    public long total(Counter counter) {
        return counters().stream().mapToLong(c -> c.get(counter)).sum();
    }

    public long total(Anomaly anomaly) {
        return counters().stream().mapToLong(c -> c.get(anomaly)).sum();
    }

    /** Packets of link types that are not understood. */
    public LinkTypeCounts linkTypes() {
        return dispatcher.linkTypes();
    }

    /** Packet time of the first packet, ns since 1970; 0 before it. */
    public long firstNs() {
        return dispatcher.firstNs();
    }

    /** Packet time at the end of the last block. */
    public long lastNs() {
        return dispatcher.lastNs();
    }

    /**
     * Runs until the source ends.
     *
     * @throws IOException the source could not be read on, or a consumer could not write; what came before was delivered
     */
    public void run() throws IOException {
        if (settings.lanes() == 0) {
            runAlone(new PacketBlock(), new PacketBlock());
        } else {
            runThreads();
        }
    }

    /** Everything on the caller's thread, with these two blocks. */
    void runAlone(PacketBlock block, PacketBlock before) throws IOException {
        new OneThread(dispatcher, lanes.getFirst(), consumers).run(block, before);
    }

    private void runThreads() throws IOException {
        Rings rings = new Rings(lanes.size());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            threads.add(start("lane-" + i, new LaneThread(i, lanes.size(), lanes.get(i), settings, rings), rings));
        }
        threads.add(start("detect", new DetectThread(lanes.size() + 1, consumers, rings), rings));
        IOException failure = null;
        try {
            failure = capture(rings);
        } catch (RuntimeException | Error e) {
            rings.fail(e);
        }
        join(threads);
        switch (rings.failure()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private IOException capture(Rings rings) {
        io.auscult.core.decode.Packet packet = new io.auscult.core.decode.Packet();
        IOException failure = null;
        boolean more = true;
        while (more) {
            PacketBlock block = rings.takeEmptyPackets();
            EventBlock events = rings.takeEmptyEvents(0);
            if (block == null || events == null) {
                return null; // a lane or the detect thread failed; its reason is in the rings
            }
            try {
                more = dispatcher.fill(block, events);
            } catch (IOException e) {
                failure = e;
                more = false;
            }
            for (int i = 0; i < block.count(); i++) {
                block.shard(i, dispatcher.dispatch(block, i, packet));
                block.tunnelParent(i, packet.tunnelParent);
            }
            dispatcher.idle(block);
            if (!more) {
                block.markCollect();
            }
            dispatcher.endBlock(block, events, false);
            rings.putPackets(block);
            rings.putEvents(0, events);
        }
        drain(rings);
        return failure;
    }

    private void drain(Rings rings) {
        List<long[]> left = new ArrayList<>();
        for (int i = 0; i < lanes.size(); i++) {
            long[] firstPackets = rings.takeLeft(i);
            if (firstPackets == null) {
                return; // a thread failed
            }
            left.add(firstPackets);
        }
        for (long end : DrainPlan.portions(left)) {
            PacketBlock block = rings.takeEmptyPackets();
            EventBlock events = rings.takeEmptyEvents(0);
            if (block == null || events == null) {
                return;
            }
            dispatcher.beginDrain(block, events, end);
            dispatcher.endBlock(block, events, end == Long.MAX_VALUE);
            rings.putPackets(block);
            rings.putEvents(0, events);
        }
    }

    private static Thread start(String name, Runnable stage, Rings rings) {
        return Thread.ofPlatform().name("auscult-" + name).start(() -> {
            try {
                stage.run();
            } catch (RuntimeException | Error e) {
                rings.fail(e);
            }
        });
    }

    private static void join(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true; // the stages end by themselves; joining goes on
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
