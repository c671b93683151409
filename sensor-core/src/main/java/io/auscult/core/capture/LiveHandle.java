package io.auscult.core.capture;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One interface, open for listening without blocking. Holds the next packet, in libpcap's own memory, until it is taken. Used by
 * the capture thread alone, but for the counts, which any thread may read. Allocates nothing per packet.
 */
final class LiveHandle implements AutoCloseable {
    /** The kernel hands packets over when its block is full or this old. */
    static final int COLLECT_MS = 5;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final String name;
    private final int index;
    private final long pcap;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment addresses = arena.allocate(16, 8); // of the next packet's header and of its bytes
    private final MemorySegment statistics = arena.allocate(LibPcap.STATISTICS_LENGTH, 8);
    private final int linkType;
    private final int nsPerFraction;
    private final int descriptor;
    private final boolean promiscuous;

    private boolean hasPacket;
    private long timestampNs;
    private int captured;
    private int wire;
    private long data;

    private String failure = "";
    private int lastKernelCount;
    private int lastInterfaceCount;
    private final Counters counters = new Counters();

    private LiveHandle(String name, int index, long pcap, boolean promiscuous) {
        this.name = name;
        this.index = index;
        this.pcap = pcap;
        this.promiscuous = promiscuous;
        this.linkType = LinkType.normal(LibPcap.dataLink(pcap));
        this.nsPerFraction = LibPcap.hasNanoseconds(pcap) ? 1 : 1000;
        this.descriptor = LibPcap.selectable(pcap);
    }

    /**
     * Opens an interface; without promiscuous mode where that is refused.
     *
     * @throws IOException {@code name: reason (expected: ...)}
     */
    static LiveHandle open(String name, int index, LiveSettings settings) throws IOException {
        boolean promiscuous = settings.promiscuous();
        long pcap = prepare(name, settings, promiscuous);
        int status = LibPcap.activate(pcap);
        if (promiscuous && status == LibPcap.ERROR_PROMISCUOUS_PERMISSION) {
            LibPcap.close(pcap);
            promiscuous = false;
            pcap = prepare(name, settings, false);
            status = LibPcap.activate(pcap);
        }
        try {
            if (status < LibPcap.OK) {
                throw new IOException(reason(name, status, LibPcap.lastError(pcap)));
            }
            filter(name, pcap, settings.filter());
            LibPcap.setNonBlocking(pcap);
        } catch (IOException e) {
            LibPcap.close(pcap);
            throw e;
        }
        return new LiveHandle(name, index, pcap, promiscuous && status != LibPcap.WARNING_PROMISCUOUS_NOT_SUPPORTED);
    }

    private static long prepare(String name, LiveSettings settings, boolean promiscuous) throws IOException {
        long pcap = LibPcap.create(name);
        LibPcap.setSnapLength(pcap, settings.snapLength());
        LibPcap.setPromiscuous(pcap, promiscuous);
        LibPcap.setTimeout(pcap, COLLECT_MS);
        LibPcap.setBufferSize(pcap, settings.bufferBytes());
        LibPcap.askNanoseconds(pcap);
        return pcap;
    }

    private static void filter(String name, long pcap, String expression) throws IOException {
        if (expression.isBlank()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            long program = arena.allocate(LibPcap.PROGRAM_LENGTH, 8).address();
            LibPcap.compile(pcap, program, expression);
            try {
                LibPcap.setFilter(pcap, program);
            } finally {
                LibPcap.freeCode(program);
            }
        } catch (IOException e) {
            throw new FilterException(name + ": filter: " + e.getMessage(), e);
        }
    }

    private static String reason(String name, int status, String words) {
        return name + ": "
                + switch (status) {
                    case LibPcap.ERROR_NO_SUCH_DEVICE ->
                        "no such interface (expected: one that `auscult interfaces` lists)";
                    case LibPcap.ERROR_PERMISSION, LibPcap.ERROR_PROMISCUOUS_PERMISSION ->
                        "no right to listen (expected: root, or CAP_NET_RAW for " + System.getProperty("java.home")
                                + "/bin/java)";
                    case LibPcap.ERROR_NOT_UP -> "the interface is down (expected: up, `ip link set " + name + " up`)";
                    default -> words + " (expected: an interface to listen to)";
                };
    }

    /** Holds the next packet if there is one and none is held yet. */
    void peek() {
        if (hasPacket || !failure.isEmpty()) {
            return;
        }
        int n = LibPcap.next(pcap, addresses.address(), addresses.address() + 8);
        if (n == 1) {
            readHeader(addresses.get(ValueLayout.JAVA_LONG, 0));
            data = addresses.get(ValueLayout.JAVA_LONG, 8);
            hasPacket = true;
        } else if (n < 0) {
            failure = name + ": " + LibPcap.lastError(pcap);
        }
    }

    boolean hasPacket() {
        return hasPacket;
    }

    private void readHeader(long header) {
        long seconds = LibPcap.MEMORY.get(ValueLayout.JAVA_LONG, header);
        int fraction = LibPcap.MEMORY.get(ValueLayout.JAVA_INT, header + 8);
        timestampNs = seconds * NS_PER_SECOND + (long) fraction * nsPerFraction;
        captured = Math.clamp(
                LibPcap.MEMORY.get(ValueLayout.JAVA_INT, header + LibPcap.HEADER_CAPTURED), 0, PacketBlock.MAX_PACKET);
        wire = RecordFormat.wireLength(
                LibPcap.MEMORY.get(ValueLayout.JAVA_INT, header + LibPcap.HEADER_WIRE), captured);
    }

    /** Of the packet that is held. */
    long timestampNs() {
        return timestampNs;
    }

    /** Of the packet that is held. */
    int captured() {
        return captured;
    }

    /** Copies the packet that is held into the block, where there must be room. @return bytes used then */
    int take(PacketBlock block, int used) {
        MemorySegment.copy(LibPcap.MEMORY, ValueLayout.JAVA_BYTE, data, block.bytes(), used, captured);
        block.add(used, captured, wire, timestampNs, linkType, index);
        hasPacket = false;
        return used + captured;
    }

    /** Reads the counts of the kernel; they are 32 bits wide there and go on here. */
    void readStatistics() {
        if (!failure.isEmpty() || !LibPcap.statistics(pcap, statistics.address())) {
            return;
        }
        int byKernel = statistics.get(ValueLayout.JAVA_INT, 4);
        int byInterface = statistics.get(ValueLayout.JAVA_INT, 8);
        counters.add(Counter.PACKETS_DROPPED_KERNEL, Integer.toUnsignedLong(byKernel - lastKernelCount));
        counters.add(Counter.PACKETS_DROPPED_INTERFACE, Integer.toUnsignedLong(byInterface - lastInterfaceCount));
        lastKernelCount = byKernel;
        lastInterfaceCount = byInterface;
    }

    String name() {
        return name;
    }

    /** To wait on; -1 where the system has none. */
    int descriptor() {
        return descriptor;
    }

    boolean isPromiscuous() {
        return promiscuous;
    }

    /** Why nothing comes any more, with the name; empty while it may. */
    String failure() {
        return failure;
    }

    long droppedByKernel() {
        return counters.get(Counter.PACKETS_DROPPED_KERNEL);
    }

    long droppedByInterface() {
        return counters.get(Counter.PACKETS_DROPPED_INTERFACE);
    }

    @Override
    public void close() {
        LibPcap.close(pcap);
        arena.close();
    }
}
