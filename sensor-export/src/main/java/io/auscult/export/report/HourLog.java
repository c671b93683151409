package io.auscult.export.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Hours in a file of lines beside the journal. One writer. {@link #cut} bounds it. */
public final class HourLog {
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final int MOST = 100_000; // lines that are read

    private final Path file;

    /** @param folder of the journal */
    public HourLog(Path folder) {
        this.file = folder.resolve("report-hours.jsonl");
    }

    public void add(ReportHour hour) throws IOException {
        append(file, List.of(hour));
    }

    private static void append(Path to, List<ReportHour> hours) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (ReportHour hour : hours) {
            lines.append(JSON.writeValueAsString(hour)).append('\n');
        }
        try (FileChannel channel =
                FileChannel.open(to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    /** Those that begin from {@code fromHour} to before {@code toHour}, hours since 1970. Damaged lines are left out. */
    public List<ReportHour> list(long fromHour, long toHour) throws IOException {
        List<ReportHour> hours = new ArrayList<>();
        if (!Files.isRegularFile(file)) {
            return hours;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null && hours.size() < MOST; line = lines.readLine()) {
                try {
                    ReportHour hour = JSON.readValue(line, ReportHour.class);
                    if (hour.hour() >= fromHour && hour.hour() < toHour) {
                        hours.add(hour);
                    }
                } catch (JacksonException | NullPointerException e) {
                    continue; // half a line of a crash
                }
            }
        }
        return hours;
    }

    /** Forgets hours before this one. */
    public void cut(long hour) throws IOException {
        List<ReportHour> all = list(Long.MIN_VALUE, Long.MAX_VALUE);
        List<ReportHour> kept = all.stream().filter(each -> each.hour() >= hour).toList();
        if (kept.size() == all.size()) {
            return;
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        append(next, kept);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
