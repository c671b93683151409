package io.auscult.core.indicator;

import io.auscult.core.indicator.IndicatorTable.Put;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one source gives, on its way into the table: past the warning list, counted, and told to who searches the past. The feed's thread writes, any thread reads the counts.
 */
public final class IndicatorIntake implements IndicatorSink {
    /** Refusals that are kept to be shown. */
    public static final int MOST_SHOWN = 20;

    private static final String HTTPS = "https://";

    private final String source;
    private final IndicatorTable table;
    private final WarningList warnings;
    private final Consumer<Indicator> added;
    private final Consumer<Indicator> restored;
    private final List<String> shown = new ArrayList<>();
    private volatile long refused;
    private final AtomicLong full = new AtomicLong();
    private volatile @Nullable Instant pulled;
    private volatile @Nullable String trouble;

    /** @param added told of each that was not there before, on the feed's thread */
    public IndicatorIntake(String source, IndicatorTable table, WarningList warnings, Consumer<Indicator> added) {
        this(source, table, warnings, added, indicator -> {});
    }

    /** @param added told of each that was not there before @param restored of each that was there in an earlier run; both on the feed's thread */
    public IndicatorIntake(
            String source,
            IndicatorTable table,
            WarningList warnings,
            Consumer<Indicator> added,
            Consumer<Indicator> restored) {
        this.restored = restored;
        this.source = source;
        this.table = table;
        this.warnings = warnings;
        this.added = added;
    }

    @Override
    public void put(String sourceId, List<Indicator> now) {
        List<Indicator> good = new ArrayList<>(now.size());
        for (Indicator indicator : now) {
            Indicator seen = asSeen(indicator);
            String objection = warnings.objection(seen.type(), seen.value());
            if (objection == null) {
                good.add(seen);
            } else {
                refused(indicator.value(), objection);
            }
        }
        table.put(source, sourceId, good, this::became);
    }

    /** What HTTPS asks for is hidden, but not of whom: where nothing stands behind the name of a site, that name is meant. */
    private static Indicator asSeen(Indicator given) {
        String value = given.value();
        boolean isSite = given.type() == IndicatorType.URL
                && value.startsWith(HTTPS)
                && value.indexOf('/', HTTPS.length()) == value.length() - 1;
        String site = isSite ? value.substring(HTTPS.length(), value.length() - 1) : "";
        IndicatorType type = IndicatorType.DOMAIN.normal(site) != null
                ? IndicatorType.DOMAIN
                : IndicatorType.ADDRESS.normal(site) != null ? IndicatorType.ADDRESS : null;
        return type == null ? given : given.as(type, site);
    }

    /** Brings back what this source gave in an earlier run, unless something speaks against it now. */
    void restore(Indicator indicator) {
        if (warnings.objection(indicator.type(), indicator.value()) == null && table.add(indicator) == Put.ADDED) {
            restored.accept(indicator);
        }
    }

    private void became(Indicator indicator, Put what) {
        if (what == Put.ADDED) {
            added.accept(indicator);
        } else if (what == Put.FULL) {
            full.incrementAndGet();
        }
    }

    @Override
    public synchronized void refused(String what, String reason) {
        refused++;
        if (shown.size() < MOST_SHOWN) {
            String text = what.length() > 100 ? what.substring(0, 100) + "..." : what;
            shown.add(printable(text) + ": " + reason);
        }
    }

    private static String printable(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /**
     * Pulls once. A pull that fails leaves what is there.
     *
     * @return where the next one goes on
     */
    public String pull(IndicatorFeed feed, String position, Instant now) {
        try {
            IndicatorFeed.Pull pull = round(feed, position);
            int withdrawn = pull.whole() ? table.endRound(source) : 0;
            if (withdrawn > 0 && full.get() > 0) {
                pull = round(feed, ""); // there was no room beside what is gone now
            }
            pulled = now;
            trouble = null;
            return pull.position();
        } catch (IOException e) {
            trouble = source + ": " + e.getMessage();
            return position;
        } catch (RuntimeException e) {
            trouble = source + ": a defect of the sensor, please report it: " + e;
            return position;
        }
    }

    private IndicatorFeed.Pull round(IndicatorFeed feed, String position) throws IOException {
        synchronized (this) {
            shown.clear();
            refused = 0;
            full.set(0);
        }
        table.beginRound(source);
        return feed.pull(position, this);
    }

    /** Grows whenever something that this source gives comes, changes or goes. */
    public long changes() {
        return table.changes(source);
    }

    public String source() {
        return source;
    }

    /** How many of this source are in force. */
    public int held() {
        return table.size(source);
    }

    /** Judges what it gives; see {@link WarningList#version}. */
    WarningList warnings() {
        return warnings;
    }

    IndicatorTable table() {
        return table;
    }

    /** How many the last pull could not use. */
    public long refusals() {
        return refused;
    }

    /** For how many the last pull found no room. */
    public long withoutRoom() {
        return full.get();
    }

    /** The first few of them with their reasons. */
    public synchronized List<String> shownRefusals() {
        return List.copyOf(shown);
    }

    /** When it last went well; null: never. */
    public @Nullable Instant pulled() {
        return pulled;
    }

    /** Why the last pull failed; null when it did not. */
    public @Nullable String trouble() {
        return trouble;
    }
}
