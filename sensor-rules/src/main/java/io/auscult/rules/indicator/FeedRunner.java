package io.auscult.rules.indicator;

import io.auscult.core.indicator.IndicatorFeed;
import io.auscult.core.indicator.IndicatorIntake;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Asks one feed again and again on a thread of its own. After a failure it waits longer each time, up to {@link #LONGEST}, and a little differently each time. Where a feed goes on is not kept over a restart, for
 * what it gave is not either: it gives all again.
 */
public final class FeedRunner implements AutoCloseable {
    static final Duration LONGEST = Duration.ofMinutes(15);

    private final IndicatorFeed feed;
    private final IndicatorIntake intake;
    private final Duration first;
    private @Nullable Thread thread;

    /** @param first how long to wait after the first failure */
    public FeedRunner(IndicatorFeed feed, IndicatorIntake intake, Duration first) {
        this.feed = feed;
        this.intake = intake;
        this.first = first;
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
        String position = "";
        int failures = 0;
        try {
            while (true) {
                position = intake.pull(feed, position, Instant.now());
                failures = intake.trouble() == null ? 0 : failures + 1;
                Duration wait = failures == 0 ? feed.every() : backOff(failures);
                Thread.sleep(wait.plusMillis(ThreadLocalRandom.current().nextLong(wait.toMillis() / 10 + 1)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private Duration backOff(int failures) {
        Duration wait = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
        try {
            feed.close();
        } catch (IOException e) {
            // nothing of ours is lost: it only read
        }
    }
}
