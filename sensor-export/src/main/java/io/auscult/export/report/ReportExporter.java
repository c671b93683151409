package io.auscult.export.report;

import io.auscult.core.alert.Alert;
import io.auscult.core.disk.WholeFile;
import io.auscult.export.Exporter;
import io.auscult.export.Receipt;
import io.auscult.export.page.Voice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Writes scheduled reports into a folder, a file each; of more than {@code keep} the oldest are deleted. Alerts it leaves to others. */
public final class ReportExporter implements Exporter {
    private static final String PREFIX = "auscult-";
    private static final String SUFFIX = ".html";

    private final String name;
    private final Path folder;
    private final int keep;
    private final ReportSchedule schedule;
    private final Voice voice;
    private final String site;
    private final InstantSource clock;
    private String last = "";

    /** @param folder for the files; made when it is not there @param site what the place is called; may be empty */
    public ReportExporter(
            String name,
            Path folder,
            int keep,
            ReportSchedule schedule,
            Voice voice,
            String site,
            InstantSource clock) {
        this.name = name;
        this.folder = folder;
        this.keep = keep;
        this.schedule = schedule;
        this.voice = voice;
        this.site = site;
        this.clock = clock;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void resume(@Nullable Receipt receipt) throws IOException {
        Files.createDirectories(folder);
        last = "";
        for (Path file : files()) {
            String key = key(file);
            last = key.startsWith(prefix()) && key.compareTo(last) > 0 ? key : last;
        }
    }

    private String prefix() {
        return schedule.kind().name().toLowerCase(Locale.ROOT) + "-";
    }

    private static String key(Path file) {
        String name = file.getFileName().toString();
        return name.substring(PREFIX.length(), name.length() - SUFFIX.length());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName()
                            .toString()
                            .matches(PREFIX + prefix() + "\\d{4}-\\d\\d-\\d\\d\\" + SUFFIX))
                    .sorted(Comparator.comparing(ReportExporter::key))
                    .toList();
        }
    }

    @Override
    public void deliver(Alert alert) {}

    @Override
    public boolean idle() throws IOException {
        ReportData due = schedule.due(last, clock.instant());
        if (due == null) {
            return false;
        }
        String key = due.period().key();
        if (last.isEmpty() && due.isBlank()) { // the sensor is new
            last = key;
            return false;
        }
        Path file = folder.resolve(PREFIX + key + SUFFIX);
        WholeFile.replace(file, ReportPage.write(due, voice, site).getBytes(StandardCharsets.UTF_8));
        last = key;
        List<Path> files = files();
        for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
            Files.delete(old);
        }
        return false;
    }

    @Override
    public Receipt flush() {
        return new Receipt("report", 0);
    }

    @Override
    public void close() {}
}
