package io.auscult.benchmarks;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Recorded captures in memory, played again and again: each pass begins when everything of the pass before has timed out, so every pass is the same
 * work. Filling a block costs one copy of its bytes, as reading a file from the page cache does.
 */
final class RecordedTraffic implements PacketSource {
    private static final long PAUSE_NS = 600_000_000_000L; // longer than any time-out

    private record Chunk(byte[] bytes, int length, int[] offset, int[] captured, int[] wire, long[] ns, int[] link) {}

    private final List<Chunk> chunks = new ArrayList<>();
    private long firstNs = Long.MAX_VALUE;
    private long lastNs;
    private long packetsInPass;
    private long bytesInPass;

    private long packetsWanted;
    private int nextChunk;
    private long shiftNs;
    private long packets;

    static RecordedTraffic of(List<Path> captures) throws IOException {
        RecordedTraffic traffic = new RecordedTraffic();
        for (Path capture : captures) {
            traffic.load(capture);
        }
        return traffic;
    }

    private void load(Path capture) throws IOException {
        long startNs = packetsInPass == 0 ? 0 : lastNs;
        long fileNs = -1;
        PacketBlock block = new PacketBlock();
        try (PacketSource source = CaptureFiles.open(capture)) {
            boolean more = true;
            while (more) {
                block.begin(0, 1);
                more = source.fill(block);
                if (block.count() > 0) {
                    fileNs = fileNs < 0 ? block.timestampNs(0) : fileNs;
                    add(block, startNs == 0 ? 0 : startNs - fileNs);
                }
            }
        }
    }

    private void add(PacketBlock block, long shift) {
        int count = block.count();
        int end = 0;
        int[][] ints = new int[4][count];
        long[] ns = new long[count];
        for (int i = 0; i < count; i++) {
            ints[0][i] = block.offset(i);
            ints[1][i] = block.captured(i);
            ints[2][i] = block.wire(i);
            ints[3][i] = block.linkType(i);
            ns[i] = block.timestampNs(i) + shift;
            end = Math.max(end, block.offset(i) + block.captured(i));
            bytesInPass += block.wire(i);
            firstNs = Math.min(firstNs, ns[i]);
            lastNs = Math.max(lastNs, ns[i]);
        }
        packetsInPass += count;
        byte[] bytes = new byte[end];
        System.arraycopy(block.bytes(), 0, bytes, 0, end);
        chunks.add(new Chunk(bytes, end, ints[0], ints[1], ints[2], ns, ints[3]));
    }

    /** Starts over, for at least this many packets. */
    RecordedTraffic play(long packetsWanted) {
        this.packetsWanted = packetsWanted;
        nextChunk = 0;
        packets = 0;
        return this;
    }

    double bytesPerPacket() {
        return (double) bytesInPass / packetsInPass;
    }

    long packets() {
        return packets;
    }

    /** As many whole captures as there is room for, at least one part of one: a block is as full as from one large file. */
    @Override
    public boolean fill(PacketBlock block) {
        int end = 0;
        do {
            end = add(chunks.get(nextChunk), block, end);
            if (++nextChunk == chunks.size()) {
                nextChunk = 0;
                shiftNs += lastNs - firstNs + PAUSE_NS;
            }
        } while (packets < packetsWanted && hasRoom(block, end, chunks.get(nextChunk)));
        return packets < packetsWanted;
    }

    private static boolean hasRoom(PacketBlock block, int end, Chunk next) {
        return end + next.length <= PacketBlock.CAPACITY
                && block.count() + next.offset.length <= PacketBlock.MAX_PACKETS;
    }

    private int add(Chunk chunk, PacketBlock block, int at) {
        System.arraycopy(chunk.bytes, 0, block.bytes(), at, chunk.length);
        for (int i = 0; i < chunk.offset.length; i++) {
            block.add(at + chunk.offset[i], chunk.captured[i], chunk.wire[i], chunk.ns[i] + shiftNs, chunk.link[i], 0);
        }
        packets += chunk.offset.length;
        return at + chunk.length;
    }

    @Override
    public List<String> interfaces() {
        return List.of("memory");
    }

    @Override
    public SourceEnd end() {
        return packets < packetsWanted ? SourceEnd.OPEN : SourceEnd.COMPLETE;
    }

    @Override
    public String endDetail() {
        return "";
    }

    @Override
    public long position() {
        return packets;
    }

    @Override
    public long size() {
        return packetsWanted;
    }

    @Override
    public void close() {}
}
