package io.auscult.core.pipeline;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.LinkTypeCounts;
import io.auscult.core.decode.Packet;
import io.auscult.core.decode.PacketDecoder;
import io.auscult.core.decode.PacketTap;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The capture thread's part: fills a block, keeps packet time, decodes every packet once, leaves out what nobody follows, writes what
 * belongs to no flow (ARP, anomalies of headers), follows outer tunnels, and gives each packet its shard.
 */
final class Dispatcher {
    private static final long JUMP_BACK = 1_000_000_000L;
    private static final long IDLE_NS = 1_000_000_000L;

    private final PacketSource source;
    private final PacketDecoder decoder;
    private final Counters counters;
    private final EventWriter out;
    private final PacketClock clock = new PacketClock();
    private final ArpWriter arp = new ArpWriter();
    private final TunnelFlows tunnels;
    private long blockNumber;
    private long nextPacket = 1;
    private long lastPacketNs;
    private long lastPacketWallNs;
    private boolean failed;
    private @Nullable PacketTap tap;
    private volatile long firstNs;
    private volatile long lastNs;

    Dispatcher(PacketSource source, PipelineSettings settings, Counters counters) {
        this.source = source;
        this.counters = counters;
        this.decoder = new PacketDecoder(counters, settings.decode());
        this.out = new EventWriter(counters);
        this.tunnels = new TunnelFlows(settings.flow(), counters, out);
    }

    Counters counters() {
        return counters;
    }

    long firstNs() {
        return firstNs;
    }

    long lastNs() {
        return lastNs;
    }

    long nowNs() {
        return clock.nowNs();
    }

    /** Before the run. @param tap sees all packets */
    void tap(PacketTap tap) {
        this.tap = tap;
    }

    /** Number that the next packet will get. */
    long nextPacket() {
        return nextPacket;
    }

    /** Takes the next packets from the source into the block. @return false when nothing will follow */
    boolean fill(PacketBlock block, EventBlock events) throws IOException {
        block.begin(blockNumber++, nextPacket);
        events.begin(block.number());
        out.into(events);
        try {
            return source.fill(block);
        } finally {
            nextPacket += block.count();
            counters.add(Counter.PACKETS_RECEIVED, block.count());
            if (tap != null) {
                tap.onBlock(block);
            }
        }
    }

    /**
     * Decodes packet {@code i}; ticks that it causes are noted in the block.
     *
     * @return the packet's shard, or {@link PacketBlock#NO_SHARD}
     */
    int dispatch(PacketBlock block, int i, Packet p) {
        int shard = decode(block, i, p);
        if (tap != null) {
            tap.onPacket(p);
        }
        return shard;
    }

    private int decode(PacketBlock block, int i, Packet p) {
        long timestampNs = block.timestampNs(i);
        long number = block.packetNumber(i);
        long before = clock.nowNs();
        out.at(timestampNs, number);
        out.connection(null);
        if (clock.advance(timestampNs)) {
            block.addTick(i, timestampNs);
            tunnels.onTick(timestampNs, number);
            out.at(timestampNs, number);
        } else if (timestampNs < before - JUMP_BACK) {
            counters.increment(Anomaly.TIMESTAMP_JUMP_BACK);
        }
        lastPacketNs = timestampNs;
        if (firstNs == 0) {
            firstNs = timestampNs;
        }
        counters.add(Counter.BYTES_RECEIVED, block.wire(i));
        counters.add(Counter.BYTES_CAPTURED, block.captured(i));
        if (block.captured(i) < block.wire(i)) {
            counters.increment(Counter.PACKETS_CUT);
        }
        try {
            decoder.decode(block, i, p, out);
        } catch (RuntimeException e) {
            return lost(number, e);
        }
        return switch (p.type) {
            case DROPPED, FRAGMENT -> PacketBlock.NO_SHARD;
            case ARP -> {
                counters.increment(Counter.PACKETS_PROCESSED);
                arp.write(p, out);
                yield PacketBlock.NO_SHARD;
            }
            case NOT_IP -> {
                counters.increment(Counter.PACKETS_PROCESSED);
                yield PacketBlock.NO_SHARD;
            }
            default -> {
                counters.increment(Counter.PACKETS_PROCESSED);
                if (p.tunnelCount > 0) {
                    tunnels.onPacket(p);
                }
                yield Lane.shard(p);
            }
        };
    }

    /** A packet that makes the decoder throw is a defect of ours: it is counted, logged once, and left. */
    private int lost(long number, RuntimeException e) {
        counters.increment(Counter.PACKETS_DROPPED_LANE);
        if (!failed) {
            failed = true;
            LoggerFactory.getLogger(Dispatcher.class)
                    .error("packet {} could not be decoded; the sensor goes on without it", number, e);
        }
        return PacketBlock.NO_SHARD;
    }

    /** The block is decoded. */
    void endBlock(PacketBlock block, EventBlock events, boolean last) {
        lastNs = clock.nowNs();
        events.end(lastNs, last);
        block.end(lastNs);
        if (last) {
            block.markLast();
        }
    }

    /** Live and nothing comes: time goes on all the same. @return whether that made a tick at the end of the block */
    boolean idle(PacketBlock block) {
        if (!source.isLive()) {
            return false;
        }
        long wallNs = System.nanoTime();
        if (block.count() > 0) {
            lastPacketWallNs = wallNs;
            return false;
        }
        long nowNs = lastPacketNs + (wallNs - lastPacketWallNs);
        if (lastPacketNs == 0 || wallNs - lastPacketWallNs < IDLE_NS || !clock.advance(nowNs)) {
            return false;
        }
        block.addTick(0, nowNs);
        tunnels.onTick(nowNs, nextPacket);
        return true;
    }

    LinkTypeCounts linkTypes() {
        return decoder.unknownLinkTypes();
    }

    /** No packet follows: this block ends the flows that began before packet {@code end}; the last one the tunnels too. */
    void beginDrain(PacketBlock block, EventBlock events, long end) {
        block.begin(blockNumber++, nextPacket);
        block.drainTo(end);
        if (tap != null) {
            tap.onBlock(block);
        }
        events.begin(block.number());
        out.into(events);
        if (end == Long.MAX_VALUE) {
            decoder.end();
            tunnels.onEnd(clock.nowNs(), nextPacket);
        }
    }
}
