package io.auscult.rules.indicator;

import io.auscult.core.indicator.IndicatorTable;
import io.auscult.rules.identity.LeakedAccounts;
import java.io.BufferedInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Searches what was recorded: Zeek's logs as JSON lines in a folder and up to {@link #DEPTH} folders below it, in gzip or not, whatever stands between the log's name and {@code .log}. All indicators are searched in one pass, the
 * newest file first. A line that is no JSON, or longer than {@link #MOST_LINE} bytes, is passed over and counted; a file that goes away or is damaged meanwhile is named and left. One thread.
 */
public final class Hunt {
    static final int DEPTH = 3;
    static final int MOST_FILES = 100_000;
    static final int MOST_LINE = 1 << 20;

    private static final int PACE_EVERY = 1 << 20; // bytes

    /** Takes what was found, in the order of the files. */
    @FunctionalInterface
    public interface Finds {
        /** @return whether to go on */
        boolean find(Find find);
    }

    /** Told how far it is; waits so long that the search takes no more of the machine than it should. */
    @FunctionalInterface
    public interface Pace {
        void read(long bytes) throws InterruptedException;
    }

    /**
     * What a search looked at.
     *
     * @param files searched
     * @param lines looked at
     * @param bytes of these
     * @param unreadable lines that were none
     * @param troubles files that could not be searched to their end, with the reason
     */
    public record Result(long files, long lines, long bytes, long unreadable, List<String> troubles) {}

    private final LogMatcher matcher;
    private final LogLine line = new LogLine();
    private final List<String> troubles = new ArrayList<>();
    private long files;
    private long lines;
    private long bytes;
    private long unreadable;
    private boolean isStopped;

    public Hunt(IndicatorTable table, LeakedAccounts leaked) {
        matcher = new LogMatcher(table, leaked);
    }

    /** @throws IOException when the folder cannot be read */
    public Result search(Path folder, Pace pace, Finds finds) throws IOException, InterruptedException {
        for (Path file : filesOf(folder)) {
            if (isStopped) {
                break;
            }
            if (!matcher.wants(logOf(file))) {
                continue;
            }
            try {
                searchFile(file, pace, finds);
                files++;
            } catch (FileNotFoundException | NoSuchFileException e) {
                troubles.add(file + ": gone, likely into the archive");
            } catch (IOException e) {
                troubles.add(file + ": " + e.getMessage());
            }
        }
        return new Result(files, lines, bytes, unreadable, List.copyOf(troubles));
    }

    /** The log that a file belongs to: what stands before the first dot; "" for none that is searched. */
    static String logOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.indexOf('.');
        String log = dot < 0 ? "" : name.substring(0, dot);
        boolean isLog = name.endsWith(".log") || name.endsWith(".log.gz");
        return isLog && LogMatcher.LOGS.contains(log) ? log : "";
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            if (logOf(folder).isEmpty()) {
                throw new IOException(folder + " is no log in which something could match (expected: "
                        + String.join(", ", new TreeSet<>(LogMatcher.LOGS)) + ", ending in .log or .log.gz)");
            }
            return List.of(folder);
        }
        record Dated(Path file, long time) {}
        List<Dated> dated = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
            for (Path file : (Iterable<Path>) walk.filter(each -> !logOf(each).isEmpty())::iterator) {
                if (dated.size() == MOST_FILES) {
                    throw new IOException(folder + ": more than " + MOST_FILES + " logs");
                }
                dated.add(new Dated(file, Files.getLastModifiedTime(file).toMillis()));
            }
        }
        return dated.stream()
                .sorted(Comparator.comparingLong(Dated::time)
                        .reversed()
                        .thenComparing(each -> each.file().toString()))
                .map(Dated::file)
                .toList();
    }

    private void searchFile(Path file, Pace pace, Finds finds) throws IOException, InterruptedException {
        String log = logOf(file);
        try (InputStream in = open(file)) {
            LineInput input = new LineInput(in, MOST_LINE);
            long unpaced = 0;
            while (!isStopped && input.next()) {
                lines++;
                bytes += input.length() + 1;
                unpaced += input.length() + 1;
                if (unpaced >= PACE_EVERY) {
                    pace.read(unpaced);
                    unpaced = 0;
                }
                if (input.isTooLong() || !line.read(input.bytes(), input.length())) {
                    unreadable += input.length() > 0 ? 1 : 0;
                    continue;
                }
                matcher.match(log, line, (field, met, matched) -> {
                    Find find = new Find(line.occurrence(log, field, met), matched);
                    isStopped |= !finds.find(find);
                });
            }
            pace.read(unpaced);
        }
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        return String.valueOf(file.getFileName()).endsWith(".gz")
                ? new GZIPInputStream(new BufferedInputStream(in, 1 << 16), 1 << 16)
                : in;
    }
}
