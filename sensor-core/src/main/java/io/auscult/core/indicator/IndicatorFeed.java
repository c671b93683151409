package io.auscult.core.indicator;

import java.io.IOException;
import java.time.Duration;

/**
 * Where indicators come from: a folder, a MISP server, a TAXII collection. Asked by one thread of its own, again and again; may wait for the network there, within time-outs of its own. After an
 * {@link IOException} what was known stays in force and the feed is asked again later from the same position.
 */
public interface IndicatorFeed extends AutoCloseable {
    /** The source's configured name, {@code [a-z0-9-]{1,32}}, unique among feeds; every indicator carries it as {@link Indicator#source}. */
    String source();

    /** All that decides what it gives, without secrets: what was kept under other settings is asked for anew. */
    String settings();

    /** How long to wait between two pulls that found nothing wrong. */
    Duration every();

    /**
     * Puts what was added, changed or withdrawn since {@code position}, oldest first. What was put before an exception counts; putting it again does no harm.
     *
     * @param position what the last pull of this source answered; "" at first: everything
     */
    Pull pull(String position, IndicatorSink sink) throws IOException;

    @Override
    default void close() throws IOException {}

    /**
     * How a pull ended.
     *
     * @param position where the next one goes on; at most {@link #MOST_POSITION} characters, kept over a restart
     * @param whole whether everything the source has was put: whatever else is held of it is withdrawn
     */
    record Pull(String position, boolean whole) {
        public static final int MOST_POSITION = 4_096;

        public Pull {
            if (position.length() > MOST_POSITION) {
                throw new IllegalArgumentException(
                        "position: " + position.length() + " characters (expected: at most " + MOST_POSITION + ")");
            }
        }
    }
}
