package io.auscult.core.capture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;

/**
 * Whatever the bytes are: they are refused with a reason or read to an end, every packet lies inside its block, and neither the size of blocks
 * nor the pieces that input comes in make a difference.
 */
class CaptureFuzzTest {
    private static final int SMALL = RecordFormat.MAX_RECORD + CaptureFile.PIECE;

    private final PacketBlock large = new PacketBlock();
    private final PacketBlock small = new PacketBlock(SMALL, 3);

    @FuzzTest
    void pcap(byte[] data) {
        readBothWays(data);
    }

    @FuzzTest
    void pcapng(byte[] data) {
        readBothWays(data);
    }

    @FuzzTest
    void gzip(byte[] data) {
        readBothWays(data);
    }

    @FuzzTest
    void zstd(byte[] data) {
        readBothWays(data);
    }

    /** What is inside is damaged, not what is around it. Only one layer is taken off. */
    @FuzzTest
    void compressed(byte[] data) throws IOException {
        int magic = data.length < 4
                ? 0
                : ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (GzipInput.isMagic(magic) || ZstdInput.isMagic(magic)) {
            return;
        }
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(data);
        }
        String plain = read(data, Integer.MAX_VALUE, large);
        assertThat(read(gzip.toByteArray(), Integer.MAX_VALUE, large)).isEqualTo(plain);
        assertThat(read(Zstd.compress(data), Integer.MAX_VALUE, large)).isEqualTo(plain);
    }

    private void readBothWays(byte[] data) {
        assertThat(read(data, 7, small)).isEqualTo(read(data, Integer.MAX_VALUE, large));
    }

    /** Everything that was read, or why not, as text. */
    private static String read(byte[] data, int piece, PacketBlock block) {
        StringBuilder seen = new StringBuilder();
        try (PacketSource source = CaptureFiles.recognise("fuzz", "fuzz", new MemoryInput(data, piece))) {
            boolean more = true;
            for (long number = 0; more; number++) {
                block.begin(number, 1);
                more = source.fill(block);
                for (int i = 0; i < block.count(); i++) {
                    append(seen, source, block, i);
                }
            }
            assertThat(source.end()).isNotEqualTo(SourceEnd.OPEN);
            assertThat(source.endDetail().isEmpty()).isEqualTo(source.end() == SourceEnd.COMPLETE);
            return seen.append(source.end())
                    .append(source.endDetail())
                    .append(source.interfaces())
                    .toString();
        } catch (IOException e) {
            assertThat(e).hasMessageStartingWith("fuzz: ").hasMessageContaining(" (expected: ");
            return String.valueOf(e.getMessage());
        }
    }

    private static void append(StringBuilder seen, PacketSource source, PacketBlock block, int i) {
        int from = block.offset(i);
        int captured = block.captured(i);
        assertThat(captured).isBetween(0, PacketBlock.MAX_PACKET);
        assertThat(from).isBetween(0, block.capacity() - captured);
        assertThat(block.wire(i)).isGreaterThanOrEqualTo(captured);
        assertThat(block.iface(i)).isLessThan(source.interfaces().size());
        seen.append(block.timestampNs(i)).append(' ').append(block.wire(i)).append(' ');
        seen.append(block.linkType(i)).append(' ').append(block.iface(i)).append(' ');
        seen.append(Arrays.hashCode(Arrays.copyOfRange(block.bytes(), from, from + captured)))
                .append('\n');
    }
}
