package io.auscult.benchmarks;

import io.auscult.core.event.IpAddress;
import java.util.concurrent.TimeUnit;
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

/** An address as text: every line that an exporter writes has two of them. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AddressTextBenchmark {
    @Param({"192.168.1.77", "2001:db8::1:0:0:7"})
    private String text;

    private IpAddress address;
    private final byte[] line = new byte[IpAddress.MAX_TEXT];

    @Setup
    public void parse() {
        address = IpAddress.parse(text);
    }

    @Benchmark
    public int write() {
        return IpAddress.write(line, 0, address.high(), address.low());
    }
}
