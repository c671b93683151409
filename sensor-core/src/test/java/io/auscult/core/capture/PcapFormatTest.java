package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.bigEndian;
import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapFormatTest {
    private static final int ETHERNET = 1;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"LITTLE_ENDIAN", "BIG_ENDIAN"})
    void shouldReadBothByteOrders(String order) throws IOException {
        CaptureBytes file = CaptureBytes.in(order.startsWith("L") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .pcapHeader(PcapFormat.MICROSECONDS, ETHERNET)
                .pcapRecord(1_700_000_000L, 123_456, 60, payload(1, 60))
                .pcapRecord(1_700_000_001L, 999_999, 1514, payload(2, 96));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets())
                .containsExactly(
                        new Seen.SeenPacket(1_700_000_000_123_456_000L, 60, ETHERNET, 0, Seen.list(payload(1, 60))),
                        new Seen.SeenPacket(1_700_000_001_999_999_000L, 1514, ETHERNET, 0, Seen.list(payload(2, 96))));
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
        assertThat(seen.endDetail()).isEmpty();
        assertThat(seen.interfaces()).containsExactly("given.pcap");
    }

    @Test
    void shouldKeepNanoseconds() throws IOException {
        CaptureBytes file = bigEndian()
                .pcapHeader(PcapFormat.NANOSECONDS, ETHERNET)
                .pcapRecord(3_000_000_000L, 123_456_789, 4, payload(1, 4));

        assertThat(Seen.of(file.bytes(), folder).packets().getFirst().timestampNs())
                .isEqualTo(3_000_000_000_123_456_789L);
    }

    @Test
    void shouldReadKuznetsovRecords() throws IOException {
        CaptureBytes file = littleEndian().pcapHeader(PcapFormat.KUZNETSOV, ETHERNET);
        for (int i = 1; i <= 3; i++) {
            file.u32(i).u32(0).u32(20).u32(20); // as usual, then interface, protocol, packet type, padding
            file.u32(2).u16(0x0800).raw((byte) 4, (byte) 0).raw(payload(i, 20));
        }

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets()).hasSize(3);
        assertThat(seen.packets().getLast().bytes()).isEqualTo(Seen.list(payload(3, 20)));
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
    }

    @Test
    void shouldReadIxiaHeaders() throws IOException {
        CaptureBytes file = littleEndian()
                .pcapHeader(PcapFormat.IXIA_SOFTWARE, ETHERNET)
                .u32(36) // bytes of all records
                .pcapRecord(1, 7, 20, payload(1, 20));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets())
                .containsExactly(new Seen.SeenPacket(1_000_000_007L, 20, ETHERNET, 0, Seen.list(payload(1, 20))));
    }

    @Test
    void shouldSwapLengthsOfOldVersions() throws IOException {
        CaptureBytes file = littleEndian()
                .u32(PcapFormat.MICROSECONDS)
                .u16(2)
                .u16(2)
                .u32(0)
                .u32(0)
                .u32(68)
                .u32(ETHERNET)
                .u32(1)
                .u32(0)
                .u32(100)
                .u32(68)
                .raw(payload(1, 68));

        Seen.SeenPacket packet = Seen.of(file.bytes(), folder).packets().getFirst();

        assertThat(packet.captured()).isEqualTo(68);
        assertThat(packet.wire()).isEqualTo(100);
    }

    @Test
    void shouldLeaveOutFrameCheckBitsOfTheLinkType() throws IOException {
        CaptureBytes file =
                littleEndian().pcapHeader(PcapFormat.MICROSECONDS, 0x5400_0001).pcapRecord(1, 0, 4, payload(1, 4));

        assertThat(Seen.of(file.bytes(), folder).packets().getFirst().linkType())
                .isEqualTo(ETHERNET);
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 14, 101})
    void shouldCallEveryRawIpTheSame(int linkType) throws IOException {
        CaptureBytes file =
                littleEndian().pcapHeader(PcapFormat.MICROSECONDS, linkType).pcapRecord(1, 0, 4, payload(1, 4));

        assertThat(Seen.of(file.bytes(), folder).packets().getFirst().linkType())
                .isEqualTo(LinkType.RAW);
    }

    @Test
    void shouldDeliverEverythingBeforeAnAbsurdLength() throws IOException {
        CaptureBytes file = littleEndian()
                .pcapHeader(PcapFormat.MICROSECONDS, ETHERNET)
                .pcapRecord(1, 0, 60, payload(1, 60))
                .u32(2)
                .u32(0)
                .u32(0xFFFF_FFFFL)
                .u32(60)
                .raw(payload(2, 60));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets()).hasSize(1);
        assertThat(seen.end()).isEqualTo(SourceEnd.DAMAGED);
        assertThat(seen.endDetail())
                .endsWith(
                        "given.pcap: at byte 100, after packet 1: captured length: 4294967295 (expected: at most 262144)");
    }

    @Test
    void shouldCutPacketsThatMayBeLonger() throws IOException {
        int length = PacketBlock.MAX_PACKET + 2_000_000;
        CaptureBytes file = littleEndian()
                .pcapHeader(PcapFormat.MICROSECONDS, 249) // USBPcap
                .pcapRecord(1, 0, length, payload(1, length))
                .pcapRecord(2, 0, 60, payload(2, 60));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets()).extracting(Seen.SeenPacket::captured).containsExactly(PacketBlock.MAX_PACKET, 60);
        assertThat(seen.packets()).extracting(Seen.SeenPacket::wire).containsExactly(length, 60);
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
    }

    @Test
    void shouldNotLetWireLengthFallBelowWhatWasCaptured() throws IOException {
        CaptureBytes file = littleEndian()
                .pcapHeader(PcapFormat.MICROSECONDS, ETHERNET)
                .pcapRecord(1, 0, 10, payload(1, 60))
                .pcapRecord(2, 0, -1, payload(2, 60));

        assertThat(Seen.of(file.bytes(), folder).packets())
                .extracting(Seen.SeenPacket::wire)
                .containsExactly(60, Integer.MAX_VALUE);
    }

    @Test
    void shouldDeliverEmptyPackets() throws IOException {
        CaptureBytes file = littleEndian()
                .pcapHeader(PcapFormat.MICROSECONDS, ETHERNET)
                .pcapRecord(1, 0, 60, payload(1, 0))
                .pcapRecord(2, 0, 60, payload(1, 60));

        assertThat(Seen.of(file.bytes(), folder).packets())
                .extracting(Seen.SeenPacket::captured)
                .containsExactly(0, 60);
    }

    @Test
    void shouldSayTruncatedWhereverTheFileIsCut() throws IOException {
        byte[] file = littleEndian()
                .pcapHeader(PcapFormat.MICROSECONDS, ETHERNET)
                .pcapRecord(1, 0, 60, payload(1, 60))
                .pcapRecord(2, 0, 60, payload(2, 60))
                .bytes();
        int[] ends = {24, 100, 176};

        for (int length = 4; length <= file.length; length++) {
            Seen seen = Seen.of(Arrays.copyOf(file, length), folder);

            int at = length;
            boolean whole = Arrays.stream(ends).anyMatch(end -> end == at);
            assertThat(seen.end()).as("cut to %d", length).isEqualTo(whole ? SourceEnd.COMPLETE : SourceEnd.TRUNCATED);
            assertThat(seen.packets()).hasSize(length < 100 ? 0 : length < 176 ? 1 : 2);
            assertThat(seen.endDetail().isEmpty()).isEqualTo(whole);
        }
    }

    @Test
    void shouldRefuseWhatIsNoCapture() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.txt"), "a text");
        Path empty = Files.createFile(folder.resolve("empty.pcap"));

        assertThatThrownBy(() -> CaptureFiles.open(text))
                .isInstanceOf(IOException.class)
                .hasMessage(text + ": not a capture file (expected: pcap or pcapng, as it is or in gzip or zstd)");
        assertThatThrownBy(() -> CaptureFiles.open(empty))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(": empty (");
        assertThatThrownBy(() -> CaptureFiles.open(folder.resolve("gone")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone: no such file (");
        assertThatThrownBy(() -> CaptureFiles.open(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(": is a directory (");
    }

    @Test
    void shouldGiveTheSamePacketsWhateverTheBlockHolds() throws IOException {
        Random random = new Random(7);
        CaptureBytes bytes = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, ETHERNET);
        for (int i = 0; i < 3_000; i++) {
            int length = random.nextInt(50) == 0 ? random.nextInt(PacketBlock.MAX_PACKET / 4) : random.nextInt(1600);
            bytes.pcapRecord(i, 0, length, payload(i, length));
        }
        bytes.pcapRecord(3_000, 0, PacketBlock.MAX_PACKET, payload(3_000, PacketBlock.MAX_PACKET));
        Path file = Files.write(folder.resolve("many.pcap"), bytes.bytes());
        Seen whole = Seen.of(file);
        assertThat(whole.packets()).hasSize(3_001);

        for (int round = 0; round < 10; round++) {
            PacketBlock block = new PacketBlock(
                    RecordFormat.MAX_RECORD + random.nextInt(1 << round * 2), 1 + random.nextInt(1 << round));
            try (PacketSource source = CaptureFiles.open(file)) {
                assertThat(Seen.of(source, block)).isEqualTo(whole);
            }
        }
    }

    @Test
    void shouldEndWhenAsked() throws IOException {
        byte[] bytes = littleEndian()
                .pcapHeader(PcapFormat.MICROSECONDS, ETHERNET)
                .pcapRecord(1, 0, 4, payload(1, 4))
                .bytes();
        try (PacketSource source = CaptureFiles.open(Files.write(folder.resolve("a.pcap"), bytes))) {
            source.stop();

            assertThat(Seen.of(source, new PacketBlock()).packets()).isEmpty();
            assertThat(source.end()).isEqualTo(SourceEnd.COMPLETE);
        }
    }
}
