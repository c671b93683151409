package io.auscult.core.capture;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Packets as they pass one or several interfaces. One thread, the capture thread, takes them from libpcap without blocking and waits in
 * {@code poll} when there are none; a block is handed over when full or {@link #MAX_AGE_NS} old. Packets of several interfaces come
 * in the order of their time: one waits up to {@link #SLACK_NS} for an earlier one on an interface that is silent. What we
 * are too slow for waits in the kernel's ring, and what that has no room for is counted.
 */
public final class LiveSource implements PacketSource {
    static final long MAX_AGE_NS = 10_000_000;
    private static final long SLACK_NS = 10_000_000;
    private static final long CLOCK_STEP_NS =
            1_000_000_000; // further ahead than this is a clock set back, not an early packet
    private static final long STATISTICS_NS = 100_000_000;
    private static final long DRAIN_NS = 1_000_000_000; // given to what lies in the ring when asked to stop
    private static final int BATCH = 256; // packets between looks at the clock
    private static final int FULL = -1;
    private static final long WITHOUT_POLL_NS = 1_000_000;

    private final List<String> names;
    private final List<LiveHandle> all;
    private final List<LiveHandle> open; // those that have not gone away
    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private final Arena arena = Arena.ofShared();
    private final Poll poll;

    private int used;
    private long statisticsAtNs;
    private long stoppedAtNs;
    private SourceEnd end = SourceEnd.OPEN;
    private volatile boolean stopped;

    private LiveSource(List<LiveHandle> handles) {
        this.names = handles.stream().map(LiveHandle::name).toList();
        this.all = List.copyOf(handles);
        this.open = new ArrayList<>(handles);
        this.poll = new Poll(arena, handles.size());
        for (LiveHandle handle : handles) {
            poll.add(handle.descriptor());
        }
    }

    /**
     * Begins to listen.
     *
     * @throws IOException {@code name: reason (expected: ...)} when libpcap is missing, or an interface cannot be listened to
     */
    public static LiveSource open(List<String> interfaces, LiveSettings settings) throws IOException {
        LibPcap.require();
        List<LiveHandle> handles = new ArrayList<>();
        try {
            for (String name : interfaces) {
                handles.add(LiveHandle.open(name, handles.size(), settings));
            }
        } catch (IOException | RuntimeException e) {
            handles.forEach(LiveHandle::close);
            throw e;
        }
        LiveSource source = new LiveSource(handles);
        for (LiveHandle handle : handles) {
            if (settings.promiscuous() && !handle.isPromiscuous()) {
                source.notes.add(
                        handle.name() + ": promiscuous mode is refused here; only what this machine itself sends and"
                                + " receives, and what reaches it anyway, is seen");
            }
        }
        return source;
    }

    @Override
    public boolean fill(PacketBlock block) {
        if (end != SourceEnd.OPEN) {
            return false;
        }
        long began = System.nanoTime();
        used = 0;
        while (true) {
            int moved = move(block);
            long now = System.nanoTime();
            if (now - statisticsAtNs >= STATISTICS_NS) {
                readStatistics();
                statisticsAtNs = now;
            }
            if (moved == FULL) {
                return true;
            }
            if (moved == 0) {
                removeGone();
            }
            if (open.isEmpty() || (stopped && isDrained(now, moved))) {
                readStatistics();
                end = SourceEnd.COMPLETE;
                return false;
            }
            if (now - began >= MAX_AGE_NS) {
                return true;
            }
            if (moved == 0) {
                await(MAX_AGE_NS - (now - began));
            }
        }
    }

    /** Moves a batch of packets, earliest first, into the block. @return how many, or {@link #FULL} */
    private int move(PacketBlock block) {
        boolean mayWait = open.size() > 1 && !stopped;
        long nowNs = mayWait ? TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) : 0;
        for (int i = 0; i < open.size(); i++) {
            open.get(i).peek();
        }
        for (int moved = 0; moved < BATCH; moved++) {
            LiveHandle first = null;
            boolean oneIsSilent = false;
            for (int i = 0; i < open.size(); i++) {
                LiveHandle handle = open.get(i);
                if (!handle.hasPacket()) {
                    oneIsSilent = true;
                } else if (first == null || handle.timestampNs() < first.timestampNs()) {
                    first = handle;
                }
            }
            if (first == null || (mayWait && oneIsSilent && isEarly(first.timestampNs(), nowNs))) {
                return moved;
            }
            if (!block.hasRoom() || first.captured() > block.capacity() - used) {
                return FULL;
            }
            used = first.take(block, used);
            first.peek();
        }
        return BATCH;
    }

    /** Whether a silent interface may yet bring a packet from before this time. */
    private static boolean isEarly(long timestampNs, long nowNs) {
        return timestampNs > nowNs - SLACK_NS && timestampNs < nowNs + CLOCK_STEP_NS;
    }

    private void await(long atMostNs) {
        boolean canPoll = true;
        for (int i = 0; i < open.size(); i++) {
            LiveHandle handle = open.get(i);
            canPoll &= handle.descriptor() >= 0 && !handle.hasPacket(); // one that holds a packet is readable already
        }
        if (canPoll) {
            poll.await((int) TimeUnit.NANOSECONDS.toMillis(atMostNs) + 1);
        } else {
            LockSupport.parkNanos(Math.min(atMostNs, WITHOUT_POLL_NS));
        }
    }

    private boolean isDrained(long now, int moved) {
        if (stoppedAtNs == 0) {
            stoppedAtNs = now;
        }
        long sinceNs = now - stoppedAtNs;
        return sinceNs > DRAIN_NS || (moved == 0 && sinceNs > 2 * TimeUnit.MILLISECONDS.toNanos(LiveHandle.COLLECT_MS));
    }

    private void removeGone() {
        for (int i = open.size() - 1; i >= 0; i--) {
            LiveHandle handle = open.get(i);
            if (!handle.failure().isEmpty()) {
                open.remove(i);
                gone.add(handle.failure());
                notes.add(handle.failure());
                poll.clear();
                open.forEach(left -> poll.add(left.descriptor()));
            }
        }
    }

    private void readStatistics() {
        for (int i = 0; i < open.size(); i++) {
            open.get(i).readStatistics();
        }
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public List<String> interfaces() {
        return names;
    }

    @Override
    public List<String> notes() {
        return List.copyOf(notes);
    }

    @Override
    public SourceEnd end() {
        return end;
    }

    /** Interfaces that cannot be listened to any more, each with its reason. Any thread. */
    public List<String> gone() {
        return gone;
    }

    /** Empty when we were asked to stop; otherwise what became of the interfaces. */
    @Override
    public String endDetail() {
        return end == SourceEnd.OPEN || !open.isEmpty() ? "" : String.join("; ", gone);
    }

    /** Not known: what passes has no length. */
    @Override
    public long position() {
        return 0;
    }

    @Override
    public long size() {
        return -1;
    }

    @Override
    public long droppedByKernel() {
        return all.stream().mapToLong(LiveHandle::droppedByKernel).sum();
    }

    @Override
    public long droppedByInterface() {
        return all.stream().mapToLong(LiveHandle::droppedByInterface).sum();
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            all.forEach(LiveHandle::close);
            arena.close();
        }
    }
}
