package io.auscult.benchmarks;

import io.auscult.core.counter.Counters;
import io.auscult.core.event.ConnectionId;
import io.auscult.core.event.Event;
import io.auscult.core.event.EventBlock;
import io.auscult.core.event.EventWriter;
import io.auscult.core.flow.FlowEvents;
import io.auscult.export.zeek.ZeekLogs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What one line of {@code conn.log} costs: formatted only (to /dev/null), and into the page cache. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ZeekLogsBenchmark {
    private static final int EVENTS = 1000;

    /** null: /dev/null; file: a file in the temporary directory. */
    @Param({"null", "file"})
    public String target;

    /** mixed: every second connection is a finished one with data; scan: one in five is refused, the others silent. */
    @Param({"mixed", "scan"})
    public String traffic;

    private final EventBlock block = new EventBlock();
    private final Event event = new Event();
    private Path directory;
    private ZeekLogs logs;

    @Setup
    public void fill() {
        EventWriter writer = new EventWriter(new Counters());
        block.begin(1);
        writer.into(block);
        for (int i = 0; i < EVENTS; i++) {
            conn(writer, i);
        }
    }

    private void conn(EventWriter writer, int i) {
        boolean scan = traffic.equals("scan");
        boolean data = !scan && i % 2 == 0;
        boolean refused = scan && i % 5 == 0;
        ConnectionId id = new ConnectionId();
        id.uid = 0x9E3779B97F4A7C15L * (i + 1);
        id.origLow = 0xFFFF_0A00_0000L + (scan ? 1 : i);
        id.respLow = 0xFFFF_C0A8_0000L + 7L * i;
        id.origPort = 1024 + 31 * i;
        id.respPort = i % 100;
        id.proto = 6;
        writer.at(1_700_000_000_000_000_000L + 1_234_567L * i, i + 1);
        writer.connection(id);
        writer.begin(FlowEvents.CONN);
        writer.set(FlowEvents.PROTO, "tcp");
        if (data) {
            writer.set(FlowEvents.SERVICE, "http");
        }
        if (data || refused) {
            writer.set(FlowEvents.DURATION, data ? 1_234_567_000L * (i % 60) : 45_000L * (i % 100));
            writer.set(FlowEvents.ORIG_BYTES, data ? 333L * i : 0);
            writer.set(FlowEvents.RESP_BYTES, data ? 77_777L * i : 0);
        }
        writer.set(FlowEvents.CONN_STATE, data ? "SF" : refused ? "REJ" : "S0");
        writer.set(FlowEvents.LOCAL_ORIG, true);
        writer.set(FlowEvents.LOCAL_RESP, false);
        writer.set(FlowEvents.MISSED_BYTES, 0);
        writer.set(FlowEvents.HISTORY, data ? "ShADadFf" : refused ? "Sr" : "S");
        writer.set(FlowEvents.ORIG_PKTS, data ? 11 : 1);
        writer.set(FlowEvents.ORIG_IP_BYTES, data ? 44 + 333L * i : 44);
        writer.set(FlowEvents.RESP_PKTS, data ? 13 : refused ? 1 : 0);
        writer.set(FlowEvents.RESP_IP_BYTES, data ? 77_777L * i : refused ? 40 : 0);
        writer.set(FlowEvents.IP_PROTO, 6);
        writer.set(FlowEvents.COMMUNITY_ID, "1:LQU9qZlK+B5F3KDmev6m5PMibrg=");
        writer.end();
    }

    @Setup(Level.Iteration)
    public void open() throws IOException {
        directory = Files.createTempDirectory("auscult-bench");
        if (target.equals("null")) {
            Files.createSymbolicLink(directory.resolve("conn.log"), Path.of("/dev/null"));
        }
        logs = ZeekLogs.toDirectory(directory, ZeekLogs.Options.REPLAY, new Counters());
    }

    @TearDown(Level.Iteration)
    public void close() throws IOException {
        logs.close();
        Files.delete(directory.resolve("conn.log"));
        Files.delete(directory);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void connLine() throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            event.wrap(block, i);
            logs.onEvent(event);
        }
    }
}
