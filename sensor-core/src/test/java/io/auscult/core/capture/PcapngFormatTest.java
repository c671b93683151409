package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.bigEndian;
import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngFormatTest {
    private static final int ETHERNET = 1;
    private static final int IF_NAME = 2;
    private static final int IF_TSRESOL = 9;
    private static final int IF_TSOFFSET = 14;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadBothByteOrders(boolean big) throws IOException {
        CaptureBytes file = start(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
                .enhancedPacket(0, 1_700_000_000_123_456L, 60, payload(1, 60))
                .enhancedPacket(0, 1_700_000_001_000_000L, 1514, payload(2, 97));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets())
                .containsExactly(
                        new Seen.SeenPacket(1_700_000_000_123_456_000L, 60, ETHERNET, 0, Seen.list(payload(1, 60))),
                        new Seen.SeenPacket(1_700_000_001_000_000_000L, 1514, ETHERNET, 0, Seen.list(payload(2, 97))));
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
        assertThat(seen.interfaces()).containsExactly("given.pcap");
    }

    @ParameterizedTest
    @CsvSource({
        "6,  1700000000123456,    1700000000123456000",
        "0,  1700000000,          1700000000000000000",
        "3,  1700000000123,       1700000000123000000",
        "9,  1700000000123456789, 1700000000123456789",
        "12, 1700000000123456789, 1700000000123456", // picoseconds
        "18, 1700000000123456789, 1700000000",
        "127, 1700000000123456789, 1",
        "128, 1700000000,         1700000000000000000", // two to the 0th
        "138, 1740800000512,      1700000000500000000", // 2^-10: 512 of 1024
        "160, 7301444403200000001, 1700000000000000000", // 2^-32
        "160, 7301444405347483648, 1700000000500000000",
        "191, 4611686018427387904, 500000000", // 2^-63
        "192, -9223372036854775808, 500000000", // 2^-64, unsigned
        "255, -1, 0"
    })
    void shouldKeepTimeInEveryResolution(int resolution, long units, long expectedNs) throws IOException {
        CaptureBytes options = littleEndian().option(IF_TSRESOL, (byte) resolution);
        CaptureBytes file = littleEndian()
                .section()
                .describeInterface(ETHERNET, 0, options)
                .enhancedPacket(0, units, 4, payload(1, 4));

        assertThat(Seen.of(file.bytes(), folder).packets().getFirst().timestampNs())
                .isEqualTo(expectedNs);
    }

    @Test
    void shouldAddTheOffsetOfAnInterface() throws IOException {
        byte[] offset = littleEndian().u64(-3600).bytes();
        CaptureBytes file = littleEndian()
                .section()
                .describeInterface(ETHERNET, 0, littleEndian().option(IF_TSOFFSET, offset))
                .enhancedPacket(0, 7_200_000_000L, 4, payload(1, 4));

        assertThat(Seen.of(file.bytes(), folder).packets().getFirst().timestampNs())
                .isEqualTo(3_600_000_000_000L);
    }

    @Test
    void shouldKeepInterfacesOfSeveralSectionsApart() throws IOException {
        byte[] first = littleEndian()
                .section()
                .describeInterface(ETHERNET, 0, named("eth0", ByteOrder.LITTLE_ENDIAN))
                .describeInterface(113, 0, littleEndian())
                .enhancedPacket(1, 1, 4, payload(1, 4))
                .enhancedPacket(0, 2, 4, payload(2, 4))
                .bytes();
        byte[] second = bigEndian()
                .section()
                .describeInterface(ETHERNET, 0, named("eth0", ByteOrder.BIG_ENDIAN))
                .describeInterface(228, 0, named("tun0\u001b[2J", ByteOrder.BIG_ENDIAN))
                .enhancedPacket(1, 3, 4, payload(3, 4))
                .enhancedPacket(0, 4, 4, payload(4, 4))
                .bytes();

        Seen seen = Seen.of(littleEndian().raw(first).raw(second).bytes(), folder);

        assertThat(seen.interfaces()).containsExactly("eth0", "given.pcap#1", "tun0?[2J");
        assertThat(seen.packets())
                .extracting(Seen.SeenPacket::iface, Seen.SeenPacket::linkType)
                .containsExactly(tuple(1, 113), tuple(0, ETHERNET), tuple(2, 228), tuple(0, ETHERNET));
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
    }

    @Test
    void shouldReadSimplePacketsAtTheLatestTime() throws IOException {
        CaptureBytes file = littleEndian()
                .section()
                .describeInterface(ETHERNET, 64, littleEndian())
                .enhancedPacket(0, 5, 4, payload(1, 4))
                .block(PcapngFormat.SIMPLE_PACKET, littleEndian().u32(60).raw(payload(2, 60)))
                .block(PcapngFormat.SIMPLE_PACKET, littleEndian().u32(1500).raw(payload(3, 64)));

        assertThat(Seen.of(file.bytes(), folder).packets())
                .extracting(Seen.SeenPacket::timestampNs, Seen.SeenPacket::captured, Seen.SeenPacket::wire)
                .containsExactly(tuple(5_000L, 4, 4), tuple(5_000L, 60, 60), tuple(5_000L, 64, 1500));
    }

    @Test
    void shouldReadObsoletePacketBlocks() throws IOException {
        CaptureBytes body =
                bigEndian().u16(0).u16(3).u32(0).u32(77).u32(10).u32(20).raw(payload(1, 10));
        CaptureBytes file = start(ByteOrder.BIG_ENDIAN).block(PcapngFormat.PACKET, body);

        assertThat(Seen.of(file.bytes(), folder).packets())
                .containsExactly(new Seen.SeenPacket(77_000L, 20, ETHERNET, 0, Seen.list(payload(1, 10))));
    }

    @Test
    void shouldSumDropsOfInterfacesAndSections() throws IOException {
        CaptureBytes file = littleEndian();
        for (int section = 0; section < 2; section++) {
            file.section()
                    .describeInterface(ETHERNET, 0, littleEndian())
                    .describeInterface(ETHERNET, 0, littleEndian())
                    .block(PcapngFormat.INTERFACE_STATISTICS, statistics(0, 1, 10))
                    .block(PcapngFormat.INTERFACE_STATISTICS, statistics(0, 2, 20)) // later, in place of the first
                    .block(PcapngFormat.INTERFACE_STATISTICS, statistics(1, 5, 50));
        }
        try (PacketSource source = CaptureFiles.open(Files.write(folder.resolve("a"), file.bytes()))) {
            Seen.of(source, new PacketBlock());

            assertThat(source.droppedByInterface()).isEqualTo(14);
            assertThat(source.droppedByKernel()).isEqualTo(140);
        }
    }

    @Test
    void shouldPassOverLargeBlocksAndWipeSecrets() throws IOException {
        byte[] secret = new byte[3_000_000];
        Arrays.fill(secret, (byte) 0x5A);
        CaptureBytes file = start(ByteOrder.LITTLE_ENDIAN)
                .block(4, littleEndian().raw(payload(1, 2_000_000))) // names
                .block(0xBAD, littleEndian().raw(payload(2, 400_000))) // custom
                .block(PcapngFormat.DECRYPTION_SECRETS, littleEndian().raw(secret))
                .enhancedPacket(0, 1, 4, payload(1, 4))
                .block(PcapngFormat.DECRYPTION_SECRETS, littleEndian().raw(secret));
        PacketBlock block = new PacketBlock();
        try (PacketSource source = CaptureFiles.open(Files.write(folder.resolve("a"), file.bytes()))) {
            Seen seen = Seen.of(source, block);

            assertThat(seen.packets()).hasSize(1);
            assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
            int run = 0;
            for (byte b : block.bytes()) {
                run = b == 0x5A ? run + 1 : 0;
                assertThat(run).isLessThan(4);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 8, 31, 33, 0xFFFF_FFFFL})
    void shouldRefuseImpossibleBlockLengths(long total) throws IOException {
        CaptureBytes file = start(ByteOrder.LITTLE_ENDIAN)
                .enhancedPacket(0, 1, 4, payload(1, 4))
                .u32(PcapngFormat.ENHANCED_PACKET)
                .u32(total)
                .raw(new byte[100]);

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets()).hasSize(1);
        assertThat(seen.end()).isEqualTo(SourceEnd.DAMAGED);
        assertThat(seen.endDetail()).contains("after packet 1: block length: " + total + " (expected: ");
    }

    @Test
    void shouldRefuseLengthsThatContradictEachOther() throws IOException {
        byte[] file = start(ByteOrder.LITTLE_ENDIAN)
                .enhancedPacket(0, 1, 4, payload(1, 4))
                .enhancedPacket(0, 2, 4, payload(2, 4))
                .bytes();
        file[file.length - 4] ^= 4;

        Seen seen = Seen.of(file, folder);

        assertThat(seen.packets()).hasSize(1);
        assertThat(seen.endDetail()).endsWith("block length: 36 at its begin, 32 at its end");
    }

    @Test
    void shouldRefuseMoreBytesThanTheBlockHas() throws IOException {
        CaptureBytes body = littleEndian().u32(0).u64(0).u32(9).u32(9).raw(payload(1, 8));
        CaptureBytes file = start(ByteOrder.LITTLE_ENDIAN).block(PcapngFormat.ENHANCED_PACKET, body);

        assertThat(Seen.of(file.bytes(), folder).endDetail()).endsWith("captured length: 9 (expected: at most 8)");
    }

    @Test
    void shouldRefusePacketsOfAnInterfaceThatWasNotDescribed() throws IOException {
        CaptureBytes file = start(ByteOrder.LITTLE_ENDIAN).enhancedPacket(1, 1, 4, payload(1, 4));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.end()).isEqualTo(SourceEnd.DAMAGED);
        assertThat(seen.endDetail()).endsWith("interface: 1 (expected: less than 1)");
    }

    @Test
    void shouldForgetInterfacesWhenASectionEnds() throws IOException {
        CaptureBytes file = start(ByteOrder.LITTLE_ENDIAN).section().enhancedPacket(0, 1, 4, payload(1, 4));

        assertThat(Seen.of(file.bytes(), folder).end()).isEqualTo(SourceEnd.DAMAGED);
    }

    @Test
    void shouldCutPacketsThatMayBeLonger() throws IOException {
        int length = PacketBlock.MAX_PACKET + 1_000_000;
        CaptureBytes file = littleEndian()
                .section()
                .describeInterface(249, 0, littleEndian()) // USBPcap
                .enhancedPacket(0, 1, length, payload(1, length))
                .enhancedPacket(0, 2, 60, payload(2, 60));

        Seen seen = Seen.of(file.bytes(), folder);

        assertThat(seen.packets()).extracting(Seen.SeenPacket::captured).containsExactly(PacketBlock.MAX_PACKET, 60);
        assertThat(seen.end()).isEqualTo(SourceEnd.COMPLETE);
    }

    @Test
    void shouldSayTruncatedWhereverTheFileIsCut() throws IOException {
        byte[] file = start(ByteOrder.LITTLE_ENDIAN)
                .enhancedPacket(0, 1, 4, payload(1, 4))
                .block(4, littleEndian().raw(payload(9, 20)))
                .enhancedPacket(0, 2, 5, payload(2, 5))
                .bytes();
        int[] ends = {28, 48, 84, 116, 156};
        assertThat(file).hasSize(156);

        for (int length = 4; length <= file.length; length++) {
            Seen seen = Seen.of(Arrays.copyOf(file, length), folder);

            int at = length;
            boolean whole = Arrays.stream(ends).anyMatch(end -> end == at);
            assertThat(seen.end()).as("cut to %d", length).isEqualTo(whole ? SourceEnd.COMPLETE : SourceEnd.TRUNCATED);
            assertThat(seen.packets()).hasSize(length < 84 ? 0 : length < 156 ? 1 : 2);
        }
    }

    @Test
    void shouldGiveTheSamePacketsWhateverTheBlockHolds() throws IOException {
        Random random = new Random(11);
        CaptureBytes bytes = littleEndian();
        for (int i = 0; i < 2_000; i++) {
            if (i % 500 == 0) {
                bytes.section().describeInterface(ETHERNET, 0, littleEndian());
            }
            if (random.nextInt(200) == 0) {
                bytes.block(4, littleEndian().raw(payload(i, random.nextInt(1 << 19))));
            }
            int length = random.nextInt(50) == 0 ? random.nextInt(PacketBlock.MAX_PACKET / 4) : random.nextInt(1600);
            bytes.enhancedPacket(0, i, length, payload(i, length));
        }
        Path file = Files.write(folder.resolve("many.pcapng"), bytes.bytes());
        Seen whole = Seen.of(file);
        assertThat(whole.packets()).hasSize(2_000);
        assertThat(whole.end()).isEqualTo(SourceEnd.COMPLETE);

        for (int round = 0; round < 10; round++) {
            PacketBlock block = new PacketBlock(
                    RecordFormat.MAX_RECORD + random.nextInt(1 << round * 2), 1 + random.nextInt(1 << round));
            try (PacketSource source = CaptureFiles.open(file)) {
                assertThat(Seen.of(source, block)).isEqualTo(whole);
            }
        }
    }

    private static CaptureBytes start(ByteOrder order) {
        return CaptureBytes.in(order).section().describeInterface(ETHERNET, 0, CaptureBytes.in(order));
    }

    private static CaptureBytes named(String name, ByteOrder order) {
        return CaptureBytes.in(order).option(IF_NAME, name.getBytes(StandardCharsets.UTF_8));
    }

    private static CaptureBytes statistics(int iface, long byInterface, long byKernel) {
        return littleEndian()
                .u32(iface)
                .u64(0)
                .option(5, littleEndian().u64(byInterface).bytes())
                .option(7, littleEndian().u64(byKernel).bytes())
                .option(0);
    }
}
