package io.auscult.benchmarks;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Counters;
import io.auscult.core.decode.DecodeSettings;
import io.auscult.core.decode.Packet;
import io.auscult.core.decode.PacketDecoder;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventConsumer;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.LocalNets;
import io.auscult.core.pipeline.Pipeline;
import io.auscult.core.pipeline.PipelineSettings;
import io.auscult.core.protocol.file.FileSettings;
import io.auscult.core.protocol.file.WantedFiles;
import io.auscult.rules.Detectors;
import io.auscult.rules.role.Roles;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a packet costs on one thread, stage by stage, on recorded traffic held in memory. An operation is a run over {@link #PACKETS} packets; read
 * {@code packets} and {@code gigabits} per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 3)
@Measurement(iterations = 5, time = 3)
public class PipelineBenchmark {
    /** So many that what a run begins with, empty tables that grow, is not what is measured. */
    static final int PACKETS = 8_000_000;

    @Param
    public Recordings traffic;

    private RecordedTraffic recorded;

    /** Packets and wire gigabits a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rate {
        public double packets;
        public double gigabits;
    }

    @Setup
    public void load() throws IOException {
        recorded = traffic.load();
    }

    /** Filling blocks only: what all others include. */
    @Benchmark
    public void read(Rate rate) {
        PacketBlock block = new PacketBlock();
        recorded.play(PACKETS);
        boolean more = true;
        while (more) {
            block.begin(0, 1);
            more = recorded.fill(block);
        }
        count(rate);
    }

    @Benchmark
    public Packet decode(Rate rate) {
        PacketBlock block = new PacketBlock();
        EventBlock events = new EventBlock();
        Counters counters = new Counters();
        PacketDecoder decoder = new PacketDecoder(counters, DecodeSettings.DEFAULT);
        EventWriter out = new EventWriter(counters);
        Packet packet = new Packet();
        recorded.play(PACKETS);
        boolean more = true;
        while (more) {
            block.begin(0, 1);
            events.begin(0);
            out.into(events);
            more = recorded.fill(block);
            for (int i = 0; i < block.count(); i++) {
                decoder.decode(block, i, packet, out);
            }
        }
        count(rate);
        return packet;
    }

    /** Decoding, flows, reassembly, parsers, events, their merge; nobody listens. */
    @Benchmark
    public void events(Rate rate) throws IOException {
        run(rate, PipelineSettings.defaults(0));
    }

    /** All that and the detectors of scans, and no digest of a file is computed. */
    @Benchmark
    public void scans(Rate rate) throws IOException {
        Counters counters = new Counters();
        PipelineSettings all = PipelineSettings.defaults(0);
        FileSettings undigested = new FileSettings(Set.of(), WantedFiles.NONE);
        run(
                rate,
                new PipelineSettings(0, all.decode(), all.flow(), all.stream().withFiles(undigested), all.protocols()),
                new DetectStage(new Detectors().scans(Roles.NONE, LocalNets.DEFAULT, counters), alert -> {}, counters));
    }

    /** Everything: all detectors, all digests. */
    @Benchmark
    public void detection(Rate rate) throws IOException {
        run(rate, PipelineSettings.defaults(0), detectors());
    }

    static DetectStage detectors() {
        Counters counters = new Counters();
        return new DetectStage(new Detectors().create(Roles.NONE, LocalNets.DEFAULT, counters), alert -> {}, counters);
    }

    private void run(Rate rate, PipelineSettings settings, EventConsumer... consumers) throws IOException {
        new Pipeline(recorded.play(PACKETS), settings, List.of(consumers)).run();
        count(rate);
    }

    private void count(Rate rate) {
        rate.packets += recorded.packets();
        rate.gigabits += recorded.packets() * recorded.bytesPerPacket() * 8 / 1e9;
    }
}
