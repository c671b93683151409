package io.auscult.export.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Hours in a file of lines beside the journal. One writer. {@link #cut} bounds it. */
public final class HourLog {
    private static final Pattern HOUR = Pattern.compile("\\{\"hour\":(\\d{1,12}),");

    private final Path file;

    /** @param folder of the journal */
    public HourLog(Path folder) {
        this.file = folder.resolve("report-hours.jsonl");
    }

    /** Whether anything was ever written down. */
    public boolean isThere() {
        return Files.isRegularFile(file);
    }

    private static LineFile<ReportHour> lines(Path of) {
        return new LineFile<>(of, ReportHour.class);
    }

    public void add(ReportHour hour) throws IOException {
        lines(file).add(List.of(hour), false);
    }

    /** Those that begin from {@code fromHour} to before {@code toHour}, hours since 1970. Damaged lines are left out. */
    public List<ReportHour> list(long fromHour, long toHour) throws IOException {
        return lines(file)
                .list(
                        line -> isWithin(line, fromHour, toHour),
                        each -> each.hour() >= fromHour && each.hour() < toHour);
    }

    /** By the number with which lines begin: there are years of them, and reading all takes long. */
    private static boolean isWithin(String line, long fromHour, long toHour) {
        Matcher matcher = HOUR.matcher(line);
        if (!matcher.lookingAt()) {
            return true;
        }
        long hour = Long.parseLong(matcher.group(1));
        return hour >= fromHour && hour < toHour;
    }

    /** Forgets hours before this one. */
    public void cut(long hour) throws IOException {
        if (list(Long.MIN_VALUE, hour).isEmpty()) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        lines(next).add(list(hour, Long.MAX_VALUE), true);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
