package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedFilesTest {
    private static final int ETHERNET = 1;

    @TempDir
    Path folder;

    @Test
    void shouldOrderPacketsOfSeveralFilesByTime() throws IOException {
        Path a = file("a.pcap", 1, 4, 5, 9);
        Path b = file("b.pcap", 2, 3, 6, 7, 8);

        Seen seen = read(a, b);

        assertThat(seconds(seen)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        assertThat(seen.packets()).extracting(Seen.SeenPacket::iface).containsExactly(0, 1, 1, 0, 0, 1, 1, 1, 0);
        assertThat(seen.interfaces()).containsExactly("a.pcap", "b.pcap");
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
    }

    @Test
    void shouldTakeTheFileNamedFirstAtTheSameTime() throws IOException {
        Path a = file("a.pcap", 5, 5, 6);
        Path b = file("b.pcap", 5, 6, 6);

        assertThat(read(a, b).packets()).extracting(Seen.SeenPacket::iface).containsExactly(0, 0, 1, 0, 1, 1);
        assertThat(read(b, a).packets()).extracting(Seen.SeenPacket::iface).containsExactly(0, 1, 1, 0, 0, 1);
    }

    @Test
    void shouldKeepTheOrderInsideAFileEvenWhereTimeGoesBack() throws IOException {
        Path a = file("a.pcap", 5, 2, 7);
        Path b = file("b.pcap", 4, 6);

        assertThat(seconds(read(a, b))).containsExactly(4L, 5L, 2L, 6L, 7L);
    }

    @Test
    void shouldGiveWhatSortingGives() throws IOException {
        Random random = new Random(5);
        List<Path> files = new ArrayList<>();
        List<Long> expected = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            long at = random.nextInt(20_000);
            int packets = random.nextInt(300);
            long[] times = new long[packets];
            for (int k = 0; k < packets; k++) {
                at += random.nextInt(5);
                times[k] = at;
                expected.add(at);
            }
            files.add(file("f" + i + ".pcap", times));
        }
        expected.sort(Comparator.naturalOrder());

        Seen seen = read(files.toArray(new Path[0]));

        assertThat(seconds(seen)).isEqualTo(expected);
    }

    @Test
    void shouldTellWhenTooManyOverlap() throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i <= MergedFiles.MAX_OPEN; i++) {
            files.add(file("f" + i + ".pcap", i, 1000));
        }
        try (PacketSource source = CaptureFiles.open(files)) {
            Seen seen = Seen.of(source, new PacketBlock());

            assertThat(seen.packets()).hasSize(2 * (MergedFiles.MAX_OPEN + 1));
            assertThat(source.notes()).singleElement().asString().startsWith("more than 64 captures overlap in time");
        }
    }

    @Test
    void shouldReadDirectoriesAndTellWhatIsLeftOut() throws IOException {
        Files.createDirectories(folder.resolve("in/deep"));
        file("in/b.pcap", 2);
        file("in/deep/a.capture", 1);
        Files.writeString(folder.resolve("in/readme.txt"), "a text", StandardCharsets.UTF_8);

        try (PacketSource source = CaptureFiles.open(List.of(folder.resolve("in")))) {
            assertThat(seconds(Seen.of(source, new PacketBlock()))).containsExactly(1L, 2L);
            assertThat(source.notes()).containsExactly("left out, no capture files or not readable: readme.txt");
            assertThat(source.position()).isEqualTo(source.size());
        }
    }

    @Test
    void shouldFollowLinksToFilesOnly() throws IOException {
        Files.createDirectories(folder.resolve("in"));
        Files.createSymbolicLink(folder.resolve("in/linked"), file("a.pcap", 1));
        Files.createSymbolicLink(folder.resolve("in/circle"), folder.resolve("in"));

        assertThat(seconds(read(folder.resolve("in")))).containsExactly(1L);
    }

    @Test
    void shouldRefuseADirectoryWithoutCaptures() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> CaptureFiles.open(List.of(empty)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(empty + ": no capture file in this directory (expected: ");
    }

    @Test
    void shouldRefuseWhenOneNamedFileIsNoCapture() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "a text", StandardCharsets.UTF_8);
        Path good = file("a.pcap", 1);

        assertThatThrownBy(() -> CaptureFiles.open(List.of(good, text)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text: not a capture file");
    }

    @Test
    void shouldGoOnPastDamageOfOneFileAndTellIt() throws IOException {
        byte[] bytes = Files.readAllBytes(file("a.pcap", 1, 3));
        Path cut = Files.write(folder.resolve("cut.pcap"), java.util.Arrays.copyOf(bytes, bytes.length - 1));

        Seen seen = read(cut, file("b.pcap", 2, 4));

        assertThat(seconds(seen)).containsExactly(1L, 2L, 4L);
        assertThat(seen.end()).isEqualTo(SourceEnd.TRUNCATED);
        assertThat(seen.endDetail()).contains("cut.pcap: at byte 44, after packet 1: ");
    }

    @Test
    void shouldNameInterfacesByTheirFile() throws IOException {
        CaptureBytes named = littleEndian()
                .section()
                .describeInterface(ETHERNET, 0, littleEndian().option(2, "eth0".getBytes(StandardCharsets.UTF_8)))
                .enhancedPacket(0, 5_000_000, 4, payload(1, 4));
        Path a = Files.write(folder.resolve("a.pcapng"), named.bytes());

        assertThat(read(a, file("b.pcap", 1)).interfaces()).containsExactly("b.pcap", "a.pcapng:eth0");
    }

    @Test
    void shouldCopyBytesWhole() throws IOException {
        CaptureBytes large = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, ETHERNET);
        for (int i = 0; i < 12; i++) {
            large.pcapRecord(i * 2, 0, PacketBlock.MAX_PACKET, payload(i, PacketBlock.MAX_PACKET - i));
        }
        Path a = Files.write(folder.resolve("a.pcap"), large.bytes());
        Seen alone = Seen.of(a);

        Seen merged = read(a, file("b.pcap", 1, 3));

        assertThat(merged.packets().stream().filter(p -> p.iface() == 0).toList())
                .isEqualTo(alone.packets());
    }

    private Path file(String name, long... seconds) throws IOException {
        CaptureBytes bytes = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, ETHERNET);
        for (long second : seconds) {
            bytes.pcapRecord(second, 0, 4, payload((int) second, 4));
        }
        return Files.write(folder.resolve(name), bytes.bytes());
    }

    private static Seen read(Path... files) throws IOException {
        try (PacketSource source = CaptureFiles.open(List.of(files))) {
            return Seen.of(source, new PacketBlock());
        }
    }

    private static List<Long> seconds(Seen seen) {
        return seen.packets().stream()
                .map(p -> p.timestampNs() / 1_000_000_000L)
                .toList();
    }
}
