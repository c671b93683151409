package io.auscult.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.JournalEntry;
import io.auscult.core.alert.JournalTailer;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.archive.Archive;
import io.auscult.export.archive.RotationSettings;
import io.auscult.export.archive.RotationSettings.Compression;
import io.auscult.export.eve.EveExporter;
import io.auscult.export.extract.ExtractSettings;
import io.auscult.export.extract.ExtractSettings.Naming;
import io.auscult.export.extract.Extraction;
import io.auscult.export.extract.Passage;
import io.auscult.export.zeek.ZeekLogs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small disk of its own (tmpfs, so for root alone) that runs full and gets room again. */
class FullDiskTest {
    private static final int DISK = 24 << 20; // bytes

    @TempDir
    Path parent;

    private final Counters counters = new Counters();
    private @Nullable SmallDisk small;
    private Path disk;

    @BeforeEach
    void mount() throws IOException {
        small = SmallDisk.mount(parent, DISK);
        disk = small.folder();
    }

    @AfterEach
    void unmount() throws IOException {
        if (small != null) {
            small.close();
        }
    }

    @Test
    void shouldHoldAlertsUntilThereIsRoomAgain() throws IOException {
        try (AlertJournal journal = AlertJournal.open(disk.resolve("journal"), counters);
                JournalTailer tailer = journal.tail("eve")) {
            int raised = 0;
            while (journal.trouble() == null) {
                journal.raise(SampleAlerts.full(++raised));
                assertThat(raised).isLessThan(100_000);
            }
            assertThat(journal.trouble()).contains("less than 8 MiB free").endsWith("1 wait in memory");
            int more = 50;
            for (int i = 0; i < more; i++) {
                journal.raise(SampleAlerts.full(++raised));
                journal.raise(SampleAlerts.full(raised)); // again
            }
            assertThat(journal.appended()).isEqualTo(raised - 1L - more);
            try (AlertJournal other = AlertJournal.open(parent.resolve("elsewhere"), new Counters())) {
                other.raise(SampleAlerts.full(1));
                assertThat(other.trouble()).isNull();
            }
            small.resize(2 * DISK);
            while (journal.trouble() != null) {
                journal.onBlockEnd(0); // no further alert comes
            }
            assertThat(counters.get(Counter.ALERTS_LOST)).isZero();
            tailer.rewind();
            for (int i = 1; i <= raised; i++) {
                JournalEntry entry = tailer.next();
                assertThat(entry).isEqualTo(SampleAlerts.full(i));
            }
            assertThat(tailer.next()).isNull();
        }
    }

    @Test
    void shouldLoseAndCountWhatMemoryCannotHold() throws IOException {
        try (AlertJournal journal = AlertJournal.open(disk.resolve("journal"), counters)) {
            int raised = 0;
            while (counters.get(Counter.ALERTS_LOST) < 3) {
                journal.raise(SampleAlerts.full(++raised));
                assertThat(raised).isLessThan(1_000_000);
            }
            small.resize(3 * DISK);
            journal.raise(SampleAlerts.full(++raised));
            assertThat(journal.trouble()).isNull();
            assertThat(journal.appended()).isEqualTo(raised - 3L);
        }
    }

    @Test
    void shouldNotOpenAJournalWithoutRoom() throws IOException {
        Files.write(disk.resolve("filler"), new byte[DISK - (4 << 20)]);
        assertThatThrownBy(() -> AlertJournal.open(disk.resolve("journal"), counters))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected: room for alerts");
    }

    @Test
    void shouldCatchUpWithAlertsWhenThereIsRoomAgain() throws Exception {
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[DISK - (1 << 20)]);
        Path eve = disk.resolve("eve.json");
        ExporterRunner.Patience patience = new ExporterRunner.Patience(
                Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofSeconds(20), Duration.ofSeconds(1));
        int count = 2000;
        try (AlertJournal journal = AlertJournal.open(parent.resolve("journal"), counters);
                ExporterRunner runner =
                        ExporterRunner.start(EveExporter.toFile(eve, index -> null), journal, patience)) {
            for (int i = 1; i <= count; i++) {
                journal.raise(SampleAlerts.full(i));
            }
            Await.until(() -> runner.failingSince() != null);
            assertThat(runner.failure()).contains("No space left on device");
            assertWholeLines(eve);
            Files.delete(filler);
        }
        assertThat(ids(eve)).hasSize(count).doesNotHaveDuplicates();
    }

    @Test
    void shouldLeaveWholeLinesInLogsAndGoOnLive() throws IOException {
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[DISK - (1 << 20)]);
        try (ZeekLogs logs = ZeekLogs.toDirectory(disk.resolve("zeek"), ZeekLogs.Options.LIVE, counters)) {
            while (counters.get(Counter.LOG_LINES_LOST) == 0) {
                for (int i = 0; i < 100; i++) {
                    logs.raise(SampleAlerts.full(i));
                }
                logs.onBlockEnd(0);
            }
            assertThat(logs.troubles()).singleElement().asString().contains("No space left on device");
            assertWholeLines(disk.resolve("zeek/notice.log"));
            Files.delete(filler);
            logs.raise(SampleAlerts.full(1));
            logs.onBlockEnd(0);
            assertThat(logs.troubles()).isEmpty();
        }
        assertWholeLines(disk.resolve("zeek/notice.log"));
        assertThat(Files.readAllLines(disk.resolve("zeek/notice.log")))
                .hasSize((int) counters.get(Counter.LOG_LINES_WRITTEN));
    }

    /** What cannot be compressed for lack of room stays as it is, is told, and is compressed when there is room. */
    @Test
    void shouldArchiveWhatAFullDiskHeldUp() throws Exception {
        Path filler = disk.resolve("filler");
        Files.write(filler, new byte[DISK - (4 << 20)]);
        Path eve = disk.resolve("eve.json");
        RotationSettings settings = new RotationSettings(Duration.ZERO, 256 << 10, Compression.GZIP, Duration.ZERO, 0);
        List<String> raised = new ArrayList<>();
        try (Archive archive = Archive.start(disk, settings, Clock.systemUTC());
                EveExporter exporter = EveExporter.toFile(eve, archive, index -> null)) {
            exporter.resume(null);
            assertThatThrownBy(() -> {
                        for (int i = 1; i < 100_000; i++) {
                            exporter.deliver(SampleAlerts.full(i));
                            exporter.flush();
                            raised.add(SampleAlerts.full(i).id());
                            if (i == 2_000) {
                                small.fill("more");
                            }
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No space left on device");
            for (int tries = 0; archive.trouble() == null && tries < 200; tries++) {
                Thread.sleep(20);
            }
            Files.delete(disk.resolve("more"));
            Files.delete(filler);
            exporter.resume(null); // as the runner does
            exporter.deliver(SampleAlerts.full(200_000));
            exporter.flush();
            raised.add(SampleAlerts.full(200_000).id());
        }
        try (Archive archive = Archive.start(disk, settings, Clock.systemUTC())) { // the next start
            List<Path> files = archived();
            for (int tries = 0;
                    files.stream().anyMatch(file -> !file.toString().endsWith(".gz")) && tries < 500;
                    tries++) {
                Thread.sleep(20);
                files = archived();
            }
            assertThat(files)
                    .hasSizeGreaterThan(3)
                    .allMatch(file -> file.toString().endsWith(".json.gz"));
            assertThat(archive.trouble()).isNull();
            List<String> kept = new ArrayList<>(ids(eve));
            for (Path file : files) {
                Path whole = parent.resolve(file.getFileName() + ".txt");
                try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    Files.copy(in, whole);
                }
                assertWholeLines(whole);
                kept.addAll(ids(whole));
            }
            assertThat(kept).containsAll(raised).doesNotHaveDuplicates();
        }
    }

    private List<Path> archived() throws IOException {
        try (Stream<Path> files = Files.walk(disk)) {
            return files.filter(
                            file -> file.getParent().getFileName().toString().startsWith("20"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void shouldLeaveNoHalfOfAnExtractedFile() throws IOException {
        Files.write(disk.resolve("filler"), new byte[DISK - (1 << 20)]);
        Path folder = disk.resolve("files");
        ExtractSettings settings =
                new ExtractSettings(folder, Naming.FUID, 1 << 30, Long.MAX_VALUE, 1000, 0, true, true);
        Passage passage = new Passage(Passage.ALL);
        passage.whole("SMB", "fits", new byte[600_000]);
        passage.whole("SMB", "does not fit", new byte[600_000]);
        try (Extraction extraction = Extraction.into(settings, counters)) {
            passage.toEnd(extraction);
            assertThatThrownBy(extraction::finish)
                    .isInstanceOf(OutputException.class)
                    .hasMessageContaining("No space left on device");
        }
        assertThat(folder).isDirectoryContaining(file -> file.toFile().length() == 600_000);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldEndAReplayAndLeaveWholeLines() throws IOException {
        Files.write(disk.resolve("filler"), new byte[DISK - (1 << 20)]);
        assertThatThrownBy(() -> {
                    try (ZeekLogs logs =
                            ZeekLogs.toDirectory(disk.resolve("zeek"), ZeekLogs.Options.REPLAY, counters)) {
                        for (int i = 0; i < 10_000; i++) {
                            logs.raise(SampleAlerts.full(i));
                        }
                        logs.onEnd();
                    }
                })
                .isInstanceOf(OutputException.class)
                .hasMessageEndingWith("notice.log: No space left on device");
        assertWholeLines(disk.resolve("zeek/notice.log"));
    }

    private static void assertWholeLines(Path file) throws IOException {
        String text = Files.readString(file);
        assertThat(text.isEmpty() || text.endsWith("}\n")).isTrue();
        ObjectMapper json = new ObjectMapper();
        for (String line : text.lines().toList()) {
            assertThat(json.readTree(line).isObject()).isTrue();
        }
    }

    private static List<String> ids(Path eve) throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<String> ids = new ArrayList<>();
        for (String line : Files.readAllLines(eve)) {
            ids.add(json.readTree(line).at("/alert/context/id").textValue());
        }
        return ids;
    }
}
