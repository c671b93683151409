package io.auscult.rules.indicator;

import io.auscult.core.event.IpAddress;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.rules.identity.LeakedAccounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Searches new indicators in what was recorded, while the sensor listens: those that arrived since the last time in one pass, {@link #SPEED} at most, each once in a run. A thread of its own; {@link #added} any. Holds at most
 * {@link #MOST_WAITING} that wait, and of one pass {@link #MOST_FINDS} pairs of host and indicator; what is over is counted and told in the notes.
 */
public final class PastSearch implements AutoCloseable {
    static final int MOST_WAITING = 1_000_000;
    static final int MOST_FINDS = 1_000;
    static final long SPEED = 20_000_000; // bytes a second

    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Path folder;
    private final BlockingQueue<Past> past;
    private final Duration settle;
    private IndicatorTable waiting = fresh();
    private final Thread thread;
    private final AtomicLong tooMany = new AtomicLong();
    private final AtomicLong searched = new AtomicLong();
    private volatile @Nullable String trouble;

    /** @param folder of the logs @param past takes what was found */
    public PastSearch(Path folder, BlockingQueue<Past> past) {
        this(folder, past, SETTLE);
    }

    PastSearch(Path folder, BlockingQueue<Past> past, Duration settle) {
        this.folder = folder;
        this.past = past;
        this.settle = settle;
        thread = Thread.ofPlatform()
                .daemon()
                .name("hunt")
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /** A new indicator: it is searched in the next pass. */
    public synchronized void added(Indicator indicator) {
        waiting.put(indicator.source(), indicator.sourceId(), List.of(indicator), (each, what) -> {
            if (what == IndicatorTable.Put.FULL) {
                tooMany.incrementAndGet();
            }
        });
    }

    private static IndicatorTable fresh() {
        return new IndicatorTable(new IndicatorTable.Limits(MOST_WAITING, MOST_WAITING));
    }

    private synchronized @Nullable IndicatorTable next() {
        if (waiting.isEmpty()) {
            return null;
        }
        IndicatorTable next = waiting;
        waiting = fresh();
        return next;
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(settle);
                IndicatorTable next = next();
                if (next != null) {
                    search(next);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void search(IndicatorTable next) throws InterruptedException {
        if (!Files.exists(folder)) {
            return; // nothing was recorded yet
        }
        Map<String, Past> finds = new LinkedHashMap<>();
        try {
            Hunt.Result result = new Hunt(next, LeakedAccounts.NONE).search(folder, PastSearch::pause, find -> {
                for (Indicator indicator : find.matched()) {
                    IpAddress orig = find.orig();
                    String key = indicator.type() + " " + indicator.value() + " " + orig;
                    Past before = finds.get(key);
                    if (before != null) {
                        finds.put(key, before.and(find));
                    } else if (finds.size() < MOST_FINDS) {
                        finds.put(key, Past.of(find));
                    } else {
                        tooMany.incrementAndGet();
                    }
                    break; // the others say the same of the same line
                }
                return true;
            });
            trouble = result.troubles().isEmpty() ? null : result.troubles().getFirst();
        } catch (IOException e) {
            trouble = e.getMessage();
        }
        for (Past each : finds.values()) {
            past.put(each);
        }
        searched.addAndGet(next.size());
    }

    private static void pause(long bytes) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(bytes * 1_000_000_000L / SPEED));
    }

    /** How many were searched. Any thread. */
    public long searched() {
        return searched.get();
    }

    /** What went wrong, a line each. Any thread. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        String now = trouble;
        if (now != null) {
            notes.add("hunt: " + now);
        }
        if (tooMany.get() > 0) {
            notes.add("hunt: more new indicators or finds than are held; `auscult hunt` searches all");
        }
        return notes;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
