package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressedFileTest {
    private static final byte[] CAPTURE = capture(2_000);
    private static final int FILE_HEADER = 24;
    private static final int RECORD = 16 + 500;

    @TempDir
    Path folder;

    @Test
    void shouldReadGzip() throws IOException {
        assertSameAsPlain(gzip(CAPTURE));
    }

    @Test
    void shouldReadZstd() throws IOException {
        assertSameAsPlain(Zstd.compress(CAPTURE));
    }

    @Test
    void shouldReadSeveralMembersAndFramesCutAnywhere() throws IOException {
        int cut = 100_003;
        byte[] head = Arrays.copyOf(CAPTURE, cut);
        byte[] tail = Arrays.copyOfRange(CAPTURE, cut, CAPTURE.length);
        byte[] nothing = {};

        assertSameAsPlain(join(gzip(head), gzip(nothing), gzip(tail)));
        assertSameAsPlain(join(Zstd.compress(head), Zstd.compress(nothing), Zstd.compress(tail)));
    }

    @Test
    void shouldReadGzipHeadersWithEveryField() throws IOException {
        byte[] plain = gzip(CAPTURE);
        byte[] header = {0x1F, (byte) 0x8B, 8, 0x02 | 0x04 | 0x08 | 0x10, 0, 0, 0, 0, 0, 3};
        byte[] fields = {3, 0, 1, 2, 3, 'n', 0, 'c', 'o', 0, 0x12, 0x34};

        assertSameAsPlain(join(header, fields, Arrays.copyOfRange(plain, 10, plain.length)));
    }

    @Test
    void shouldPassOverZerosAfterGzip() throws IOException {
        assertSameAsPlain(join(gzip(CAPTURE), new byte[1000]));
    }

    @Test
    void shouldDeliverEverythingBeforeTruncatedGzip() throws IOException {
        byte[] whole = gzip(CAPTURE);

        Seen seen = Seen.of(Arrays.copyOf(whole, whole.length / 2), folder);

        assertThat(seen.end()).isEqualTo(SourceEnd.TRUNCATED);
        assertThat(seen.endDetail()).endsWith("gzip: it ends in the middle");
        assertThat(seen.packets()).hasSizeBetween(800, 1_200);
        assertThat(seen.packets())
                .isEqualTo(plain().packets().subList(0, seen.packets().size()));
    }

    @Test
    void shouldDeliverEverythingBeforeTruncatedZstd() throws IOException {
        byte[] whole = Zstd.compress(CAPTURE);

        Seen seen = Seen.of(Arrays.copyOf(whole, whole.length / 2), folder);

        assertThat(seen.end()).isEqualTo(SourceEnd.TRUNCATED);
        assertThat(seen.endDetail()).endsWith("zstd: it ends in the middle");
        assertThat(seen.packets()).hasSizeBetween(500, 1_200);
        assertThat(seen.packets())
                .isEqualTo(plain().packets().subList(0, seen.packets().size()));
    }

    @Test
    void shouldDeliverEverythingBeforeDamagedGzip() throws IOException {
        byte[] file = gzip(CAPTURE);
        Arrays.fill(file, file.length / 2, file.length / 2 + 100, (byte) 0xFF);

        Seen seen = Seen.of(file, folder);

        assertThat(seen.end()).isEqualTo(SourceEnd.DAMAGED);
        assertThat(seen.packets()).hasSizeGreaterThan(800);
        assertThat(seen.packets().subList(0, 800)).isEqualTo(plain().packets().subList(0, 800));
    }

    @Test
    void shouldDeliverEverythingBeforeDamagedZstd() throws IOException {
        byte[] file = Zstd.compress(CAPTURE);
        Arrays.fill(file, file.length / 2, file.length, (byte) 0xFF);

        Seen seen = Seen.of(file, folder);

        assertThat(seen.end()).isEqualTo(SourceEnd.DAMAGED);
        assertThat(seen.endDetail()).contains("zstd: ");
        assertThat(seen.packets()).hasSizeGreaterThan(500);
        assertThat(seen.packets().subList(0, 500)).isEqualTo(plain().packets().subList(0, 500));
    }

    @Test
    void shouldTellAWrongChecksumAfterAllPackets() throws IOException {
        byte[] file = gzip(CAPTURE);
        file[file.length - 8] ^= 1;

        Seen seen = Seen.of(file, folder);

        assertThat(seen.packets()).hasSize(2_000);
        assertThat(seen.end()).isEqualTo(SourceEnd.DAMAGED);
        assertThat(seen.endDetail()).endsWith("gzip: its checksum is wrong");
    }

    @Test
    void shouldTellWhatFollowsGzipAndIsNone() throws IOException {
        Seen seen = Seen.of(join(gzip(CAPTURE), "more".getBytes(UTF_8)), folder);

        assertThat(seen.packets()).hasSize(2_000);
        assertThat(seen.endDetail()).endsWith("gzip: no gzip header");
    }

    @Test
    void shouldEndWellOrTruncatedWhereverGzipIsCut() throws IOException {
        byte[] file = gzip(Arrays.copyOf(CAPTURE, FILE_HEADER + 3 * RECORD));
        for (int length = file.length - 1; length > 200; length--) {
            assertThat(Seen.of(Arrays.copyOf(file, length), folder).end())
                    .as("cut to %d of %d", length, file.length)
                    .isEqualTo(SourceEnd.TRUNCATED);
        }
    }

    @Test
    void shouldRefuseCompressedThingsThatAreNoCapture() throws IOException {
        Path gzip = Files.write(folder.resolve("a.gz"), gzip("a text".getBytes(UTF_8)));
        Path zstd = Files.write(folder.resolve("a.zst"), Zstd.compress("a text".getBytes(UTF_8)));
        Path twice = Files.write(folder.resolve("a.gz.gz"), gzip(gzip(CAPTURE)));
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(gzip(CAPTURE), 8));

        for (Path path : new Path[] {gzip, zstd, twice}) {
            assertThatThrownBy(() -> CaptureFiles.open(path))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(path + ": not a capture file (expected: ");
        }
        assertThatThrownBy(() -> CaptureFiles.open(cut))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(cut + ": gzip: it ends in its header (expected: ");
    }

    @Test
    void shouldTellPositionInTheFileItself() throws IOException {
        byte[] file = gzip(CAPTURE);
        try (PacketSource source = CaptureFiles.open(Files.write(folder.resolve("a"), file))) {
            Seen.of(source, new PacketBlock());

            assertThat(source.position()).isEqualTo(file.length).isEqualTo(source.size());
        }
    }

    private void assertSameAsPlain(byte[] compressed) throws IOException {
        assertThat(Seen.of(compressed, folder)).isEqualTo(plain());
    }

    private Seen plain() throws IOException {
        return Seen.of(CAPTURE, folder);
    }

    private static byte[] capture(int packets) {
        Random random = new Random(3);
        CaptureBytes file = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, 1);
        for (int i = 0; i < packets; i++) {
            byte[] bytes = payload(i, 500);
            for (int k = 0; k < 400; k++) { // mostly noise, so that compressed length follows plain length
                bytes[k] = (byte) random.nextInt();
            }
            file.pcapRecord(i, 0, 500, bytes);
        }
        return file.bytes();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
