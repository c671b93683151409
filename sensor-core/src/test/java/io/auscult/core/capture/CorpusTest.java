package io.auscult.core.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Over all captures of the collection beside the project, where it is there. */
class CorpusTest {
    private static final List<Path> FILES = new ArrayList<>();
    private static final long YEAR_2038_NS = Integer.MAX_VALUE * 1_000_000_000L;

    private static final int ABSURD = 1 << 24; // bytes

    private final PacketBlock block = new PacketBlock();

    /** @param hash of the bytes, or of the first ones */
    private record Fingerprint(int captured, int wire, long timestampNs, int hash) {}

    @BeforeAll
    static void findFiles() throws IOException {
        Path captures = Path.of(System.getProperty("auscult.shared", "../shared"), "captures");
        assumeTrue(Files.isDirectory(captures), "skipped: no captures at " + captures);
        try (Stream<Path> files = Files.walk(captures)) {
            files.filter(Files::isRegularFile).sorted().forEach(FILES::add);
        }
    }

    @Test
    void shouldReadOrRefuseEveryFile() throws IOException {
        int opened = 0;
        for (Path file : FILES) {
            try (PacketSource source = CaptureFiles.open(file)) {
                opened++;
                read(source, PacketBlock.MAX_PACKET);
                assertThat(source.end()).as("%s", file).isNotEqualTo(SourceEnd.OPEN);
            } catch (IOException e) {
                assertThat(e).as("%s", file).hasMessageContaining(" (expected: ");
            }
        }
        assertThat(opened).isGreaterThan(2_000);
    }

    /** libpcap refuses files whose interfaces differ in link type or resolution: those are ours alone to read. */
    @Test
    void shouldReadWhatLibpcapReads() throws Throwable {
        LiveSourceTest.assumeLibpcap();
        List<String> different = new ArrayList<>();
        int compared = 0;
        try (Arena arena = Arena.ofConfined()) {
            LibpcapFile reference = new LibpcapFile(arena);
            for (Path file : FILES) {
                List<Fingerprint> expected = reference.read(file);
                if (expected.isEmpty()) {
                    continue;
                }
                try (PacketSource source = CaptureFiles.open(file)) {
                    compared++;
                    if (!areSame(read(source, reference.snapLength()), expected)) {
                        different.add(file.toString());
                    }
                }
            }
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(2_000);
    }

    private static boolean areSame(List<Fingerprint> ours, List<Fingerprint> libpcaps) {
        for (int i = 0; i < Math.min(ours.size(), libpcaps.size()); i++) {
            Fingerprint our = ours.get(i);
            Fingerprint its = libpcaps.get(i);
            // No time, as in simple packet blocks, or one that libpcap takes for signed or lets overflow: not to be
            // compared.
            boolean timed = its.timestampNs() > 0
                    && its.timestampNs() < YEAR_2038_NS
                    && our.timestampNs() > 0
                    && our.timestampNs() < YEAR_2038_NS
                    && our.wire() < ABSURD;
            if (our.hash() != its.hash()
                    || our.wire() != RecordFormat.wireLength(its.wire(), our.captured())
                    || (timed && our.timestampNs() != its.timestampNs())) {
                return false;
            }
        }
        return ours.size() == libpcaps.size();
    }

    /** @param snapLength bytes of a packet to be hashed at most */
    private List<Fingerprint> read(PacketSource source, int snapLength) throws IOException {
        List<Fingerprint> packets = new ArrayList<>();
        boolean more = true;
        for (long number = 0; more; number++) {
            block.begin(number, packets.size() + 1);
            more = source.fill(block);
            for (int i = 0; i < block.count(); i++) {
                int from = block.offset(i);
                int length = Math.min(block.captured(i), snapLength);
                int hash = Arrays.hashCode(Arrays.copyOfRange(block.bytes(), from, from + length));
                packets.add(new Fingerprint(block.captured(i), block.wire(i), block.timestampNs(i), hash));
            }
        }
        return packets;
    }

    /** A file as libpcap itself reads it. */
    private static final class LibpcapFile {
        private final MethodHandle open;
        private final MethodHandle snapshot;
        private final MemorySegment error;
        private final MemorySegment addresses;
        private int snapLength;

        LibpcapFile(Arena arena) throws IOException {
            SymbolLookup library = LibPcap.find("libpcap.so.0.8", "libpcap.so.1", "libpcap.so");
            open = Linker.nativeLinker()
                    .downcallHandle(
                            library.findOrThrow("pcap_open_offline_with_tstamp_precision"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG));
            snapshot = Linker.nativeLinker()
                    .downcallHandle(
                            library.findOrThrow("pcap_snapshot"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG));
            error = arena.allocate(256);
            addresses = arena.allocate(16, 8);
        }

        /** Of the file read last: libpcap cuts packets that are longer than their file says. We do not. */
        int snapLength() {
            return snapLength;
        }

        /** Nothing where libpcap refuses the file, at once or later. */
        List<Fingerprint> read(Path file) throws Throwable {
            long pcap;
            try (Arena arena = Arena.ofConfined()) {
                pcap = (long) open.invokeExact(
                        arena.allocateFrom(file.toString()).address(), LibPcap.NANOSECONDS, error.address());
            }
            if (pcap == 0) {
                return List.of();
            }
            snapLength = (int) snapshot.invokeExact(pcap);
            List<Fingerprint> packets = new ArrayList<>();
            int more;
            while ((more = LibPcap.next(pcap, addresses.address(), addresses.address() + 8)) == 1) {
                packets.add(packet(addresses.get(ValueLayout.JAVA_LONG, 0), addresses.get(ValueLayout.JAVA_LONG, 8)));
            }
            LibPcap.close(pcap);
            return more == LibPcap.ERROR ? List.of() : packets;
        }

        private static Fingerprint packet(long header, long data) {
            int captured = LibPcap.MEMORY.get(ValueLayout.JAVA_INT, header + LibPcap.HEADER_CAPTURED);
            byte[] bytes = new byte[captured];
            MemorySegment.copy(LibPcap.MEMORY, ValueLayout.JAVA_BYTE, data, bytes, 0, captured);
            return new Fingerprint(
                    captured,
                    LibPcap.MEMORY.get(ValueLayout.JAVA_INT, header + LibPcap.HEADER_WIRE),
                    LibPcap.MEMORY.get(ValueLayout.JAVA_LONG, header) * 1_000_000_000L
                            + LibPcap.MEMORY.get(ValueLayout.JAVA_LONG, header + 8),
                    Arrays.hashCode(bytes));
        }
    }
}
