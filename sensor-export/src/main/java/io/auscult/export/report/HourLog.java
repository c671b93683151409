package io.auscult.export.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Hours in a file of lines beside the journal. One writer. {@link #cut} bounds it. */
public final class HourLog {
    private final Path file;

    /** @param folder of the journal */
    public HourLog(Path folder) {
        this.file = folder.resolve("report-hours.jsonl");
    }

    private static LineFile<ReportHour> lines(Path of) {
        return new LineFile<>(of, ReportHour.class);
    }

    public void add(ReportHour hour) throws IOException {
        lines(file).add(List.of(hour), false);
    }

    /** Those that begin from {@code fromHour} to before {@code toHour}, hours since 1970. Damaged lines are left out. */
    public List<ReportHour> list(long fromHour, long toHour) throws IOException {
        return lines(file).list(each -> each.hour() >= fromHour && each.hour() < toHour);
    }

    /** Forgets hours before this one. */
    public void cut(long hour) throws IOException {
        if (lines(file).list(each -> each.hour() < hour).isEmpty()) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        lines(next).add(list(hour, Long.MAX_VALUE), true);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
