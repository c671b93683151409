package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class ChecksumTest {
    private final DecoderBench bench = new DecoderBench();

    @Test
    void shouldSumLikeTheTextbook() {
        Random random = new Random(7);
        byte[] bytes = new byte[300];
        for (int round = 0; round < 500; round++) {
            random.nextBytes(bytes);
            int offset = random.nextInt(40);
            int length = random.nextInt(bytes.length - offset);
            long slow = 0;
            for (int i = 0; i < length; i++) {
                slow += (bytes[offset + i] & 0xFF) << ((i & 1) == 0 ? 8 : 0);
            }
            while (slow > 0xFFFF) {
                slow = (slow & 0xFFFF) + (slow >>> 16);
            }
            assertThat(InternetChecksum.fold(InternetChecksum.sum(bytes, offset, length)))
                    .isEqualTo((int) slow);
        }
    }

    @Test
    void shouldAcceptRightSums() {
        bench.decode(frame().ethernet(0x0800).ipv4(6, frame().tcp(80, TcpHeader.ACK, "odd")));
        bench.decode(frame().ethernet(0x86DD).ipv6(6, frame().tcp(80, TcpHeader.ACK, "even")));
        bench.decode(frame().ethernet(0x0800).ipv4(17, frame().udp(53, frame().text("query"))));
        bench.decode(frame().ethernet(0x86DD).ipv6(17, frame().udp(53, frame().text("query"))));
        bench.decode(frame().ethernet(0x0800)
                .ipv4(1, frame().hex("0800 0000 0001 0002").text("ping")));
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(58, frame().hex("8000 0000 0001 0002").text("ping")));

        assertThat(bench.count(Counter.CHECKSUM_BAD_TRANSPORT)).isZero();
    }

    @Test
    void shouldFlagWrongSumsAndKeepThePacket() {
        damaged(
                frame().ethernet(0x0800).ipv4(6, frame().tcp(80, TcpHeader.ACK, "data")),
                Packet.Type.TCP,
                Anomaly.BAD_TCP_CHECKSUM);
        damaged(
                frame().ethernet(0x86DD).ipv6(6, frame().tcp(80, TcpHeader.ACK, "data")),
                Packet.Type.TCP,
                Anomaly.BAD_TCP_CHECKSUM);
        damaged(
                frame().ethernet(0x0800).ipv4(17, frame().udp(53, frame().text("query"))),
                Packet.Type.UDP,
                Anomaly.BAD_UDP_CHECKSUM);
        damaged(
                frame().ethernet(0x0800).ipv4(1, frame().hex("0800 0000 0001 0002")),
                Packet.Type.ICMP,
                Anomaly.BAD_ICMP_CHECKSUM);
        damaged(
                frame().ethernet(0x86DD).ipv6(58, frame().hex("8000 0000 0001 0002")),
                Packet.Type.ICMP,
                Anomaly.BAD_ICMP_CHECKSUM);
        damaged(
                frame().ethernet(0x0800).ipv4(132, frame().u32(1).u32(2).u32(3).u32(4)),
                Packet.Type.SCTP,
                Anomaly.BAD_SCTP_CHECKSUM);
    }

    private void damaged(FrameBuilder frame, Packet.Type type, Anomaly anomaly) {
        byte[] bytes = frame.bytes();
        bytes[bytes.length - 1] ^= 0x40;
        long before = bench.count(anomaly);

        bench.decode(LinkType.ETHERNET, bytes, bytes.length);

        assertThat(bench.packet.type).isEqualTo(type);
        assertThat(bench.packet.transportChecksumBad).as(anomaly.weird()).isTrue();
        assertThat(bench.count(anomaly)).isEqualTo(before + 1);
    }

    @Test
    void shouldVerifyCrcOfSctp() {
        byte[] frame = frame().ethernet(0x0800)
                .ipv4(132, frame().u16(1).u16(2).u32(3).u32(0).text("chunk"))
                .bytes();
        CRC32C crc = new CRC32C();
        crc.update(frame, 34, 17);
        BigEndian.putInt(frame, 42, Integer.reverseBytes((int) crc.getValue()));

        bench.decode(LinkType.ETHERNET, frame, frame.length);

        assertThat(bench.packet.transportChecksumBad).isFalse();
        assertThat(bench.count(Anomaly.BAD_SCTP_CHECKSUM)).isZero();
    }

    @Test
    void shouldNotBlameWhatWasLeftToTheNetworkCard() {
        byte[] frame = frame().ethernet(0x0800)
                .ipv4(6, frame().tcp(80, TcpHeader.ACK, "data"))
                .bytes();
        long pseudo = InternetChecksum.sum(frame, 26, 8) + 6 + 24;
        BigEndian.putShort(frame, 50, InternetChecksum.fold(pseudo));
        bench.decode(LinkType.ETHERNET, frame, frame.length);
        BigEndian.putShort(frame, 50, InternetChecksum.fold(pseudo - 24));
        bench.decode(LinkType.ETHERNET, frame, frame.length);
        BigEndian.putShort(frame, 50, 0);
        bench.decode(LinkType.ETHERNET, frame, frame.length);

        assertThat(bench.count(Counter.CHECKSUM_BAD_TRANSPORT)).isZero();
    }

    @Test
    void shouldNotJudgePacketsThatWereCut() {
        byte[] frame = frame().ethernet(0x0800)
                .ipv4(6, frame().tcp(80, TcpHeader.ACK, "data"))
                .bytes();

        bench.decode(LinkType.ETHERNET, java.util.Arrays.copyOf(frame, 56), frame.length);

        assertThat(bench.packet.type).isEqualTo(Packet.Type.TCP);
        assertThat(bench.count(Counter.CHECKSUM_BAD_TRANSPORT)).isZero();
    }

    @Test
    void shouldLeaveThemWhenToldTo() {
        DecoderBench lenient = new DecoderBench(DecoderBench.EVERY_PACKET.withTransportChecksums(false));
        byte[] frame = frame().ethernet(0x0800)
                .ipv4(6, frame().tcp(80, TcpHeader.ACK, "data"))
                .bytes();
        frame[frame.length - 1]++;

        lenient.decode(LinkType.ETHERNET, frame, frame.length);

        assertThat(lenient.packet.transportChecksumBad).isFalse();
    }
}
