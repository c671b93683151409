package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.capture.PacketBlock;
import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.decode.Packet.Type;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Datagrams in pieces: {@code piece(offset, more, text)} as they come by. */
class FragmentsTest {
    private static final String FIRST_SYN = "9c40 0050 00000001 00000000 5002 0200 0000 0000"; // TCP header, 20 bytes

    private DecoderBench bench = new DecoderBench();
    private int id = 1;

    private Packet p() {
        return bench.packet;
    }

    private Packet piece(int offset, boolean more, FrameBuilder data) {
        return bench.decode(frame().ethernet(0x0800)
                .ipv4("0a000001", "0a000002", 17, id, (more ? 0x2000 : 0) | offset / 8, 64, data));
    }

    /** A UDP datagram of header and {@code text}, whose length the header tells. */
    private FrameBuilder udpHeader(int payload) {
        return frame().u16(40000).u16(53).u16(8 + payload).u16(0);
    }

    private static FrameBuilder text(String text) {
        return frame().text(text);
    }

    @Test
    void shouldJoinFragmentsInAnyOrder() {
        assertThat(piece(16, false, text("end")).type).isEqualTo(Type.FRAGMENT);
        assertThat(piece(8, true, text("01234567")).type).isEqualTo(Type.FRAGMENT);
        assertThat(bench.decoder.heldFragments()).isEqualTo(2);
        piece(0, true, udpHeader(11));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(p().dstPort).isEqualTo(53);
        assertThat(bench.payload()).isEqualTo("01234567end");
        assertThat(p().ipLength).isEqualTo(39);
        assertThat(p().payloadLength).isEqualTo(11);
        assertThat(p().srcMac).isEqualTo(0x020000000001L);
        assertThat(bench.decoder.heldFragments()).isZero();
        assertThat(bench.count(Counter.DATAGRAMS_JOINED)).isEqualTo(1);
        assertThat(bench.count(Counter.FRAGMENTS_RECEIVED)).isEqualTo(3);
        assertThat(bench.count(Counter.PACKETS_PROCESSED)).isEqualTo(2);
    }

    @Test
    void shouldMarkFragmentsSoThatLanesSkipThem() {
        piece(0, true, udpHeader(3));
        assertThat(bench.block.shard(0)).isEqualTo(PacketBlock.NO_SHARD);
        piece(8, false, text("end"));
        assertThat(bench.block.shard(1)).isNotEqualTo(PacketBlock.NO_SHARD);
    }

    @Test
    void shouldLetASecondDecoderFindTheJoinedDatagram() {
        piece(0, true, udpHeader(3));
        piece(8, false, text("end"));
        Packet again = new Packet();

        PacketDecoder.second(bench.counters, DecodeSettings.DEFAULT).decode(bench.block, 1, again, bench.weird);

        assertThat(again.type).isEqualTo(Type.UDP);
        assertThat(again.payloadLength).isEqualTo(3);
        assertThat(again.flowHash).isEqualTo(p().flowHash);
        assertThat(again.bytes).isSameAs(bench.block.side());
        assertThat(bench.count(Counter.DATAGRAMS_JOINED)).isEqualTo(1);
    }

    @Test
    void shouldVerifyChecksumOfTheWhole() {
        piece(0, true, frame().u16(40000).u16(53).u16(11).u16(0xBAD));
        piece(8, false, text("end"));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(p().transportChecksumBad).isTrue();
        assertThat(p().ipChecksumBad).isFalse();
    }

    @Test
    void shouldJoinManyDatagramsBetweenEachOther() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            for (id = round * 10; id < round * 10 + 10; id++) {
                piece(0, true, udpHeader(3000 + id % 7));
            }
            for (id = round * 10; id < round * 10 + 10; id++) {
                piece(8, true, frame().zeros(1480));
            }
            for (id = round * 10; id < round * 10 + 10; id++) {
                byte[] rest = new byte[1520 + id % 7];
                random.nextBytes(rest);
                piece(1488, false, frame().raw(rest));
                assertThat(p().type).isEqualTo(Type.UDP);
                assertThat(p().payloadCaptured).isEqualTo(3000 + id % 7);
                assertThat(Arrays.equals(
                                p().bytes,
                                p().payloadOffset + 1480,
                                p().payloadOffset + p().payloadCaptured,
                                rest,
                                0,
                                rest.length))
                        .isTrue();
            }
        }
        assertThat(bench.count(Counter.DATAGRAMS_JOINED)).isEqualTo(3000);
        assertThat(bench.count(Counter.PACKETS_DROPPED_FRAGMENT)).isZero();
    }

    @Test
    void shouldIgnoreSecondCopiesOfFragments() {
        piece(0, true, udpHeader(3));
        piece(0, true, udpHeader(3));
        piece(8, false, text("end"));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(bench.count(Anomaly.FRAGMENT_OVERLAP)).isZero();
        assertThat(bench.count(Counter.PACKETS_PROCESSED)).isEqualTo(2);
    }

    @Test
    void shouldJoinIpv6AndDropTheFragmentHeader() {
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(44, frame().hex("11 00 0001 00000007").raw(udpHeader(3).bytes())));
        assertThat(p().type).isEqualTo(Type.FRAGMENT);
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(44, frame().hex("11 00 0008 00000007").text("end")));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(p().proto).isEqualTo(17);
        assertThat(p().ipVersion).isEqualTo(6);
        assertThat(bench.payload()).isEqualTo("end");
        assertThat(p().ipLength).isEqualTo(51);
    }

    @Test
    void shouldJoinIpv6BehindOtherExtensionHeaders() {
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(
                        60,
                        frame().hex("2c00 0104 00000000")
                                .hex("11 00 0001 00000007")
                                .raw(udpHeader(3).bytes())));
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(
                        60,
                        frame().hex("2c00 0104 00000000")
                                .hex("11 00 0008 00000007")
                                .text("end")));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(bench.payload()).isEqualTo("end");
        assertThat(p().ipLength).isEqualTo(59);
    }

    @Test
    void shouldTakeAtomicFragmentsAsTheyAre() {
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(
                        44,
                        frame().hex("11 00 0000 00000007")
                                .raw(udpHeader(3).bytes())
                                .text("end")));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(bench.payload()).isEqualTo("end");
        assertThat(bench.count(Counter.FRAGMENTS_RECEIVED)).isZero();
    }

    @Test
    void shouldKeepVlanAndLinkOfTheFirstFragment() {
        FrameBuilder first = frame().ipv4("0a000001", "0a000002", 17, 9, 0x2000, 64, udpHeader(3));
        bench.decode(frame().ethernet(0x8100).u16(5).u16(0x0800).raw(first.bytes()));
        bench.decode(
                frame().ethernet(0x8100).u16(5).u16(0x0800).ipv4("0a000001", "0a000002", 17, 9, 1, 64, text("end")));

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(p().vlan).isEqualTo(5);
    }

    /** Novak's picture: what each system reads of fragments that overlap in every way. */
    @Test
    void shouldFollowTheNamedPolicyWhereFragmentsOverlap() {
        assertThat(overlapped(FragmentPolicy.FIRST)).isEqualTo("111422333666");
        assertThat(overlapped(FragmentPolicy.LAST)).isEqualTo("144442555666");
        assertThat(overlapped(FragmentPolicy.BSD)).isEqualTo("111442333666");
        assertThat(overlapped(FragmentPolicy.BSD_RIGHT)).isEqualTo("144422555666");
        assertThat(overlapped(FragmentPolicy.LINUX)).isEqualTo("111442555666");
        assertThat(overlapped(FragmentPolicy.WINDOWS)).isEqualTo("111422333666");
    }

    /** Units 0 to 11 behind the header: 1 at 0-2, 2 at 4-5, 3 at 6-8, 4 at 1-4, 5 at 6-8, 6 at 9-11. */
    private String overlapped(FragmentPolicy policy) {
        bench = new DecoderBench(DecoderBench.EVERY_PACKET.withFragments(policy, 16, 1 << 17, 30_000_000_000L));
        piece(0, true, udpHeader(96));
        piece(8, true, text("1".repeat(24)));
        piece(40, true, text("2".repeat(16)));
        piece(56, true, text("3".repeat(24)));
        piece(16, true, text("4".repeat(32)));
        piece(56, true, text("5".repeat(24)));
        piece(80, false, text("6".repeat(24)));
        assertThat(bench.count(Anomaly.FRAGMENT_INCONSISTENT)).isEqualTo(2);
        StringBuilder units = new StringBuilder();
        for (int i = 0; i < 96; i += 8) {
            units.append(bench.payload().charAt(i));
        }
        return units.toString();
    }

    @Test
    void shouldPreferWhatEnvelopsOnWindows() {
        bench = new DecoderBench(
                DecoderBench.EVERY_PACKET.withFragments(FragmentPolicy.WINDOWS, 16, 1 << 17, 30_000_000_000L));
        piece(16, true, text("11111111"));
        piece(8, true, text("222222222222222222222222"));
        piece(0, true, udpHeader(27));
        piece(32, false, text("333"));

        assertThat(bench.payload()).isEqualTo("222222222222222222222222333");
    }

    @Test
    void shouldNameOverlapOfTheSameBytes() {
        piece(0, true, udpHeader(19).text("01234567"));
        piece(8, true, text("0123456789abcdef"));

        assertThat(bench.count(Anomaly.FRAGMENT_OVERLAP)).isEqualTo(1);
        assertThat(bench.count(Anomaly.FRAGMENT_INCONSISTENT)).isZero();
    }

    @Test
    void shouldNameTinyOversizeAndContradictoryFragments() {
        bench.decode(frame().ethernet(0x0800)
                .ipv4("0a000001", "0a000002", 6, 3, 0x2000, 64, frame().hex(FIRST_SYN.substring(0, 19))));
        assertThat(bench.count(Anomaly.FRAGMENT_TINY)).isEqualTo(1);

        piece(65528, false, frame().zeros(100));
        assertThat(p().dropReason).isEqualTo(Counter.PACKETS_DROPPED_FRAGMENT);
        assertThat(bench.count(Anomaly.FRAGMENT_OVERSIZE)).isEqualTo(1);

        id = 50;
        piece(64, false, text("end"));
        piece(128, true, text("01234567"));
        assertThat(p().type).isEqualTo(Type.DROPPED);
        piece(32, false, text("end"));
        assertThat(p().type).isEqualTo(Type.DROPPED);
        assertThat(bench.count(Anomaly.FRAGMENT_SIZE_CHANGE)).isEqualTo(2);
    }

    @Test
    void shouldRefuseDatagramsThatNoLengthFieldCanHold() {
        for (int at = 0; at < 65_520; at += 1456) {
            piece(at, true, frame().zeros(1456));
        }
        piece(65_520, false, frame().zeros(8));

        assertThat(p().type).isEqualTo(Type.DROPPED);
        assertThat(bench.count(Anomaly.FRAGMENT_OVERSIZE)).isEqualTo(1);
        assertThat(bench.count(Counter.PACKETS_DROPPED_FRAGMENT)).isEqualTo(46);
        assertThat(bench.decoder.heldFragments()).isZero();
    }

    @Test
    void shouldGiveUpWhatIsTooOld() {
        piece(0, true, udpHeader(3));
        bench.afterMs(30_001);
        piece(8, false, text("end"));

        assertThat(p().type).isEqualTo(Type.FRAGMENT);
        assertThat(bench.count(Counter.PACKETS_DROPPED_FRAGMENT)).isEqualTo(1);
        bench.decoder.end();
        assertThat(bench.count(Counter.PACKETS_DROPPED_FRAGMENT)).isEqualTo(2);
        assertThat(bench.decoder.heldFragments()).isZero();
    }

    @Test
    void shouldEvictTheOldestDatagramWhenTheTableIsFull() {
        bench = new DecoderBench(
                DecoderBench.EVERY_PACKET.withFragments(FragmentPolicy.FIRST, 4, 1 << 17, 30_000_000_000L));
        for (id = 1; id <= 5; id++) {
            piece(0, true, udpHeader(3));
        }
        assertThat(bench.count(Anomaly.FRAGMENT_TABLE_FULL)).isEqualTo(1);
        assertThat(bench.count(Counter.PACKETS_DROPPED_FRAGMENT)).isEqualTo(1);

        id = 2;
        piece(8, false, text("end"));
        assertThat(p().type).isEqualTo(Type.UDP);
        id = 1;
        piece(8, false, text("end"));
        assertThat(p().type).isEqualTo(Type.FRAGMENT);
    }

    @Test
    void shouldEvictTheOldestDatagramWhenMemoryIsFull() {
        bench = new DecoderBench(
                DecoderBench.EVERY_PACKET.withFragments(FragmentPolicy.FIRST, 1000, 1 << 16, 30_000_000_000L));
        for (id = 1; id <= 100; id++) {
            piece(0, true, udpHeader(3));
        }

        assertThat(bench.decoder.heldFragments()).isEqualTo(32);
        assertThat(bench.count(Counter.PACKETS_DROPPED_FRAGMENT)).isEqualTo(68);
    }

    @Test
    void shouldAccountForEveryFragmentOfAFlood() {
        Random random = new Random(3);
        int received = 0;
        int whole = 0;
        for (; received < 200_000; received++) {
            id = random.nextInt(5000);
            piece(random.nextInt(20) * 8, random.nextInt(4) > 0, frame().zeros(8 + random.nextInt(3) * 8));
            bench.afterUs(random.nextInt(2000));
            whole += p().type == Type.FRAGMENT || p().type == Type.DROPPED ? 0 : 1;
        }

        assertThat(whole).isGreaterThan(100);
        // drops for other reasons: datagrams joined of zeros are no sound UDP
        assertThat(bench.count(Counter.PACKETS_PROCESSED)
                        + whole
                        + bench.count(Counter.PACKETS_DROPPED_FRAGMENT)
                        + bench.count(Counter.PACKETS_DROPPED_MALFORMED)
                        + bench.decoder.heldFragments())
                .isEqualTo(received);
    }

    @Test
    void shouldShowPortsOfAFirstFragmentThatWasCut() {
        byte[] cut = frame().ethernet(0x0800)
                .ipv4("0a000001", "0a000002", 17, 9, 0x2000, 64, udpHeader(500).zeros(500))
                .bytes();

        bench.decode(LinkType.ETHERNET, Arrays.copyOf(cut, 60), cut.length);

        assertThat(p().type).isEqualTo(Type.UDP);
        assertThat(p().dstPort).isEqualTo(53);
    }

    @Test
    void shouldBoundTheSideBufferOfABlock() {
        bench.decoder.decode(manyJoined(), 0, p(), bench.weird);
        int refused = 0;
        PacketBlock block = manyJoined();
        for (int i = 0; i < block.count(); i++) {
            bench.decoder.decode(block, i, p(), bench.weird);
            refused += p().type == Type.DROPPED ? 1 : 0;
        }
        assertThat(block.side().length).isLessThanOrEqualTo(PacketBlock.MAX_SIDE);
        assertThat(refused).isZero(); // what fits a block fits its side buffer, link headers included
    }

    private static PacketBlock manyJoined() {
        PacketBlock block = new PacketBlock();
        block.begin(0, 1);
        int at = 0;
        for (int n = 0; block.hasRoom() && at < PacketBlock.CAPACITY; n++) {
            byte[] frame = frame().ethernet(0x0800)
                    .ipv4(
                            "0a000001",
                            "0a000002",
                            17,
                            n / 2,
                            n % 2 == 0 ? 0x2000 : 1,
                            64,
                            n % 2 == 0 ? frame().u16(1).u16(2).u16(11).u16(0) : text("end"))
                    .bytes();
            System.arraycopy(frame, 0, block.bytes(), at, frame.length);
            block.add(at, frame.length, frame.length, 1, 1, 0);
            at += frame.length;
        }
        return block;
    }
}
