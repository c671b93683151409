package io.auscult.rules.indicator;

import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorIntake;
import io.auscult.core.indicator.IndicatorKeeper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks one feed again and again on a thread of its own. After a failure it waits longer each time, up to {@link #LONGEST}, and a little differently each time. What it gave and where it goes on may be kept over
 * a restart.
 */
public final class FeedRunner implements AutoCloseable {
    static final Duration LONGEST = Duration.ofMinutes(15);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final IndicatorFeed feed;
    private final IndicatorIntake intake;
    private final Duration first;
    private final @Nullable IndicatorKeeper keeper;
    private final Runnable news;
    private @Nullable Thread thread;

    /** Keeps nothing. @param first how long to wait after the first failure */
    public FeedRunner(IndicatorFeed feed, IndicatorIntake intake, Duration first) {
        this(feed, intake, first, null, () -> {});
    }

    /**
     * @param first how long to wait after the first failure
     * @param keeper of what it gives; null for none
     * @param news told on the feed's thread before what a pull brought is kept
     */
    public FeedRunner(
            IndicatorFeed feed,
            IndicatorIntake intake,
            Duration first,
            @Nullable IndicatorKeeper keeper,
            Runnable news) {
        this.feed = feed;
        this.intake = intake;
        this.first = first;
        this.keeper = keeper;
        this.news = news;
    }

    public IndicatorIntake intake() {
        return intake;
    }

    /** Once, on the caller's thread, from the beginning. @throws IOException when it failed, with the reason */
    public void once() throws IOException {
        intake.pull(feed, "", Instant.now());
        String trouble = intake.trouble();
        if (trouble != null) {
            throw new IOException(trouble);
        }
    }

    public void start() {
        thread = Thread.ofVirtual().name("indicators-" + feed.source()).start(this::run);
    }

    private void run() {
        String position = keeper == null ? "" : keeper.restore(feed, intake);
        int failures = 0;
        try {
            while (true) {
                position = intake.pull(feed, position, Instant.now());
                news.run();
                if (keeper != null) {
                    keeper.keep(feed, intake, position);
                }
                failures = intake.trouble() == null ? 0 : failures + 1;
                Duration wait = failures == 0 ? feed.every() : backOff(failures);
                Thread.sleep(wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 10 + 1)));
            }
        } catch (InterruptedException e) { // closed: the mark of it would break off the writing
            if (keeper != null) {
                keeper.keepNow(feed, intake, position);
            }
        }
    }

    private Duration backOff(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    /** What a person should know of what is kept, a line each. Any thread. */
    public List<String> notes() {
        return keeper == null
                ? List.of()
                : Stream.of(keeper.note(), keeper.trouble())
                        .filter(Objects::nonNull)
                        .toList();
    }

    /** Tells it to end, and does not wait. */
    public void stop() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Waits until all is kept, {@link #CLOSING} at most. */
    @Override
    public void close() {
        stop();
        try {
            if (thread != null) {
                thread.join(CLOSING);
            }
            feed.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // nothing of ours is lost: it only read
        }
    }
}
