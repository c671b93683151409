package io.auscult.benchmarks;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
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

/** A capture file in the page cache, read to its end into one block: nanoseconds and (with {@code -prof gc}) bytes allocated a packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CaptureFileBenchmark {
    private static final int PACKETS = 200_000;

    @Param({"60", "1500"})
    private int length;

    @Param({"pcap", "pcapng", "pcap.gz", "two files"})
    private String format;

    private final PacketBlock block = new PacketBlock();
    private Path folder;
    private List<Path> files;

    @Setup
    public void writeFiles() throws IOException {
        folder = Files.createTempDirectory("auscult-benchmark");
        files = format.equals("two files")
                ? List.of(write("a.pcap", 0, 2), write("b.pcap", 1, 2))
                : List.of(write("a." + format, 0, 1));
    }

    /** Every {@code step}th packet of a second's traffic, from {@code first} on. */
    private Path write(String name, int first, int step) throws IOException {
        Path file = folder.resolve(name);
        OutputStream raw = Files.newOutputStream(file);
        try (DataOutputStream out = new DataOutputStream(
                new BufferedOutputStream(name.endsWith(".gz") ? new GZIPOutputStream(raw) : raw))) {
            boolean isPcapng = name.endsWith("pcapng");
            int[] header = isPcapng
                    ? new int[] {0x0A0D0D0A, 28, 0x1A2B3C4D, 1 << 16, -1, -1, 28, 1, 20, 1 << 16, 0, 20}
                    : new int[] {0xA1B2C3D4, 2 << 16 | 4, 0, 0, 1 << 18, 1};
            for (int word : header) {
                out.writeInt(word);
            }
            byte[] packet = new byte[length];
            for (int i = first; i < PACKETS; i += step) {
                packet[i % length]++;
                int[] record = isPcapng
                        ? new int[] {6, length + 32, 0, 0, i, length, length}
                        : new int[] {1_700_000_000, i, length, length};
                for (int word : record) {
                    out.writeInt(word);
                }
                out.write(packet);
                if (isPcapng) {
                    out.writeInt(length + 32);
                }
            }
        }
        return file;
    }

    @TearDown
    public void deleteFiles() throws IOException {
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    @Benchmark
    @OperationsPerInvocation(PACKETS)
    public long read() throws IOException {
        long packets = 0;
        try (PacketSource source = CaptureFiles.open(files)) {
            boolean more = true;
            while (more) {
                block.begin(0, packets + 1);
                more = source.fill(block);
                packets += block.count();
            }
        }
        if (packets != PACKETS) {
            throw new IllegalStateException("packets: " + packets + " (expected: " + PACKETS + ")");
        }
        return packets;
    }
}
