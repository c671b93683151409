package io.auscult.core.pipeline;

import io.auscult.core.capture.CaptureFiles;
import io.auscult.core.capture.PacketBlock;
import io.auscult.core.capture.PacketSource;
import io.auscult.core.capture.SourceEnd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The packets of a capture in memory, as a source that can be played as often as wanted. Immutable but for its position. */
final class Frames implements PacketSource {
    /** A packet as captured. */
    record Frame(long ns, int linkType, int iface, int wire, byte[] bytes) {
        Frame with(byte[] other) {
            return new Frame(ns, linkType, iface, other.length, other);
        }

        Frame at(long otherNs) {
            return new Frame(otherNs, linkType, iface, wire, bytes);
        }
    }

    private final List<Frame> list;
    private int next;

    Frames(List<Frame> list) {
        this.list = List.copyOf(list);
    }

    /** @param most packets read, the rest of the capture is left out */
    static Frames read(Path capture, int most) throws IOException {
        List<Frame> list = new ArrayList<>();
        PacketBlock block = new PacketBlock();
        try (PacketSource source = CaptureFiles.open(capture)) {
            boolean more = true;
            while (more && list.size() < most) {
                block.begin(0, 1);
                more = source.fill(block);
                for (int i = 0; i < block.count() && list.size() < most; i++) {
                    byte[] bytes =
                            Arrays.copyOfRange(block.bytes(), block.offset(i), block.offset(i) + block.captured(i));
                    list.add(new Frame(block.timestampNs(i), block.linkType(i), block.iface(i), block.wire(i), bytes));
                }
            }
        }
        return new Frames(list);
    }

    List<Frame> list() {
        return list;
    }

    int count() {
        return list.size();
    }

    @Override
    public boolean fill(PacketBlock block) {
        int at = 0;
        while (next < list.size() && block.hasRoom() && at + list.get(next).bytes.length <= block.capacity()) {
            Frame frame = list.get(next++);
            System.arraycopy(frame.bytes, 0, block.bytes(), at, frame.bytes.length);
            block.add(at, frame.bytes.length, frame.wire, frame.ns, frame.linkType, frame.iface);
            at += frame.bytes.length;
        }
        return next < list.size();
    }

    @Override
    public List<String> interfaces() {
        return List.of("memory");
    }

    @Override
    public SourceEnd end() {
        return next == list.size() ? SourceEnd.COMPLETE : SourceEnd.OPEN;
    }

    @Override
    public String endDetail() {
        return "";
    }

    @Override
    public long position() {
        return next;
    }

    @Override
    public long size() {
        return list.size();
    }

    @Override
    public void close() {
        next = 0;
    }
}
