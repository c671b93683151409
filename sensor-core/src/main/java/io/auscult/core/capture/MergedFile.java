package io.auscult.core.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of several capture files: looked at once for the time of its first packet, then closed until that time comes. While open it
 * reads ahead into a block of its own, out of which packets are copied. Used by the capture thread alone.
 */
final class MergedFile {
    private static final int PACKETS = 1024; // read ahead at once
    private static final int BYTES = RecordFormat.MAX_RECORD + CaptureFile.PIECE;
    private static final int MAX_INTERFACES =
            65_535; // what a block of packets can number; those beyond share the last one

    private final Path path;
    private final int order;
    private final long size;
    private final long firstNs;

    private @Nullable PacketSource source;
    private @Nullable PacketBlock ahead;
    private int next;
    private boolean more = true;
    /** Of this file's interfaces, in the whole timeline. */
    private int[] indexes = {};

    private MergedFile(Path path, int order, long size, long firstNs) {
        this.path = path;
        this.order = order;
        this.size = size;
        this.firstNs = firstNs;
    }

    /**
     * Looks at a file. A pipe, which cannot be read twice, is not looked at but opened before all others.
     *
     * @param order among the files, in which those of the same time are read
     * @param probe a block for one packet
     * @throws IOException it cannot be read or is no capture file
     */
    static MergedFile look(Path path, int order, PacketBlock probe) throws IOException {
        if (path.equals(CaptureFiles.STANDARD_INPUT) || (Files.exists(path) && !Files.isRegularFile(path))) {
            return new MergedFile(path, order, 0, Long.MIN_VALUE);
        }
        try (PacketSource source = CaptureFiles.open(path)) {
            probe.begin(0, 1);
            source.fill(probe);
            long firstNs = probe.count() > 0 ? probe.timestampNs(0) : Long.MIN_VALUE;
            return new MergedFile(path, order, source.size(), firstNs);
        }
    }

    /** Opens it and reads its first packets. @return whether there are any */
    boolean open() throws IOException {
        source = CaptureFiles.open(path);
        ahead = new PacketBlock(BYTES, PACKETS);
        return advance();
    }

    /** Reads the next packets. @return whether there are any */
    boolean advance() throws IOException {
        do {
            if (!more) {
                return false;
            }
            ahead.begin(0, 1);
            next = 0;
            more = source.fill(ahead);
        } while (ahead.count() == 0);
        return true;
    }

    boolean hasPacket() {
        return next < ahead.count();
    }

    /** Of the next packet. */
    long timestampNs() {
        return ahead.timestampNs(next);
    }

    /** Of the next packet, captured bytes. */
    int length() {
        return ahead.captured(next);
    }

    boolean comesBefore(MergedFile other) {
        long mine = timestampNs();
        long its = other.timestampNs();
        return mine < its || (mine == its && order < other.order);
    }

    /**
     * Copies packets up to and including the given time, as long as there is room.
     *
     * @param used bytes of {@code to} that hold packets already
     * @param interfaces all of the timeline; those of this file are added as they come up
     * @return bytes used then
     */
    int moveUntil(long untilNs, PacketBlock to, int used, List<String> interfaces) {
        int at = used;
        while (next < ahead.count() && to.hasRoom() && timestampNs() <= untilNs) {
            int length = ahead.captured(next);
            if (length > to.capacity() - at) {
                break;
            }
            System.arraycopy(ahead.bytes(), ahead.offset(next), to.bytes(), at, length);
            int iface = indexOf(ahead.iface(next), interfaces);
            to.add(at, length, ahead.wire(next), timestampNs(), ahead.linkType(next), iface);
            at += length;
            next++;
        }
        return at;
    }

    private int indexOf(int iface, List<String> interfaces) {
        if (iface >= indexes.length) {
            int known = indexes.length;
            List<String> names = source.interfaces();
            indexes = Arrays.copyOf(indexes, names.size());
            for (int i = known; i < indexes.length; i++) {
                if (interfaces.size() < MAX_INTERFACES) {
                    interfaces.add(nameInTimeline(names.get(i)));
                }
                indexes[i] = interfaces.size() - 1;
            }
        }
        return indexes[iface];
    }

    private String nameInTimeline(String iface) {
        String file = String.valueOf(path.getFileName());
        return iface.startsWith(file) ? iface : file + ":" + iface;
    }

    String name() {
        return path.toString();
    }

    int order() {
        return order;
    }

    long size() {
        return size;
    }

    /** Of its first packet; the beginning of time where that is not known. */
    long firstNs() {
        return firstNs;
    }

    /** The open file. */
    PacketSource source() {
        return source;
    }

    void close() {
        if (source != null) {
            source.close();
        }
        ahead = null;
    }
}
