package io.auscult.export.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.counter.Counter;
import io.auscult.core.counter.Counters;
import io.auscult.core.disk.Disk;
import io.auscult.core.event.Network;
import io.auscult.core.protocol.file.FileStream;
import io.auscult.core.protocol.file.WantedFiles;
import io.auscult.export.OutputException;
import io.auscult.export.extract.ExtractSettings.Naming;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExtractionTest {
    private static final byte[] TEXT = "Hello, hospital!\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PROGRAM = program(100_000);

    @TempDir
    Path parent;

    private final Counters counters = new Counters();

    private static byte[] program(int size) {
        byte[] bytes = new byte[size];
        new Random(1).nextBytes(bytes);
        bytes[0] = 'M';
        bytes[1] = 'Z';
        return bytes;
    }

    private Path folder() {
        return parent.resolve("files");
    }

    private ExtractSettings settings() {
        return new ExtractSettings(folder(), Naming.FUID, 1 << 30, Long.MAX_VALUE, 1000, 0, true, true);
    }

    private static ExtractSettings keepOnlyWhole(ExtractSettings s) {
        return new ExtractSettings(
                s.folder(), s.names(), s.runBytes(), s.minuteBytes(), s.files(), s.freeBytes(), false, s.waits());
    }

    private static ExtractSettings byDigest(ExtractSettings s) {
        return new ExtractSettings(
                s.folder(), Naming.SHA256, s.runBytes(), s.minuteBytes(), s.files(), s.freeBytes(), true, s.waits());
    }

    private void extract(Passage passage, ExtractSettings settings) throws OutputException {
        try (Extraction extraction = Extraction.into(settings, counters)) {
            passage.toEnd(extraction);
            extraction.finish();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void shouldWriteContentUnderANameOfItsOwn() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        passage.whole("SMB", "tool.txt", PROGRAM);
        passage.whole("HTTP", "readme", TEXT);
        extract(passage, settings());
        String program = "SMB-" + passage.logged.get(0).get("fuid") + ".exe";
        assertThat(passage.logged.get(0))
                .containsEntry("extracted", program)
                .containsEntry("extracted_cutoff", "0")
                .containsEntry("extracted_size", "100000")
                .doesNotContainKey("unextracted");
        assertThat(names())
                .containsExactlyInAnyOrder(
                        program, "HTTP-" + passage.logged.get(1).get("fuid") + ".txt");
        assertThat(folder().resolve(program)).hasBinaryContent(PROGRAM);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder().resolve(program))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        assertThat(counters.get(Counter.FILES_EXTRACTED)).isEqualTo(2);
        assertThat(counters.get(Counter.BYTES_EXTRACTED)).isEqualTo(PROGRAM.length + TEXT.length);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../../etc/cron.d/x",
                "/etc/passwd",
                "..\\..\\Windows\\System32\\x.exe",
                "con.txt",
                "-rf",
                "a\u0000b",
                "x\n/y",
                ".bashrc",
                "FabcdefghijK.part",
                "a/b/c/d",
                "C:\\x:stream"
            })
    void shouldTakeNothingOfTheNameOnTheWire(String name) throws IOException {
        Passage passage = new Passage(Passage.ALL);
        passage.whole("SMB", name, TEXT);
        extract(passage, settings());
        assertThat(names()).singleElement().asString().matches("SMB-F[0-9A-Za-z]{11}\\.txt");
        try (Stream<Path> all = Files.list(parent)) {
            assertThat(all).containsExactly(folder());
        }
    }

    @Test
    void shouldSayWhichFileLacksWhat() throws IOException {
        Passage passage = new Passage(new WantedFiles(40, List.of(), List.of(), List.of()));
        FileStream gap = passage.begin("HTTP", "gap");
        gap.content(TEXT, 0, TEXT.length);
        gap.gap(3);
        gap.content(TEXT, 0, TEXT.length);
        passage.end(gap);
        FileStream range = passage.begin("HTTP", "range");
        range.partial();
        range.content(TEXT, 0, TEXT.length);
        passage.end(range);
        FileStream shortOne = passage.begin("HTTP", "short");
        shortOne.totalBytes(TEXT.length + 1);
        shortOne.content(TEXT, 0, TEXT.length);
        passage.end(shortOne);
        FileStream coded = passage.begin("HTTP", "coded");
        coded.content(TEXT, 0, TEXT.length);
        coded.undecoded();
        passage.end(coded);
        passage.whole("HTTP", "large", PROGRAM);
        extract(passage, settings());
        assertThat(passage.logged)
                .extracting(line -> line.get("unextracted") + " " + line.get("extracted_size"))
                .containsExactly("gap 34", "partial 17", "partial 17", "undecoded 17", "file_size 40");
        assertThat(passage.logged)
                .allSatisfy(line -> assertThat(line)
                        .containsEntry("extracted_cutoff", "1")
                        .hasEntrySatisfying(
                                "extracted", name -> assertThat(name).endsWith(".incomplete")));
        assertThat(folder().resolve(passage.logged.get(0).get("extracted")))
                .as("what is missing is zero")
                .hasContent("Hello, hospital!\n\0\0\0Hello, hospital!\n");
        assertThat(folder().resolve(passage.logged.get(4).get("extracted")))
                .hasBinaryContent(Arrays.copyOf(PROGRAM, 40));
        assertThat(counters.get(Counter.FILES_EXTRACTED_PARTLY)).isEqualTo(5);
    }

    @Test
    void shouldLeaveOutWhatIsIncompleteWhenToldTo() throws IOException {
        Passage passage = new Passage(new WantedFiles(40, List.of(), List.of(), List.of()));
        passage.whole("HTTP", "large", PROGRAM);
        passage.whole("HTTP", "small", TEXT);
        extract(passage, keepOnlyWhole(settings()));
        assertThat(passage.logged.get(0))
                .containsEntry("unextracted", "file_size")
                .doesNotContainKey("extracted");
        assertThat(names()).containsExactly(passage.logged.get(1).get("extracted"));
        assertThat(counters.get(Counter.FILES_UNEXTRACTED)).isEqualTo(1);
    }

    @Test
    void shouldPutPiecesWhereTheyBelong() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        FileStream file = passage.begin("SMB", "tool.exe");
        passage.at(file, 0, Arrays.copyOfRange(PROGRAM, 0, 20_000));
        passage.at(file, 60_000, Arrays.copyOfRange(PROGRAM, 60_000, 100_000));
        passage.at(file, 40_000, Arrays.copyOfRange(PROGRAM, 40_000, 60_000));
        passage.at(file, 20_000, Arrays.copyOfRange(PROGRAM, 20_000, 40_000));
        passage.end(file);
        extract(passage, settings());
        assertThat(passage.logged.getFirst())
                .containsEntry("extracted_cutoff", "0")
                .containsEntry("unhashed", "gap");
        assertThat(folder().resolve(passage.logged.getFirst().get("extracted"))).hasBinaryContent(PROGRAM);
    }

    @Test
    void shouldKeepWhatWasWrittenLast() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        byte[] header = {'M', 'Z', 1, 2, 3};
        FileStream file = passage.begin("SMB", "tool.exe");
        passage.at(file, 0, PROGRAM);
        passage.at(file, 0, header);
        passage.end(file);
        extract(passage, byDigest(settings()));
        byte[] truth = PROGRAM.clone();
        System.arraycopy(header, 0, truth, 0, header.length);
        assertThat(passage.logged.getFirst())
                .containsEntry("unhashed", "rewritten")
                .doesNotContainKey("sha256");
        assertThat(folder().resolve(passage.logged.getFirst().get("extracted"))).hasBinaryContent(truth);
    }

    @Test
    void shouldKeepEachContentOnceWhenNamedByDigest() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        for (int i = 0; i < 3; i++) {
            passage.whole("SMB", "copy" + i, PROGRAM);
        }
        extract(passage, byDigest(settings()));
        String name = passage.logged.getFirst().get("sha256") + ".exe";
        assertThat(names()).containsExactly(name);
        assertThat(passage.logged).allSatisfy(line -> assertThat(line).containsEntry("extracted", name));
    }

    @Test
    void shouldWriteOnlyTypesAndHostsThatAreWanted() throws IOException {
        Network ward = Network.parse("10.0.0.1/32");
        Network lab = Network.parse("10.9.0.0/16");
        Passage passage =
                new Passage(new WantedFiles(1 << 20, List.of("application/*"), List.of(ward, lab), List.of()));
        passage.whole("SMB", "program", PROGRAM);
        passage.whole("SMB", "text", TEXT);
        extract(passage, settings());
        assertThat(names()).containsExactly(passage.logged.getFirst().get("extracted"));
        assertThat(passage.logged.get(1)).doesNotContainKeys("extracted", "unextracted");

        Passage elsewhere = new Passage(new WantedFiles(1 << 20, List.of(), List.of(), List.of(lab)));
        elsewhere.whole("SMB", "program", PROGRAM);
        extract(elsewhere, settings());
        assertThat(elsewhere.logged.getFirst()).doesNotContainKeys("extracted", "unextracted");
    }

    @Test
    void shouldWithholdWhatMayBeALogin() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        FileStream form = passage.begin("HTTP", "");
        form.withhold();
        form.content(TEXT, 0, TEXT.length);
        passage.end(form);
        extract(passage, settings());
        assertThat(passage.logged.getFirst()).containsEntry("unextracted", "withheld");
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldStopAtTheLimitsOfTheRun() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        for (int i = 0; i < 5; i++) {
            passage.whole("SMB", "f" + i, TEXT);
        }
        passage.whole("SMB", "program", PROGRAM);
        extract(passage, new ExtractSettings(folder(), Naming.FUID, 40, Long.MAX_VALUE, 3, 0, true, true));
        assertThat(passage.logged)
                .extracting(line -> line.get("unextracted"))
                .containsExactly(null, null, "run_size", "run_size", "run_size", "run_size");
        assertThat(names()).hasSize(2);

        Passage more = new Passage(Passage.ALL);
        for (int i = 0; i < 5; i++) {
            more.whole("SMB", "f" + i, TEXT);
        }
        extract(more, new ExtractSettings(parent.resolve("b"), Naming.FUID, 1 << 20, Long.MAX_VALUE, 3, 0, true, true));
        assertThat(more.logged)
                .extracting(line -> line.get("unextracted"))
                .containsExactly(null, null, null, "files", "files");
    }

    @Test
    void shouldBeginAnewInEveryMinute() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        for (int i = 0; i < 6; i++) {
            passage.whole("SMB", "f" + i, TEXT);
            passage.later(i == 2 ? 60 : 0);
        }
        extract(passage, new ExtractSettings(folder(), Naming.FUID, 1 << 20, 40, 1000, 0, true, false));
        assertThat(passage.logged)
                .extracting(line -> line.get("unextracted"))
                .containsExactly(null, null, "minute_size", null, null, "minute_size");
    }

    @Test
    void shouldForgetFilesThatAreNeverEnded() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        FileStream[] files = new FileStream[Extraction.MAX_OPEN + 2];
        try (Extraction extraction = Extraction.into(settings(), counters)) {
            for (int i = 0; i < files.length; i++) {
                files[i] = passage.begin("SMB", "f" + i);
                files[i].content(PROGRAM, 0, 5000);
            }
            passage.to(extraction);
            passage.end(files[0]); // the longest idle gave way
            passage.end(files[5]);
            passage.toEnd(extraction);
            extraction.finish();
        }
        assertThat(passage.logged.get(0)).doesNotContainKey("extracted");
        assertThat(names()).containsExactly(passage.logged.get(1).get("extracted"));
        assertThat(counters.get(Counter.FILES_UNEXTRACTED)).isEqualTo(files.length - 1);
    }

    @Test
    void shouldDropAFileThatIsSilentForLong() throws IOException {
        Passage passage = new Passage(Passage.ALL);
        FileStream file = passage.begin("SMB", "f");
        file.content(PROGRAM, 0, PROGRAM.length);
        try (Extraction extraction = Extraction.into(settings(), counters)) {
            passage.to(extraction);
            passage.later(3601);
            passage.to(extraction);
            assertThat(counters.get(Counter.FILES_UNEXTRACTED)).isEqualTo(1);
            extraction.finish();
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void shouldRemoveWhatAnEarlierRunLeft() throws IOException {
        Files.createDirectories(folder());
        Files.write(folder().resolve("FabcdefghijK.part"), TEXT);
        Files.write(folder().resolve("mine.part"), TEXT);
        extract(new Passage(Passage.ALL), settings());
        assertThat(names()).containsExactly("mine.part");
    }

    @Test
    void shouldFollowNoLink() throws IOException {
        Path victim = Files.write(parent.resolve("victim"), TEXT);
        Passage first = new Passage(Passage.ALL);
        first.whole("SMB", "f", PROGRAM);
        extract(first, settings());
        Path file = folder().resolve(first.logged.getFirst().get("extracted"));
        Files.delete(file);
        Files.createSymbolicLink(file, victim);
        Files.createSymbolicLink(folder().resolve(first.logged.getFirst().get("fuid") + ".part"), victim);
        Passage second = new Passage(Passage.ALL);
        second.whole("SMB", "f", PROGRAM);
        extract(second, settings());
        assertThat(victim).hasBinaryContent(TEXT);
        assertThat(file).isRegularFile().hasBinaryContent(PROGRAM);
        assertThat(Files.isSymbolicLink(file)).isFalse();
    }

    @Test
    void shouldRefuseAFolderThatCannotBeMade() throws IOException {
        Files.write(folder(), TEXT);
        assertThatThrownBy(() -> Extraction.into(settings(), counters))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining(folder().toString());
    }

    /** A disk with so much room, and perhaps a defect. */
    private static class SmallDisk implements Disk {
        long free = 1 << 20;

        @Override
        public void makeFolder(Path folder) throws IOException {
            REAL.makeFolder(folder);
        }

        @Override
        public FileChannel create(Path file) throws IOException {
            return REAL.create(file);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return REAL.open(file);
        }

        @Override
        public long free(Path folder) throws IOException {
            return free;
        }
    }

    @Test
    void shouldNotBeginAReplayOnAFullDisk() {
        ExtractSettings settings =
                new ExtractSettings(folder(), Naming.FUID, 1 << 20, Long.MAX_VALUE, 9, 2 << 20, true, true);
        assertThatThrownBy(() -> Extraction.into(settings, counters, new SmallDisk()))
                .isInstanceOf(OutputException.class)
                .hasMessageContaining("1 MiB free on its disk (expected: extract.disk_free, 2 MiB)");
    }

    @Test
    void shouldWaitLiveForRoomOnTheDisk() throws Exception {
        SmallDisk disk = new SmallDisk();
        Passage passage = new Passage(Passage.ALL);
        ExtractSettings settings =
                new ExtractSettings(folder(), Naming.FUID, 1 << 30, Long.MAX_VALUE, 9, 2 << 20, true, false);
        try (Extraction extraction = Extraction.into(settings, counters, disk)) {
            passage.whole("SMB", "a", TEXT);
            passage.to(extraction);
            assertThat(passage.logged.get(0)).containsEntry("unextracted", "disk_free");
            assertThat(extraction.trouble()).contains("less than 2 MiB");
            disk.free = 3 << 20;
            while (extraction.trouble() != null) {
                passage.to(extraction);
                Thread.sleep(1);
            }
            passage.whole("SMB", "b", TEXT);
            passage.to(extraction);
            assertThat(passage.logged.get(1)).containsKey("extracted");
            extraction.finish();
        }
    }

    @Test
    void shouldNotWaitLiveForASlowDisk() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        Disk slow = new SmallDisk() {
            @Override
            public FileChannel create(Path file) throws IOException {
                try {
                    stuck.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return super.create(file);
            }
        };
        Passage passage = new Passage(Passage.ALL);
        ExtractSettings settings =
                new ExtractSettings(folder(), Naming.FUID, 1 << 30, Long.MAX_VALUE, 9999, 0, true, false);
        try (Extraction extraction = Extraction.into(settings, counters, slow)) {
            for (int i = 0; i < FolderWriter.PIECES + 10; i++) {
                passage.whole("SMB", "f" + i, TEXT);
            }
            passage.to(extraction); // returns although nothing is written
            assertThat(passage.logged.subList(0, FolderWriter.PIECES))
                    .allSatisfy(line -> assertThat(line).containsKey("extracted"));
            assertThat(passage.logged.subList(FolderWriter.PIECES, FolderWriter.PIECES + 10))
                    .allSatisfy(line -> assertThat(line)
                            .containsEntry("unextracted", "busy")
                            .doesNotContainKey("extracted"));
            stuck.countDown();
            extraction.finish();
        }
        assertThat(names()).hasSize(FolderWriter.PIECES);
        assertThat(counters.get(Counter.FILES_UNEXTRACTED)).isEqualTo(10);
    }

    @Test
    void shouldTellAFailingDiskAndTryTheNextFile() throws Exception {
        Disk failing = new SmallDisk() {
            private int created;

            @Override
            public FileChannel create(Path file) throws IOException {
                FileChannel channel = super.create(file);
                if (created++ == 0) {
                    channel.close(); // the first write fails
                }
                return channel;
            }
        };
        Passage passage = new Passage(Passage.ALL);
        try (Extraction extraction = Extraction.into(settings(), counters, failing)) {
            passage.whole("SMB", "a", TEXT);
            passage.whole("SMB", "b", TEXT);
            passage.toEnd(extraction);
            assertThatThrownBy(extraction::finish).isInstanceOf(OutputException.class);
            assertThat(extraction.trouble()).as("the next one was written").isNull();
        }
        assertThat(names()).containsExactly(passage.logged.get(1).get("extracted"));
    }
}
