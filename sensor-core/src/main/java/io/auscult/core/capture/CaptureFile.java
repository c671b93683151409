package io.auscult.core.capture;

import java.io.IOException;
import java.util.List;

/**
 * One capture file as a source of packets. Reads in pieces straight into the block's own bytes, where the packets then lie between
 * their record headers; only what a block had no room for is carried to the next one. Used by the capture thread alone.
 * Holds one buffer of at most {@link RecordFormat#MAX_RECORD} and {@link #PIECE} bytes; never allocates per packet.
 */
final class CaptureFile implements PacketSource {
    /** Bytes asked for at once: what is read should still be in the second-level cache when it is walked. */
    static final int PIECE = 1 << 17;

    private final String name;
    private final ByteInput in;
    private final RecordFormat format;

    private byte[] carry = new byte[0];
    private int carried;
    /** Decompressed bytes read so far. */
    private long read;

    private long packets;
    private SourceEnd end = SourceEnd.OPEN;
    private String endDetail = "";
    private IOException failure;
    private volatile boolean stopped;
    // As of the last block, for any thread.
    private volatile long position;
    private volatile long droppedByKernel;
    private volatile long droppedByInterface;

    CaptureFile(String name, ByteInput in, RecordFormat format) {
        this.name = name;
        this.in = in;
        this.format = format;
    }

    @Override
    public boolean fill(PacketBlock block) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (end != SourceEnd.OPEN) {
            return false;
        }
        if (stopped) {
            return end(SourceEnd.COMPLETE, "");
        }
        try {
            return walk(block);
        } catch (IOException e) {
            failure = new IOException(name + ": " + e.getMessage(), e);
            if (block.count() == 0) {
                throw failure;
            }
            return true; // what was read is good; the next call tells
        } finally {
            packets += block.count();
            position = in.position();
            droppedByKernel = format.droppedByKernel();
            droppedByInterface = format.droppedByInterface();
        }
    }

    private boolean walk(PacketBlock block) throws IOException {
        byte[] bytes = block.bytes();
        System.arraycopy(carry, 0, bytes, 0, carried);
        int from = 0;
        int to = carried;
        while (true) {
            from = format.scan(block, from, to);
            if (!format.damage().isEmpty()) {
                return end(SourceEnd.DAMAGED, where(block, to - from) + format.damage());
            }
            if (!block.hasRoom() || (block.count() > 0 && (to == block.capacity() || !in.isReady()))) {
                break;
            }
            if (to == block.capacity()) { // no packet yet in all these bytes
                System.arraycopy(bytes, from, bytes, 0, to - from);
                to -= from;
                from = 0;
            }
            int n = in.read(bytes, to, Math.min(PIECE, block.capacity() - to));
            if (n < 0) {
                return endOfInput(block, to - from);
            }
            to += n;
            read += n;
        }
        carry(bytes, from, to - from);
        return true;
    }

    private void carry(byte[] bytes, int from, int length) {
        if (carry.length < length) {
            carry = new byte[Math.max(length, PIECE)];
        }
        System.arraycopy(bytes, from, carry, 0, length);
        carried = length;
    }

    private boolean endOfInput(PacketBlock block, int left) {
        if (in.end() != SourceEnd.COMPLETE) {
            return end(in.end(), where(block, 0) + in.endDetail());
        }
        if (left > 0 || !format.mayEnd()) {
            return end(SourceEnd.TRUNCATED, where(block, left) + "the file ends in the middle of a packet");
        }
        return end(SourceEnd.COMPLETE, "");
    }

    private String where(PacketBlock block, int left) {
        return name + ": at byte " + (read - left) + ", after packet " + (packets + block.count()) + ": ";
    }

    private boolean end(SourceEnd how, String detail) {
        end = how;
        endDetail = detail;
        carry = new byte[0];
        return false;
    }

    @Override
    public List<String> interfaces() {
        return format.interfaces();
    }

    @Override
    public SourceEnd end() {
        return end;
    }

    @Override
    public String endDetail() {
        return endDetail;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return in.size();
    }

    @Override
    public long droppedByKernel() {
        return droppedByKernel;
    }

    @Override
    public long droppedByInterface() {
        return droppedByInterface;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            // Only read from: nothing is lost.
        }
    }
}
