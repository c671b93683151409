package io.auscult.core.capture;

import static io.auscult.core.capture.CaptureBytes.littleEndian;
import static io.auscult.core.capture.CaptureBytes.payload;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilteredSourceTest {
    private static final int ETHERNET = 1;

    @TempDir
    Path folder;

    @BeforeEach
    void needLibpcap() {
        LiveSourceTest.assumeLibpcap();
    }

    @Test
    void shouldLeaveOutWhatTheExpressionDoesNotName() throws IOException {
        CaptureBytes file = littleEndian().pcapHeader(PcapFormat.MICROSECONDS, ETHERNET);
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = payload(i, 60);
            frame[20] = (byte) i;
            file.pcapRecord(i, 0, i % 3 == 0 ? 1500 : 60, frame);
        }
        Path path = Files.write(folder.resolve("a"), file.bytes());

        Filtered byByte = filter(path, "ether[20] = 7");
        Filtered byWireLength = filter(path, "greater 1000");
        Filtered nothing = filter(path, "less 10");

        assertThat(byByte.seen().packets())
                .hasSize(79)
                .allSatisfy(p -> assertThat(p.bytes().get(20)).isEqualTo((byte) 7));
        assertThat(byByte.left()).isEqualTo(20_000 - 79);
        assertThat(byWireLength.seen().packets()).hasSize(6_667);
        assertThat(nothing.seen().packets()).isEmpty();
        assertThat(nothing.seen().end()).isEqualTo(SourceEnd.COMPLETE);
    }

    @Test
    void shouldCompileForEachLinkType() throws IOException {
        byte[] ip = new byte[20]; // IPv4, TCP
        ip[0] = 0x45;
        ip[9] = 6;
        byte[] frame = new byte[34];
        frame[12] = 8;
        System.arraycopy(ip, 0, frame, 14, 20);
        CaptureBytes file = littleEndian()
                .section()
                .describeInterface(ETHERNET, 0, littleEndian())
                .describeInterface(LinkType.RAW, 0, littleEndian())
                .describeInterface(500, 0, littleEndian()); // no such link type
        for (int i = 0; i < 4; i++) {
            ip[9] = frame[23] = (byte) (i % 2 == 0 ? 6 : 17);
            file.enhancedPacket(0, i, 34, frame).enhancedPacket(1, i, 20, ip).enhancedPacket(2, i, 20, ip);
        }
        Path path = Files.write(folder.resolve("a"), file.bytes());

        Filtered tcp = filter(path, "tcp");

        assertThat(tcp.seen().packets()).extracting(Seen.SeenPacket::iface).containsExactly(0, 1, 0, 1);
        assertThat(tcp.note()).startsWith("[filter: packets of link type 500 are left out: ");
    }

    @Test
    void shouldSayWhatIsWrongWithAnExpression() throws IOException {
        byte[] file =
                littleEndian().pcapHeader(PcapFormat.MICROSECONDS, ETHERNET).bytes();
        try (PacketSource source = CaptureFiles.open(Files.write(folder.resolve("a"), file))) {
            assertThatThrownBy(() -> FilteredSource.of(source, "tcp prt 80"))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("filter: ")
                    .hasMessageEndingWith(" (expected: a pcap-filter expression)");
        }
    }

    private record Filtered(Seen seen, long left, String note) {}

    private static Filtered filter(Path path, String expression) throws IOException {
        try (FilteredSource source = FilteredSource.of(CaptureFiles.open(path), expression)) {
            Seen seen = Seen.of(source, new PacketBlock());
            return new Filtered(seen, source.filtered(), source.notes().toString());
        }
    }
}
