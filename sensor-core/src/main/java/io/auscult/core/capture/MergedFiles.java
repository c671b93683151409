package io.auscult.core.capture;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several capture files as one timeline: always the packet that comes first among the next ones of all files, and of two at the
 * same time the one of the file named first. Interfaces of different files are kept apart. Used by the capture thread alone. A file is open
 * from its first packet's time until its end, at most {@link #MAX_OPEN} at once, each with a block of its own to read ahead in; where
 * more overlap, a file waits for another one's end and its packets come late.
 */
final class MergedFiles implements PacketSource {
    static final int MAX_OPEN = 64;
    private static final int MAX_DETAILS = 10; // ends that are told one by one

    /** In the order of their first packets, the next one last. */
    private final List<MergedFile> waiting;

    private final List<MergedFile> open = new ArrayList<>();
    private final List<String> interfaces = Collections.synchronizedList(new ArrayList<>());
    private final List<String> interfacesSeenOutside = Collections.unmodifiableList(interfaces);
    private final List<String> notes;
    private final List<String> details = new ArrayList<>();
    private final long size;

    private long endedPosition;
    private long endedDroppedByKernel;
    private long endedDroppedByInterface;
    private SourceEnd worst = SourceEnd.COMPLETE;
    private int moreDetails;
    private boolean toldOverlap;
    private boolean ended;
    private volatile boolean stopped;
    // As of the last block, for any thread.
    private volatile long position;
    private volatile long droppedByKernel;
    private volatile long droppedByInterface;

    /** @param notes what a person should know about how the files were chosen */
    MergedFiles(List<MergedFile> files, List<String> notes) {
        this.notes = Collections.synchronizedList(new ArrayList<>(notes));
        this.size = files.stream().mapToLong(MergedFile::size).sum();
        this.waiting = new ArrayList<>(files);
        waiting.sort(Comparator.comparingLong(MergedFile::firstNs)
                .thenComparingInt(MergedFile::order)
                .reversed());
    }

    @Override
    public boolean fill(PacketBlock block) throws IOException {
        boolean more = merge(block);
        publish();
        return more;
    }

    private boolean merge(PacketBlock block) throws IOException {
        int used = 0;
        while (true) {
            openDue();
            MergedFile first = earliest();
            if (first == null || stopped) {
                ended = true;
                return false;
            }
            used = first.moveUntil(untilAnother(first), block, used, interfaces);
            if (!first.hasPacket()) {
                if (!first.advance()) {
                    end(first);
                }
            } else if (!block.hasRoom() || first.length() > block.capacity() - used) {
                return true;
            }
        }
    }

    /** Opens the files whose time has come. */
    private void openDue() throws IOException {
        while (!waiting.isEmpty()) {
            MergedFile candidate = waiting.getLast();
            MergedFile first = earliest();
            if (first != null && first.timestampNs() < candidate.firstNs()) {
                return;
            }
            if (open.size() == MAX_OPEN) {
                tellOverlap(candidate);
                return;
            }
            waiting.removeLast();
            open.add(candidate);
            if (!candidate.open()) {
                end(candidate);
            }
        }
    }

    private void tellOverlap(MergedFile late) {
        if (!toldOverlap) {
            toldOverlap = true;
            notes.add("more than " + MAX_OPEN + " captures overlap in time: packets of " + late.name()
                    + " and perhaps others come late");
        }
    }

    private @Nullable MergedFile earliest() {
        MergedFile first = null;
        for (int i = 0; i < open.size(); i++) {
            MergedFile file = open.get(i);
            if (first == null || file.comesBefore(first)) {
                first = file;
            }
        }
        return first;
    }

    /** The last time at which {@code first} is still ahead of all others. */
    private long untilAnother(MergedFile first) {
        long until = waiting.isEmpty() || open.size() == MAX_OPEN
                ? Long.MAX_VALUE
                : waiting.getLast().firstNs() - 1;
        for (int i = 0; i < open.size(); i++) {
            MergedFile file = open.get(i);
            if (file != first) {
                until = Math.min(until, file.timestampNs() - (file.order() < first.order() ? 1 : 0));
            }
        }
        return until;
    }

    private void end(MergedFile file) {
        open.remove(file);
        PacketSource source = file.source();
        endedPosition += file.size();
        endedDroppedByKernel += source.droppedByKernel();
        endedDroppedByInterface += source.droppedByInterface();
        if (source.end().compareTo(worst) > 0) {
            worst = source.end();
        }
        if (!source.endDetail().isEmpty()) {
            if (details.size() < MAX_DETAILS) {
                details.add(source.endDetail());
            } else {
                moreDetails++;
            }
        }
        file.close();
    }

    @Override
    public List<String> interfaces() {
        return interfacesSeenOutside;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public SourceEnd end() {
        return ended ? worst : SourceEnd.OPEN;
    }

    @Override
    public String endDetail() {
        if (!ended) {
            return "";
        }
        return String.join("; ", details) + (moreDetails == 0 ? "" : "; and " + moreDetails + " more");
    }

    private void publish() {
        long read = endedPosition;
        long byKernel = endedDroppedByKernel;
        long byInterface = endedDroppedByInterface;
        for (int i = 0; i < open.size(); i++) {
            PacketSource source = open.get(i).source();
            read += source.position();
            byKernel += source.droppedByKernel();
            byInterface += source.droppedByInterface();
        }
        position = read;
        droppedByKernel = byKernel;
        droppedByInterface = byInterface;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public long size() {
        return size;
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
        open.forEach(MergedFile::close);
    }
}
