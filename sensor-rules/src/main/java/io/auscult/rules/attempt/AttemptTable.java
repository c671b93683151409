package io.auscult.rules.attempt;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.detect.Mix;
import io.auscult.core.detect.State;
import io.auscult.core.detect.StateTable;
import io.auscult.core.event.IpAddress;
import io.auscult.rules.attempt.Row.Width;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the ledger, a row for each pair of hosts and kind of attempt. When {@link #MOST} are there, the longest idle half is put together, one {@link Width} wider each time,
 * until a quarter is free; a row that was put together takes what comes within {@link #TOGETHER_NS} of its last attempt, so that a flood costs little. Detect thread.
 */
final class AttemptTable {
    static final int MOST = 16_384;
    static final long TOGETHER_NS = 3_600_000_000_000L;
    private static final int PASSES = 32;
    private static final Width[] WIDTHS = Width.values();

    private final int most;
    private final StateTable<Row> rows;
    private final StateTable<Source> sources; // which rows are of one source alone
    private final Counters counters;
    private final Predicate<Row> noise;
    private final List<Row> older = new ArrayList<>();
    private boolean isWide; // whether rows were ever put together

    /** @param noise rows that are left out rather than put together */
    AttemptTable(Counters counters, Predicate<Row> noise) {
        this(MOST, counters, noise);
    }

    AttemptTable(int most, Counters counters, Predicate<Row> noise) {
        this.noise = noise;
        this.most = most;
        this.counters = counters;
        rows = new StateTable<>(
                most + 1, 4, counters, Row::new); // one more: a row to put others into never pushes one out
        sources = new StateTable<>(most + 1, 2, counters, Source::new);
    }

    /** The rows of one source alone, linked. */
    private static final class Source implements State {
        private @Nullable Row first;

        @Override
        public void clear() {
            first = null;
        }

        private void add(Row row) {
            row.before = null;
            row.after = first;
            if (first != null) {
                first.before = row;
            }
            first = row;
        }

        private void remove(Row row) {
            if (row.before == null) {
                first = row.after;
            } else {
                row.before.after = row.after;
            }
            if (row.after != null) {
                row.after.before = row.before;
            }
            row.before = null;
            row.after = null;
        }
    }

    /** The row that takes this attempt. */
    Row at(long sourceHigh, long sourceLow, long targetHigh, long targetLow, Kind kind, int port, long nowNs) {
        Row known = find(sourceHigh, sourceLow, targetHigh, targetLow, kind, port);
        if (known != null) {
            return known;
        }
        for (int i = 1; isWide && i < WIDTHS.length; i++) {
            Row wide = find(WIDTHS[i], sourceHigh, sourceLow, targetHigh, targetLow, kind, port);
            if (wide != null && nowNs - wide.lastNs < TOGETHER_NS) {
                wide.sources.add(Mix.of(sourceHigh, sourceLow));
                wide.targets.add(Mix.of(targetHigh, targetLow));
                wide.port = wide.port == port ? port : 0;
                return wide;
            }
        }
        if (rows.size() >= most) {
            putTogether();
        }
        Row row = rows.at(
                sourceHigh,
                sourceLow,
                target(Width.PAIR, targetHigh, targetLow),
                last(Width.PAIR, kind.number(), kind.isOther() ? port : 0));
        row.width = Width.PAIR;
        row.sourceHigh = sourceHigh;
        row.sourceLow = sourceLow;
        row.targetHigh = targetHigh;
        row.targetLow = targetLow;
        row.kind = kind.number();
        row.port = port;
        row.isOther = kind.isOther();
        sources.at(sourceHigh, sourceLow).add(row);
        return row;
    }

    /** The row of exactly these two. */
    @Nullable
    Row find(long sourceHigh, long sourceLow, long targetHigh, long targetLow, Kind kind, int port) {
        return find(Width.PAIR, sourceHigh, sourceLow, targetHigh, targetLow, kind, port);
    }

    private @Nullable Row find(
            Width width, long sourceHigh, long sourceLow, long targetHigh, long targetLow, Kind kind, int port) {
        return rows.find(
                high(width, sourceHigh),
                low(width, sourceHigh, sourceLow),
                target(width, targetHigh, targetLow),
                last(width, kind.number(), kind.isOther() ? port : 0));
    }

    private static long high(Width width, long high) {
        return width == Width.ALL ? 0 : high;
    }

    private static long low(Width width, long high, long low) {
        return switch (width) {
            case PAIR, TARGET_NETWORK, SOURCE -> low;
            case SOURCE_NETWORK -> Row.networkLow(high, low);
            case ALL -> 0;
        };
    }

    private static long target(Width width, long high, long low) {
        return switch (width) {
            case PAIR -> Mix.of(high, low);
            case TARGET_NETWORK -> Mix.of(high, Row.networkLow(high, low));
            case SOURCE, SOURCE_NETWORK, ALL -> 0;
        };
    }

    private static long last(Width width, int kind, int port) {
        int telling = width.compareTo(Width.SOURCE) < 0 ? port : 0;
        return (long) kind << 19 | telling << 3 | width.ordinal();
    }

    private void putTogether() {
        isWide = true;
        for (int pass = 0; pass < PASSES && rows.size() > most / 4 * 3; pass++) {
            older.clear();
            rows.forEach(older::add);
            int half = older.size() / 2;
            for (int i = 0; i < half; i++) {
                Row row = older.get(i);
                row.isInHand = true;
            }
            for (int i = 0; i < half; i++) {
                Row row = older.get(i);
                if (row.isInHand && noise.test(row)) {
                    remove(row);
                } else if (row.isInHand && row.width != Width.ALL) {
                    widen(row);
                }
                row.isInHand = false;
            }
        }
        older.clear();
    }

    private void widen(Row row) {
        Width wider = WIDTHS[row.width.ordinal() + 1];
        Row into = rows.at(
                high(wider, row.sourceHigh),
                low(wider, row.sourceHigh, row.sourceLow),
                target(wider, row.targetHigh, row.targetLow),
                last(wider, row.kind, row.isOther ? row.port : 0));
        if (rows.isFresh()) {
            into.begin(row, wider);
            if (isOfOne(into)) {
                sources.at(into.sourceHigh, into.sourceLow).add(into);
            }
        }
        into.isInHand = false; // widened at most once a pass
        into.take(row);
        remove(row);
        counters.increment(Counter.ATTEMPTS_MERGED);
    }

    private static boolean isOfOne(Row row) {
        return row.width.compareTo(Width.SOURCE) <= 0;
    }

    private void remove(Row row) {
        if (isOfOne(row)) {
            Source source = sources.at(row.sourceHigh, row.sourceLow);
            source.remove(row);
            if (source.first == null) {
                sources.remove(row.sourceHigh, row.sourceLow, 0, 0);
            }
        }
        rows.remove(
                high(row.width, row.sourceHigh),
                low(row.width, row.sourceHigh, row.sourceLow),
                target(row.width, row.targetHigh, row.targetLow),
                last(row.width, row.kind, row.keyPort()));
    }

    /** Takes out all rows of this source alone of which this holds. @return how many attempts they had */
    long removeIf(IpAddress source, Predicate<Row> covered) {
        Source rowsOf = sources.find(source.high(), source.low());
        long attempts = 0;
        Row row = rowsOf == null ? null : rowsOf.first;
        while (row != null) {
            Row next = row.after;
            if (covered.test(row)) {
                attempts += row.count;
                remove(row);
            }
            row = next;
        }
        return attempts;
    }

    /** The longest idle first. */
    void forEach(Consumer<Row> action) {
        rows.forEach(action);
    }

    int size() {
        return rows.size();
    }
}
