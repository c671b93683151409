package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source allocates once it is open does not grow with its packets. */
class AllocationTest {
    private static final int PACKETS = 40_000;
    /** What reading the last blocks may cost in all, packets or not: growing buffers, a read that is wrapped. */
    private static final long ALLOWED = PACKETS / 10; // bytes

    @TempDir
    Path folder;

    @Test
    void shouldNotAllocatePerPacketOfPcap() throws IOException {
        assertThat(allocated(CaptureFiles.open(write("a.pcap", pcap(0))))).isLessThan(ALLOWED);
    }

    @Test
    void shouldNotAllocatePerPacketOfPcapng() throws IOException {
        CaptureBytes file = littleEndian().section().describeInterface(1, 0, littleEndian());
        for (int i = 0; i < PACKETS; i++) {
            file.enhancedPacket(0, i, 60, payload(i, 60));
        }
        assertThat(allocated(CaptureFiles.open(write("a.pcapng", file.bytes()))))
                .isLessThan(ALLOWED);
    }

    @Test
    void shouldNotAllocatePerPacketOfCompressedFiles() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(pcap(0));
        }
        assertThat(allocated(CaptureFiles.open(write("a.gz", gzip.toByteArray()))))
                .isLessThan(ALLOWED);
        assertThat(allocated(CaptureFiles.open(write("a.zst", Zstd.compress(pcap(0))))))
                .isLessThan(ALLOWED);
    }

    @Test
    void shouldNotAllocatePerPacketOfMergedFiles() throws IOException {
        List<Path> files = List.of(write("a.pcap", pcap(0)), write("b.pcap", pcap(1)));

        assertThat(allocated(CaptureFiles.open(files))).isLessThan(ALLOWED);
    }

    @Test
    void shouldNotAllocatePerPacketThatIsFiltered() throws IOException {
        LiveSourceTest.assumeLibpcap();
        Path file = write("a.pcap", pcap(0));
        try (PacketSource warmUp = FilteredSource.of(CaptureFiles.open(file), "ether[0] & 1 = 1")) {
            allocated(warmUp);
        }

        assertThat(allocated(FilteredSource.of(CaptureFiles.open(file), "ether[0] & 1 = 1")))
                .isLessThan(ALLOWED);
    }

    /** Bytes that this thread allocates after the first quarter of the packets. */
    private static long allocated(PacketSource source) throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PacketBlock block = new PacketBlock();
        long packets = 0;
        long before = 0;
        try (source) {
            boolean more = true;
            while (more) {
                if (before == 0 && packets > PACKETS / 4) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
                block.begin(0, 1);
                more = source.fill(block);
                packets += block.count();
            }
            return threads.getCurrentThreadAllocatedBytes() - before;
        }
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] pcap(int microsecond) {
        CaptureBytes file = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, 1);
        for (int i = 0; i < PACKETS; i++) {
            file.pcapRecord(i, microsecond, 60, payload(i, 60));
        }
        return file.bytes();
    }
}
