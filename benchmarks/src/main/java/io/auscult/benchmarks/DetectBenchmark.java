package io.auscult.benchmarks;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.detect.Mix;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.event.LocalNets;
import io.auscult.core.flow.FlowEvents;
import io.auscult.rules.Detectors;
import io.auscult.rules.incident.Incidents;
import io.auscult.rules.role.Roles;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one contact costs all detectors together. The events of an invocation are written outside the measured time; run with {@code -prof gc} to see that
 * nothing is allocated.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DetectBenchmark {
    private static final int EVENTS = 16_384;

    /**
     * clients: 2,000 ask 20 services they know; sweep: one source and a /8; block: one source, 40,000 targets, 75 ports; flood: forged sources at one target; carpet:
     * forged sources at 65,536 targets and ports.
     */
    @Param({"clients", "sweep", "block", "flood", "carpet"})
    public String traffic;

    private final Counters counters = new Counters();
    private final EventBlock block = new EventBlock();
    private final EventWriter writer = new EventWriter(counters);
    private final Event event = new Event();
    private final ConnectionId id = new ConnectionId();
    private DetectStage stage;
    private long nowNs = 1_700_000_000_000_000_000L;
    private long i;

    @Setup
    public void begin() {
        Incidents incidents = new Incidents(counters, alert -> {});
        stage = new DetectStage(new Detectors().create(Roles.NONE, LocalNets.DEFAULT, counters), incidents, counters);
    }

    @Setup(Level.Invocation)
    public void write() {
        block.begin(0);
        writer.into(block);
        for (int n = 0; n < EVENTS; n++) {
            i++;
            int outcome = switch (traffic) {
                case "clients" -> contact(0x0A14_0100 + i % 2_000, 0x0A1E_0200 + i * 7 % 20, 443, FlowEvents.ANSWERED);
                case "sweep" -> contact(0xC0A8_0101L, 0x0A00_0000 + (i & 0xFF_FFFF), 445, FlowEvents.SILENT);
                case "block" ->
                    contact(
                            0xC0A8_0101L,
                            0x0A00_0000 + i * 7_919 % 40_000,
                            (int) (1 + i / 40_000 % 75),
                            i % 5 == 0 ? FlowEvents.REFUSED : FlowEvents.SILENT);
                case "flood" -> contact(Mix.of(i), 0x0A00_0001, 443, FlowEvents.SILENT);
                default ->
                    contact(
                            Mix.of(i),
                            0x0A00_0000 + (Mix.of(3 * i) & 0xFFFF),
                            (int) Mix.of(5 * i) & 0x3FFF,
                            FlowEvents.SILENT);
            };
            writer.at(nowNs += 10_000, i);
            writer.connection(id);
            writer.begin(FlowEvents.CONTACT);
            writer.set(FlowEvents.CONTACT_OUTCOME, outcome);
            writer.set(FlowEvents.CONTACT_STARTED, nowNs);
            writer.set(FlowEvents.CONTACT_FLAGS, 2);
            writer.set(FlowEvents.CONTACT_WINDOW, 1_024);
            writer.set(FlowEvents.CONTACT_OPTIONS, 2);
            writer.set(FlowEvents.CONTACT_TTL, 64);
            writer.set(FlowEvents.CONTACT_PACKETS, 1);
            writer.set(FlowEvents.CONTACT_LOCAL_ORIG, true);
            writer.set(FlowEvents.CONTACT_LOCAL_RESP, true);
            writer.set(FlowEvents.CONTACT_ORIG_L2_ADDR, 0x0200_0000_0009L);
            writer.end();
        }
    }

    private int contact(long source, long target, int port, int outcome) {
        id.uid = i;
        id.proto = 6;
        id.origPort = 40_000;
        id.respPort = port;
        id.origLow = 0xFFFF_0000_0000L | source & 0xFFFF_FFFFL;
        id.respLow = 0xFFFF_0000_0000L | target & 0xFFFF_FFFFL;
        return outcome;
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void detect() {
        for (int n = 0; n < block.count(); n++) {
            event.wrap(block, n);
            stage.onEvent(event);
        }
        stage.onBlockEnd(nowNs);
    }
}
