package io.auscult.export.archive;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdInputStream;
import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.export.LogFile;
import io.auscult.export.archive.RotationSettings.Compression;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArchiveTest {
    private static final RotationSettings HOURLY =
            new RotationSettings(Duration.ofHours(1), 0, Compression.GZIP, Duration.ZERO, 0);

    @TempDir
    Path folder;

    private volatile Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final Counters counters = new Counters();

    @Test
    void shouldBeginANewFileWithTheHour() throws Exception {
        try (Archive archive = Archive.start(folder, HOURLY, clock)) {
            LogFile conn = file("conn.log", archive);
            line(conn, "one");
            now = Instant.parse("2026-11-22T10:59:59Z");
            line(conn, "two");
            now = Instant.parse("2026-11-22T11:00:00Z");
            line(conn, "three");
            awaitCompressed(1);
            conn.close();
        }
        assertThat(Files.readString(folder.resolve("conn.log"))).isEqualTo("three\n");
        assertThat(names()).containsExactly("2026-11-22/conn.2026-11-22-10-00-00-11-00-00.log.gz", "conn.log");
        assertThat(unzipped("2026-11-22/conn.2026-11-22-10-00-00-11-00-00.log.gz"))
                .isEqualTo("one\ntwo\n");
    }

    @Test
    void shouldBeginANewFileWhenItIsLarge() throws Exception {
        RotationSettings settings = new RotationSettings(Duration.ZERO, 10, Compression.ZSTD, Duration.ZERO, 0);
        try (Archive archive = Archive.start(folder, settings, clock)) {
            LogFile dns = file("dns.log", archive);
            for (int i = 0; i < 5; i++) {
                line(dns, i < 4 ? "0123456789" : "last");
            }
            awaitCompressed(4);
            dns.close();
        }
        assertThat(names())
                .containsExactly(
                        "2026-11-22/dns.2026-11-22-10-00-00-10-00-00-2.log.zst",
                        "2026-11-22/dns.2026-11-22-10-00-00-10-00-00-3.log.zst",
                        "2026-11-22/dns.2026-11-22-10-00-00-10-00-00-4.log.zst",
                        "2026-11-22/dns.2026-11-22-10-00-00-10-00-00.log.zst",
                        "dns.log");
        assertThat(Files.readString(folder.resolve("dns.log"))).isEqualTo("last\n");
        try (InputStream in = new ZstdInputStream(
                Files.newInputStream(folder.resolve("2026-11-22/dns.2026-11-22-10-00-00-10-00-00.log.zst")))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("0123456789\n");
        }
    }

    @Test
    void shouldPutAwayWhatAnEarlierRunLeft() throws Exception {
        Files.writeString(folder.resolve("conn.log"), "of yesterday\nhalf a li");
        Files.setLastModifiedTime(folder.resolve("conn.log"), FileTime.from(Instant.parse("2026-11-21T15:30:00Z")));
        now = Instant.parse("2026-11-22T08:00:00Z");
        try (Archive archive = Archive.start(folder, HOURLY, clock)) {
            LogFile conn = file("conn.log", archive);
            line(conn, "of today");
            awaitCompressed(1);
            conn.close();
        }
        assertThat(Files.readString(folder.resolve("conn.log"))).isEqualTo("of today\n");
        assertThat(unzipped("2026-11-21/conn.2026-11-21-15-30-00-08-00-00.log.gz"))
                .isEqualTo("of yesterday\n");
    }

    @Test
    void shouldMakeGoodWhatACrashLeft() throws Exception {
        Path day = Files.createDirectory(folder.resolve("2026-11-20"));
        String half = "conn.2026-11-20-01-00-00-02-00-00.log";
        Files.writeString(day.resolve(half), "whole\n");
        Files.writeString(day.resolve(half + ".gz.part"), "half of it");
        String done = "dns.2026-11-20-01-00-00-02-00-00.log";
        Files.writeString(day.resolve(done), "to be deleted\n");
        Files.writeString(day.resolve(done + ".gz"), "stands for a whole one");
        Files.writeString(day.resolve("notes.txt"), "not ours");
        Files.writeString(day.resolve("notes.part"), "not ours either");
        try (Archive archive = Archive.start(folder, HOURLY, clock)) {
            while (Files.exists(day.resolve(half)) || Files.exists(day.resolve(done))) {
                Thread.sleep(5);
            }
            assertThat(archive.trouble()).isNull();
        }
        assertThat(names())
                .containsExactly(
                        "2026-11-20/conn.2026-11-20-01-00-00-02-00-00.log.gz",
                        "2026-11-20/dns.2026-11-20-01-00-00-02-00-00.log.gz",
                        "2026-11-20/notes.part",
                        "2026-11-20/notes.txt");
        assertThat(unzipped("2026-11-20/" + half + ".gz")).isEqualTo("whole\n");
    }

    @Test
    void shouldDeleteWhatIsTooOldAndNothingThatIsNotOurs() throws Exception {
        Path old = Files.createDirectory(folder.resolve("2026-08-01"));
        Files.writeString(old.resolve("conn.2026-08-01-01-00-00-02-00-00.log.gz"), "old");
        Path mixed = Files.createDirectory(folder.resolve("2026-08-02"));
        Files.writeString(mixed.resolve("conn.2026-08-02-01-00-00-02-00-00.log.gz"), "old");
        Files.writeString(mixed.resolve("evidence.pcapng"), "somebody's");
        Path young = Files.createDirectory(folder.resolve("2026-11-21"));
        Files.writeString(young.resolve("conn.2026-11-21-01-00-00-02-00-00.log.gz"), "young");
        Path other = Files.createDirectory(folder.resolve("keep"));
        Files.writeString(other.resolve("conn.2026-08-01-01-00-00-02-00-00.log.gz"), "elsewhere");
        tidy(new RotationSettings(Duration.ofHours(1), 0, Compression.GZIP, Duration.ofDays(90), 0));
        assertThat(names())
                .containsExactly(
                        "2026-08-02/evidence.pcapng",
                        "2026-11-21/conn.2026-11-21-01-00-00-02-00-00.log.gz",
                        "keep/conn.2026-08-01-01-00-00-02-00-00.log.gz");
    }

    @Test
    void shouldDeleteTheOldestWhenItIsTooMuch() throws Exception {
        for (int day = 1; day <= 5; day++) {
            Path there = Files.createDirectory(folder.resolve("2026-11-0" + day));
            for (String log : List.of("conn", "dns")) {
                Files.writeString(
                        there.resolve(log + ".2026-11-0" + day + "-01-00-00-02-00-00.log.gz"), "x".repeat(1000));
            }
        }
        tidy(new RotationSettings(Duration.ofHours(1), 0, Compression.GZIP, Duration.ZERO, 4500));
        assertThat(names())
                .containsExactly(
                        "2026-11-04/conn.2026-11-04-01-00-00-02-00-00.log.gz",
                        "2026-11-04/dns.2026-11-04-01-00-00-02-00-00.log.gz",
                        "2026-11-05/conn.2026-11-05-01-00-00-02-00-00.log.gz",
                        "2026-11-05/dns.2026-11-05-01-00-00-02-00-00.log.gz");
    }

    @Test
    void shouldGoOnInTheSameFileWhileTheArchiveCannotTakeIt() throws Exception {
        Files.writeString(folder.resolve("2026-11-22"), "a file in the way of the folder");
        try (Archive archive = Archive.start(folder, HOURLY, clock)) {
            LogFile conn = file("conn.log", archive);
            line(conn, "one");
            now = Instant.parse("2026-11-22T11:00:00Z");
            line(conn, "two");
            line(conn, "three");
            assertThat(archive.trouble()).contains("conn.log");
            conn.close();
        }
        assertThat(Files.readString(folder.resolve("conn.log"))).isEqualTo("one\ntwo\nthree\n");
        assertThat(counters.get(Counter.LOG_LINES_LOST)).isZero();
    }

    @Test
    void shouldNotRotateWhenTheClockGoesBack() throws Exception {
        try (Archive archive = Archive.start(folder, HOURLY, clock)) {
            LogFile conn = file("conn.log", archive);
            line(conn, "one");
            now = Instant.parse("2026-11-22T09:00:00Z");
            line(conn, "two");
            conn.close();
        }
        assertThat(names()).containsExactly("conn.log");
    }

    private void tidy(RotationSettings settings) throws IOException {
        new Keeper(folder, settings, clock).tidy(() -> false);
    }

    private LogFile file(String name, Archive archive) {
        return new LogFile(folder.resolve(name), true, archive, counters);
    }

    private static void line(LogFile file, String text) throws IOException {
        byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, file.lines().room(0, bytes.length), 0, bytes.length);
        file.lines().length(bytes.length);
        file.added();
        file.flush();
    }

    private void awaitCompressed(int files) throws Exception {
        while (names().stream().filter(name -> name.matches(".*(gz|zst)")).count() < files
                || names().stream().anyMatch(name -> name.contains("/") && name.endsWith("log"))) {
            Thread.sleep(5);
        }
    }

    /** By listing, which does not mind files that go meanwhile. */
    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (File file : folder.toFile().listFiles()) {
            if (file.isFile()) {
                names.add(file.getName());
            } else {
                for (String inside : file.list()) {
                    names.add(file.getName() + "/" + inside);
                }
            }
        }
        return names.stream().sorted().toList();
    }

    private String unzipped(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
