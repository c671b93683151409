package io.auscult.rules.indicator;

import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.rules.identity.LeakedAccounts;
import io.auscult.rules.identity.LeakedList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Searches new indicators and new lists of leaked accounts in what was recorded, while the sensor listens: what arrived since the last time in one pass, {@link #SPEED} at most. What was found once is not told again, and
 * what a restart cut off is searched after it, as far as its memory is kept. A thread of its own; {@link #added} and {@link #restored} any. Remembers {@link #MOST_WAITING} that wait, beyond that all that are in force
 * are searched; holds of one pass {@link #MOST_FINDS} pairs of host and indicator; what is over is counted and told in the notes.
 */
public final class PastSearch implements AutoCloseable {
    static final int MOST_WAITING = 100_000;
    static final int MOST_FINDS = 1_000;
    static final long SPEED = 20_000_000; // bytes a second

    private static final String FILE = "past.bin";
    private static final Duration SETTLE = Duration.ofSeconds(10);

    private final Path folder;
    private final Indicators indicators;
    private final LeakedList leaked;
    private final PastMemory memory;
    private final Duration settle;
    private @Nullable IndicatorTable waiting = fresh(); // null: all
    private final Thread thread;
    private final AtomicLong tooMany = new AtomicLong();
    private volatile @Nullable String trouble;

    /** @param folder of the logs @param indicators takes what was found @param kept folder for the memory; null: it ends with the run */
    public PastSearch(Path folder, Indicators indicators, LeakedList leaked, @Nullable Path kept) {
        this(folder, indicators, leaked, kept, SETTLE);
    }

    PastSearch(Path folder, Indicators indicators, LeakedList leaked, @Nullable Path kept, Duration settle) {
        this.folder = folder;
        this.indicators = indicators;
        this.leaked = leaked;
        this.memory = new PastMemory(kept == null ? null : kept.resolve(FILE));
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
        memory.behind();
        IndicatorTable now = waiting;
        if (now == null) {
            return;
        }
        now.put(indicator.source(), indicator.sourceId(), List.of(indicator), (each, what) -> {});
        if (now.size() >= MOST_WAITING) {
            waiting = null;
        }
    }

    /** One that was there before a restart: it is searched when that cut a search off. */
    public void restored(Indicator indicator) {
        if (memory.isBehind()) {
            added(indicator);
        }
    }

    /** Before indicators are kept: that they are not searched yet is known to a restart. */
    public void beforeKept() {
        memory.behindThere();
    }

    private static IndicatorTable fresh() {
        return new IndicatorTable(new IndicatorTable.Limits(MOST_WAITING, MOST_WAITING));
    }

    private synchronized IndicatorTable next() {
        IndicatorTable next = waiting == null ? indicators.table() : waiting;
        waiting = fresh();
        return next;
    }

    /** What was found is told by now. One that is added meanwhile waits, so that it is not taken for searched. */
    private synchronized void keep() {
        memory.keep(waiting != null && waiting.isEmpty());
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(settle);
                pass();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    /** What arrived since the last one. */
    void pass() throws InterruptedException {
        if (indicators.past().isEmpty()) {
            keep();
        }
        IndicatorTable next = next();
        LeakedAccounts accounts = leaked.now();
        boolean isListNew = !accounts.isEmpty() && !memory.wasSearched(accounts.fingerprint());
        if (!next.isEmpty() || isListNew) {
            search(next, isListNew ? accounts : LeakedAccounts.NONE);
        }
    }

    private void search(IndicatorTable next, LeakedAccounts accounts) throws InterruptedException {
        Map<String, Past> finds = new LinkedHashMap<>();
        try {
            if (Files.exists(folder)) { // else nothing was recorded yet
                Hunt.Result result = new Hunt(next, accounts).search(folder, PastSearch::pause, find -> {
                    gather(find, finds);
                    return true;
                });
                trouble = result.troubles().isEmpty() ? null : result.troubles().getFirst();
            }
            if (!accounts.isEmpty()) {
                memory.searched(accounts.fingerprint());
            }
        } catch (IOException e) {
            trouble = e.getMessage();
            again();
        }
        for (Past each : finds.values()) {
            if (memory.tell(each.key(), each.last().occurrence().timeNs())) {
                indicators.past().put(each);
            }
        }
    }

    private void gather(Find find, Map<String, Past> finds) {
        String whose = find.matched().isEmpty()
                ? "leaked"
                : find.matched().getFirst().type() + " "
                        + find.matched().getFirst().value();
        String key = whose + " " + find.orig() + (find.matched().isEmpty() ? " " + find.met() : "");
        Past before = finds.get(key);
        if (before != null) {
            finds.put(key, before.and(find));
        } else if (finds.size() < MOST_FINDS) {
            finds.put(key, Past.of(find));
        } else {
            tooMany.incrementAndGet();
        }
    }

    private synchronized void again() {
        waiting = null;
        memory.behind();
    }

    private static void pause(long bytes) throws InterruptedException {
        Thread.sleep(Duration.ofNanos(bytes * 1_000_000_000L / SPEED));
    }

    /** What went wrong, a line each. Any thread. */
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        String now = trouble;
        if (now != null) {
            notes.add("hunt: " + now);
        }
        String forgotten = memory.trouble();
        if (forgotten != null) {
            notes.add("hunt: " + forgotten);
        }
        if (tooMany.get() > 0) {
            notes.add("hunt: more finds than are held; `auscult hunt` shows all");
        }
        return notes;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
