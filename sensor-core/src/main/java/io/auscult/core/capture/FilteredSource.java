package io.auscult.core.capture;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Another source's packets without those that a pcap-filter(7) expression leaves out, as libpcap itself decides. The expression is
 * compiled for each link type that comes up. Used by the capture thread alone, but for the count, which any thread may read. Holds a copy
 * of one packet outside the heap; never allocates per packet.
 */
public final class FilteredSource implements PacketSource {
    private static final int ETHERNET = 1;
    private static final int LINK_TYPES = 512; // libpcap knows none beyond
    private static final long NONE = -1; // in place of a program

    private final PacketSource source;
    private final String expression;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment header = arena.allocate(LibPcap.HEADER_LENGTH, 8);
    private final MemorySegment packet = arena.allocate(PacketBlock.MAX_PACKET, 8);
    /** Address of the program for a link type; 0 for not yet compiled. */
    private final long[] programs = new long[LINK_TYPES];

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final Counters counters = new Counters();

    private FilteredSource(PacketSource source, String expression) {
        this.source = source;
        this.expression = expression;
    }

    /**
     * Puts a filter around a source, which is closed with it.
     *
     * @throws IOException {@code filter: reason (expected: ...)} when libpcap is missing or does not understand the expression
     */
    public static FilteredSource of(PacketSource source, String expression) throws IOException {
        try {
            LibPcap.require();
            FilteredSource filter = new FilteredSource(source, expression);
            try {
                filter.programs[ETHERNET] = filter.compile(ETHERNET);
            } catch (IOException e) {
                filter.arena.close();
                throw new IOException(e.getMessage() + " (expected: a pcap-filter expression)", e);
            }
            return filter;
        } catch (IOException e) {
            throw new IOException("filter: " + e.getMessage(), e);
        }
    }

    private long compile(int linkType) throws IOException {
        long program = arena.allocate(LibPcap.PROGRAM_LENGTH, 8).address();
        long dead = LibPcap.openDead(LinkType.dataLink(linkType), PacketBlock.MAX_PACKET);
        try {
            LibPcap.compile(dead, program, expression);
        } finally {
            LibPcap.close(dead);
        }
        return program;
    }

    @Override
    public boolean fill(PacketBlock block) throws IOException {
        boolean more = source.fill(block);
        int count = block.count();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (matches(block, i)) {
                block.move(i, kept++);
            }
        }
        block.truncate(kept);
        counters.add(Counter.PACKETS_FILTERED, count - kept);
        return more;
    }

    private boolean matches(PacketBlock block, int i) {
        long program = program(block.linkType(i));
        if (program == NONE) {
            return false;
        }
        int captured = block.captured(i);
        MemorySegment.copy(block.bytes(), block.offset(i), packet, ValueLayout.JAVA_BYTE, 0, captured);
        header.set(ValueLayout.JAVA_INT, LibPcap.HEADER_CAPTURED, captured);
        header.set(ValueLayout.JAVA_INT, LibPcap.HEADER_WIRE, block.wire(i));
        return LibPcap.matches(program, header.address(), packet.address());
    }

    private long program(int linkType) {
        if (linkType >= LINK_TYPES) {
            return NONE;
        }
        if (programs[linkType] == 0) {
            try {
                programs[linkType] = compile(linkType);
            } catch (IOException e) {
                programs[linkType] = NONE;
                notes.add("filter: packets of link type " + linkType + " are left out: " + e.getMessage());
            }
        }
        return programs[linkType];
    }

    /** Packets left out so far. */
    @Override
    public long filtered() {
        return counters.get(Counter.PACKETS_FILTERED);
    }

    @Override
    public List<String> notes() {
        List<String> all = new ArrayList<>(source.notes());
        all.addAll(List.copyOf(notes));
        return all;
    }

    @Override
    public List<String> interfaces() {
        return source.interfaces();
    }

    @Override
    public SourceEnd end() {
        return source.end();
    }

    @Override
    public String endDetail() {
        return source.endDetail();
    }

    @Override
    public long position() {
        return source.position();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public long droppedByKernel() {
        return source.droppedByKernel();
    }

    @Override
    public long droppedByInterface() {
        return source.droppedByInterface();
    }

    @Override
    public boolean isLive() {
        return source.isLive();
    }

    @Override
    public void stop() {
        source.stop();
    }

    @Override
    public void close() {
        source.close();
        if (arena.scope().isAlive()) {
            for (long program : programs) {
                if (program != 0 && program != NONE) {
                    LibPcap.freeCode(program);
                }
            }
            arena.close();
        }
    }
}
