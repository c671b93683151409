package io.auscult.app;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.IndicatorKeys;
import io.auscult.app.config.Keys;
import io.auscult.core.event.LocalNets;
import io.auscult.core.indicator.Guess;
import io.auscult.core.indicator.Indicator;
import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorKeeper;
import io.auscult.core.indicator.IndicatorTable;
import io.auscult.core.indicator.IndicatorType;
import io.auscult.core.indicator.WarningList;
import io.auscult.rules.identity.LeakedList;
import io.auscult.rules.indicator.FeedRunner;
import io.auscult.rules.indicator.FileFeed;
import io.auscult.rules.indicator.Indicators;
import io.auscult.rules.indicator.PastSearch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where indicators come from, as the configuration says, and the table they land in. A replay reads files once before it begins; a live run looks at all sources again and again, a thread each. Opened and closed
 * by the main thread; counts may be read by any.
 */
final class IndicatorSources implements AutoCloseable {
    static final String CONFIGURATION = "configuration";

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration SWEEP = Duration.ofMinutes(10); // what ran out matches nothing, swept or not

    private final IndicatorTable table;
    private final Indicators indicators;
    private final @Nullable PastSearch past;
    private final List<FeedRunner> runners = new ArrayList<>();
    private final IndicatorIntake written;
    private final LeakedList leaked;
    private final Duration every;
    private final @Nullable Path kept;
    private @Nullable Thread sweeper;
    private volatile @Nullable String forgetting;

    /**
     * @param feeds besides the files
     * @param leaked accounts; a live run takes up changes of their file
     * @param isLive else all files are read now, once, and nothing is kept
     */
    IndicatorSources(Configuration from, List<? extends IndicatorFeed> feeds, LeakedList leaked, boolean isLive) {
        this.leaked = leaked;
        this.every = from.get(IndicatorKeys.EVERY);
        this.kept = isLive ? keptIn(from) : null;
        table = new IndicatorTable(new IndicatorTable.Limits(
                from.get(IndicatorKeys.MOST),
                Math.min(from.get(IndicatorKeys.MOST), from.get(IndicatorKeys.MOST_OF_SOURCE))));
        indicators = new Indicators(table, isLive);
        past = isLive ? pastSearch(from) : null;
        Consumer<Indicator> added = past == null ? indicator -> {} : past::added;
        WarningList warnings = warnings(from);
        written = new IndicatorIntake(CONFIGURATION, table, warnings, added);
        for (String value : from.get(IndicatorKeys.VALUES)) {
            Indicator indicator = parsed(value, IndicatorKeys.VALUES.key());
            written.put(indicator.sourceId(), List.of(indicator));
        }
        if (written.refusals() > 0) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    IndicatorKeys.VALUES.key() + ": " + written.shownRefusals().getFirst() + " (name it in "
                            + IndicatorKeys.MEANT.key() + " if it is meant)",
                    null);
        }
        Set<String> names = new LinkedHashSet<>(Set.of(CONFIGURATION));
        for (String file : from.get(IndicatorKeys.FILES)) {
            String name = name(Path.of(file), names);
            add(new FileFeed(name, Path.of(file), every), warnings, added);
        }
        for (IndicatorFeed feed : feeds) {
            add(feed, warnings, added);
        }
        if (!isLive) {
            readOnce();
        }
    }

    private void add(IndicatorFeed feed, WarningList warnings, Consumer<Indicator> added) {
        Consumer<Indicator> restored = past == null ? indicator -> {} : past::restored;
        IndicatorIntake intake = new IndicatorIntake(feed.source(), table, warnings, added, restored);
        IndicatorKeeper keeper = kept == null ? null : new IndicatorKeeper(kept, feed.source());
        Runnable beforeKept = past == null ? () -> {} : past::beforeKept;
        runners.add(new FeedRunner(feed, intake, AFTER_FAILURE, keeper, beforeKept));
    }

    /** Where what feeds gave is kept; null: nowhere. */
    static @Nullable Path keptIn(Configuration from) {
        String folder = from.get(Keys.STATE_FOLDER);
        return folder.isEmpty() ? null : Path.of(folder, "indicators");
    }

    /** What is no indicator in this hospital. @throws CommandFailure when an exception to it is none */
    static WarningList warnings(Configuration from) {
        Set<String> meant = new LinkedHashSet<>();
        for (String value : from.get(IndicatorKeys.MEANT)) {
            meant.add(parsed(value, IndicatorKeys.MEANT.key()).value());
        }
        return new WarningList(new LocalNets(from.get(Keys.LOCAL_NETS)), meant, from.get(Keys.JA4S));
    }

    private @Nullable PastSearch pastSearch(Configuration from) {
        String set = from.get(IndicatorKeys.HUNT_FOLDER);
        String folder = set.isEmpty() ? from.get(Keys.ZEEK) : set;
        boolean isWanted = from.get(IndicatorKeys.HUNT) && !folder.isEmpty() && !folder.equals("-");
        return isWanted ? new PastSearch(Path.of(folder), indicators, leaked, kept) : null;
    }

    Indicators indicators() {
        return indicators;
    }

    /** After the file: letters, digits and hyphens of its name. */
    private static String name(Path file, Set<String> names) {
        String plain =
                String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        String base = plain.length() > 24 ? plain.substring(0, 24) : plain;
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    /** An indicator as one writes it by hand: alone, or with its type in front. */
    static Indicator parsed(String text, String where) {
        int colon = text.indexOf(':');
        IndicatorType type = colon <= 0 ? null : IndicatorType.of(text.substring(0, colon));
        String value = type == null ? text : text.substring(colon + 1).strip();
        type = type == null ? Guess.of(value) : type;
        String normal = type == null ? null : type.normal(value);
        if (type == null || normal == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    where + ": " + text
                            + " (expected: an address, network, name, URL, hash, mail address, or one with its type in front such as user:anna)",
                    null);
        }
        return Indicator.of(
                type, normal, CONFIGURATION, type == Guess.of(normal) ? normal : type.word() + ":" + normal);
    }

    IndicatorTable table() {
        return table;
    }

    /** Every source of a file or feed, in the order of the configuration. */
    List<IndicatorIntake> intakes() {
        List<IndicatorIntake> all = new ArrayList<>(List.of(written));
        runners.forEach(runner -> all.add(runner.intake()));
        return all;
    }

    /** Reads all once. @throws CommandFailure with the reason when one cannot be read */
    private void readOnce() {
        for (FeedRunner runner : runners) {
            try {
                runner.once();
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.USAGE, "indicators: " + e.getMessage(), e);
            }
        }
    }

    /** From now on each source is asked again and again, and what ran out is thrown away. */
    void start() {
        forgetOthers();
        runners.forEach(FeedRunner::start);
        if (past != null) {
            past.start();
        }
        sweeper = Thread.ofVirtual().name("indicators-sweep").start(() -> {
            try {
                Instant swept = Instant.MIN;
                while (true) {
                    Thread.sleep(every);
                    leaked.look();
                    Instant now = Instant.now();
                    if (swept.isBefore(now.minus(SWEEP))) {
                        table.removeExpired(now);
                        swept = now;
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // closed
            }
        });
    }

    /** What is kept of sources that are not in the configuration any more. */
    private void forgetOthers() {
        if (kept == null || !Files.isDirectory(kept)) {
            return;
        }
        Set<String> ours = new LinkedHashSet<>();
        runners.forEach(runner -> ours.add(runner.intake().source() + IndicatorKeeper.SUFFIX));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(kept, "*" + IndicatorKeeper.SUFFIX)) {
            for (Path file : files) {
                if (!ours.contains(String.valueOf(file.getFileName()))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            forgetting = "indicators: " + kept + ": " + e.getMessage();
        }
    }

    /** What is wrong with sources, a line each. Any thread. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        for (IndicatorIntake intake : intakes()) {
            String trouble = intake.trouble();
            if (trouble != null) {
                notes.add("indicators: " + trouble + (intake.held() > 0 ? "; what was known before stays" : ""));
            } else if (intake.withoutRoom() > 0) {
                notes.add("indicators: " + intake.source()
                        + ": no room for some (indicators.most, indicators.most_of_source)");
            } else if (intake.refusals() > 0) {
                notes.add("indicators: " + intake.source() + ": " + intake.refusals() + " are not used, such as "
                        + intake.shownRefusals().getFirst());
            }
        }
        for (FeedRunner runner : runners) {
            runner.notes().forEach(note -> notes.add("indicators: " + note));
        }
        String accounts = leaked.trouble();
        if (accounts != null) {
            notes.add(Keys.LEAKED_ACCOUNTS_FILE.key() + ": " + accounts + "; the accounts known before stay");
        }
        String others = forgetting;
        if (others != null) {
            notes.add(others);
        }
        if (past != null) {
            notes.addAll(past.notes());
        }
        return notes;
    }

    @Override
    public void close() {
        if (past != null) {
            past.close();
        }
        runners.forEach(FeedRunner::stop);
        runners.forEach(FeedRunner::close);
        if (sweeper != null) {
            sweeper.interrupt();
        }
    }
}
