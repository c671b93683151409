package io.auscult.export.archive;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How archived files are called: in a folder of the day, {@code conn.2026-11-22-10-00-00-11-00-00.log}, from when to when it was written, UTC. A second
 * one of the same time has {@code -2} behind. Only what is called so is ever compressed or deleted. Immutable.
 *
 * @param begun its first second, as it stands in the name: names sort by age
 * @param compressed whether it has gone through compression
 */
record ArchivedName(String begun, boolean compressed) {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd-HH-mm-ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH-mm-ss").withZone(ZoneOffset.UTC);

    private static final Pattern FOLDER = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern FILE = Pattern.compile(
            "[A-Za-z0-9_-]+\\.(\\d{4}(?:-\\d{2}){5})(?:-\\d{2}){3}(?:-[1-9]\\d{0,8})?" + "\\.[A-Za-z]+(\\.gz|\\.zst)?");

    /** Null when it is not ours. */
    static @Nullable ArchivedName of(Path file) {
        Matcher matcher = FILE.matcher(file.getFileName().toString());
        return matcher.matches() ? new ArchivedName(matcher.group(1), matcher.group(2) != null) : null;
    }

    static boolean isFolder(Path folder) {
        return FOLDER.matcher(folder.getFileName().toString()).matches();
    }

    static String folder(long begunMs) {
        return DAY.format(Instant.ofEpochMilli(begunMs));
    }

    /** @param number from 1 */
    static String file(String log, long begunMs, long endedMs, int number) {
        int dot = log.lastIndexOf('.');
        String stem = dot < 0 ? log : log.substring(0, dot);
        String extension = dot < 0 ? ".log" : log.substring(dot);
        return stem
                + '.'
                + SECOND.format(Instant.ofEpochMilli(begunMs))
                + '-'
                + TIME.format(Instant.ofEpochMilli(endedMs))
                + (number > 1 ? "-" + number : "")
                + extension;
    }

    static String second(long ms) {
        return SECOND.format(Instant.ofEpochMilli(ms));
    }
}
