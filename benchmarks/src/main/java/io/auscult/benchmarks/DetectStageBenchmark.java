package io.auscult.benchmarks;

import io.auscult.core.counter.Counters;
import io.auscult.core.detect.DetectStage;
import io.auscult.core.event.Event;
import io.auscult.core.event.LocalNets;
import io.auscult.rules.Detectors;
import io.auscult.rules.incident.Incidents;
import io.auscult.rules.role.Roles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The detect stage alone: all detectors and Sigma rules over the events of recorded captures, from a standing start: what detectors remember is new each time, so that all alerts are raised
 * again. {@code -jvmArgsAppend -Dauscult.capture=FILE} names a capture; without, it is all of {@code sample-pcaps}. Look at {@code events}: how many a second. After each iteration it
 * prints the same by CPU time of the thread, which is what to look at while other programs run.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 3)
public class DetectStageBenchmark {
    /** What becomes of alerts: counted, or gathered into incidents as the program does. */
    @Param({"counted", "incidents"})
    public String alerts;

    private final Event view = new Event();
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private RecordedEvents recorded;
    private long events;
    private long cpuNs;
    private DetectStage stage;
    private long raised;

    /** Events and alerts a second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Rates {
        public long events;
        public long raised;
    }

    @Setup
    public void load() throws IOException {
        String capture = System.getProperty("auscult.capture");
        recorded = RecordedEvents.of(capture != null ? List.of(Path.of(capture)) : samples());
    }

    private static List<Path> samples() throws IOException {
        try (Stream<Path> cases = Files.list(Recordings.samples())) {
            return cases.map(each -> each.resolve("input.pcap"))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    @Setup(Level.Invocation)
    public void forget() {
        Counters counters = new Counters();
        raised = 0;
        Incidents incidents = new Incidents(counters, alert -> raised++);
        stage = new DetectStage(
                new Detectors().create(Roles.NONE, LocalNets.DEFAULT, counters),
                alerts.equals("counted") ? alert -> raised++ : incidents,
                counters);
    }

    @TearDown(Level.Iteration)
    public void tell() {
        System.out.printf(Locale.ROOT, "[%.2f M events a CPU second] ", events * 1e3 / cpuNs);
        events = 0;
        cpuNs = 0;
    }

    @Benchmark
    public void detect(Rates rates) throws IOException {
        long before = threads.getCurrentThreadCpuTime();
        recorded.play(stage, view);
        cpuNs += threads.getCurrentThreadCpuTime() - before;
        events += recorded.count();
        rates.events += recorded.count();
        rates.raised += raised;
    }
}
