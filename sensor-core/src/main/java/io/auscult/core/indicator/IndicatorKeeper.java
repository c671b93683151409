package io.auscult.core.indicator;

import io.auscult.core.indicator.IndicatorFile.Head;
import io.auscult.core.indicator.StateFile.DamagedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps over a restart what one source gave and where it goes on, both in one file, so that they always fit together: what came after the last writing is asked for again. Written when something
 * changed, on the average at most {@link #SPEED} bytes a second, and at the end. A damaged file is set aside and said, and all is asked for again; so it is when the feed's settings changed. The
 * feed's thread; {@link #note} and {@link #trouble} any.
 */
public final class IndicatorKeeper {
    public static final String SUFFIX = ".indicators";
    static final long SPEED = 100_000;

    private static final int MOST_SETTINGS = 4_096; // characters that are kept

    private final Path file;
    private final InstantSource clock;
    private long keptChanges;
    private String keptPosition = "";
    private Instant next = Instant.MIN;
    private volatile @Nullable String note;
    private volatile @Nullable String trouble;

    /** @param folder of the files of all sources */
    public IndicatorKeeper(Path folder, String source) {
        this(folder, source, InstantSource.system());
    }

    IndicatorKeeper(Path folder, String source, InstantSource clock) {
        this.file = folder.resolve(source + SUFFIX);
        this.clock = clock;
    }

    /** Before the first pull: puts what is kept. @return where to go on; "" to ask for everything */
    public String restore(IndicatorFeed feed, IndicatorIntake intake) {
        if (!Files.exists(file)) {
            return "";
        }
        try {
            Head head = IndicatorFile.head(file);
            if (!head.source().equals(feed.source()) || !head.feed().equals(settings(feed))) {
                return "";
            }
            IndicatorFile.read(file, intake::restore);
            keptChanges = intake.changes();
            keptPosition = head.position();
            return head.warnings().equals(intake.warnings().version()) ? head.position() : "";
        } catch (DamagedException e) {
            setAside(e);
        } catch (IOException e) {
            note = file + " cannot be read (" + e.getMessage() + "); all is asked for again";
        }
        return "";
    }

    private static String settings(IndicatorFeed feed) {
        String all = feed.settings();
        return Integer.toHexString(all.hashCode()) + " " + all.substring(0, Math.min(all.length(), MOST_SETTINGS));
    }

    private void setAside(DamagedException reason) {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        note = file + " was damaged (" + reason.getMessage() + ") and set aside as " + aside.getFileName()
                + "; all is asked for again";
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            trouble = file + ": " + e.getMessage();
        }
    }

    /** After a pull: writes when there is news and it is time. */
    public void keep(IndicatorFeed feed, IndicatorIntake intake, String position) {
        if (!clock.instant().isBefore(next)) {
            keepNow(feed, intake, position);
        }
    }

    /** Writes when there is news. */
    public void keepNow(IndicatorFeed feed, IndicatorIntake intake, String position) {
        long changes = intake.changes();
        if (changes == keptChanges && position.equals(keptPosition)) {
            return;
        }
        try {
            Head head =
                    new Head(feed.source(), settings(feed), intake.warnings().version(), position);
            long bytes = IndicatorFile.write(file, head, intake.table());
            next = clock.instant().plus(Duration.ofMillis(bytes * 1_000 / SPEED));
            keptChanges = changes;
            keptPosition = position;
            trouble = null;
        } catch (IOException e) {
            trouble = file + " cannot be written: " + e.getMessage();
        }
    }

    /** What was found at the start that a person should know; null for nothing. */
    public @Nullable String note() {
        return note;
    }

    /** Why the latest is not on the disk; null when it is. */
    public @Nullable String trouble() {
        return trouble;
    }
}
