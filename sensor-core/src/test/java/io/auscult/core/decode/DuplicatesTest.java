package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Counter;
import io.auscult.core.decode.Packet.Type;
import org.junit.jupiter.api.Test;

/** Which repetitions are second copies of a mirror port, and which were sent twice. */
class DuplicatesTest {
    private static final String MACS = "020000000002 020000000001";
    private static final String OTHER_MACS = "020000000004 020000000003";

    private DecoderBench bench = new DecoderBench(DecodeSettings.DEFAULT);
    private int ttl = 64;
    private int id = 0x1234;

    private static FrameBuilder data(int sequence, String text) {
        return frame().u16(40000)
                .u16(80)
                .u32(sequence)
                .u32(2000)
                .u8(0x50)
                .u8(0x18)
                .u16(512)
                .u16(0)
                .u16(0)
                .text(text);
    }

    private static FrameBuilder ack(int number) {
        return frame().u16(40000)
                .u16(80)
                .u32(1000)
                .u32(number)
                .u8(0x50)
                .u8(0x10)
                .u16(512)
                .u16(0)
                .u16(0);
    }

    private FrameBuilder over4(FrameBuilder segment) {
        return frame().ipv4("0a000001", "0a000002", 6, id, 0x4000, ttl, segment);
    }

    private boolean isLeftOut(String macs, FrameBuilder ip) {
        bench.decode(frame().hex(macs)
                .u16((ip.bytes()[0] & 0xF0) == 0x60 ? 0x86DD : 0x0800)
                .raw(ip.bytes()));
        return wasLeftOut();
    }

    private boolean wasLeftOut() {
        if (bench.packet.type == Type.DROPPED) {
            assertThat(bench.packet.dropReason).isEqualTo(Counter.PACKETS_DROPPED_DUPLICATE);
            return true;
        }
        return false;
    }

    @Test
    void shouldLeaveOutExactCopiesOfNumberedPackets() {
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse();
        bench.afterUs(10);
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isTrue();
        bench.afterUs(10);
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isTrue();
        assertThat(bench.count(Counter.PACKETS_DROPPED_DUPLICATE)).isEqualTo(2);
        assertThat(bench.block.shard(1)).isEqualTo(io.auscult.core.capture.PacketBlock.NO_SHARD);
    }

    @Test
    void shouldLeaveOutWhatARouterPassedOn() {
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse();
        ttl = 63;
        assertThat(isLeftOut(OTHER_MACS, over4(data(1, "GET /")))).isTrue();
        id = 0; // no number is needed
        ttl = 64;
        assertThat(isLeftOut(MACS, over4(data(2, "x")))).isFalse();
        ttl = 63;
        assertThat(isLeftOut(OTHER_MACS, over4(data(2, "x")))).isTrue();
    }

    @Test
    void shouldLeaveOutCopiesWithAndWithoutVlanTag() {
        byte[] ip = over4(data(1, "GET /")).bytes();
        bench.decode(frame().hex(MACS).hex("8100 0064 0800").raw(ip));
        assertThat(wasLeftOut()).isFalse();
        bench.decode(frame().hex(MACS).hex("0800").raw(ip));
        assertThat(wasLeftOut()).isTrue();
        bench.decode(frame().hex(MACS).hex("8100 00c8 0800").raw(ip));
        assertThat(wasLeftOut()).isTrue();
    }

    @Test
    void shouldLeaveOutCopiesOfIpv6ThatTookAnotherWay() {
        FrameBuilder v6 = frame().ipv6(6, data(1, "GET /"));
        assertThat(isLeftOut(MACS, v6)).isFalse();
        byte[] routed = v6.bytes();
        routed[7]--;
        assertThat(isLeftOut(OTHER_MACS, frame().raw(routed))).isTrue();
    }

    @Test
    void shouldKeepRetransmissions() {
        isLeftOut(MACS, over4(data(1, "GET /")));
        id++;
        bench.afterUs(300);
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse();
    }

    @Test
    void shouldKeepRepetitionsAfterTheWindow() {
        isLeftOut(MACS, over4(data(1, "GET /")));
        bench.afterMs(6);
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse();
    }

    @Test
    void shouldKeepEqualAcknowledgmentsOfHostsThatDoNotNumber() {
        id = 0;
        for (int i = 0; i < 20; i++) {
            assertThat(isLeftOut(MACS, over4(ack(5000)))).isFalse();
            bench.afterUs(20);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(isLeftOut(MACS, frame().ipv6(6, ack(5000)))).isFalse();
            bench.afterUs(20);
        }
    }

    @Test
    void shouldKeepRepeatedPollsOfHostsWhoseNumberNeverChanges() {
        FrameBuilder one = frame().udp(161, frame().text("get"));
        FrameBuilder two = frame().udp(162, frame().text("get"));
        isLeftOut(MACS, frame().ipv4("0a000001", "0a000002", 17, 1, 0, 64, one));
        isLeftOut(MACS, frame().ipv4("0a000001", "0a000002", 17, 1, 0, 64, two));
        for (int i = 0; i < 20; i++) {
            bench.afterUs(500);
            assertThat(isLeftOut(MACS, frame().ipv4("0a000001", "0a000002", 17, 1, 0, 64, one)))
                    .isFalse();
        }
    }

    @Test
    void shouldKeepPingsThatDifferInSequenceOnly() {
        for (int i = 0; i < 10; i++) {
            assertThat(isLeftOut(
                            MACS,
                            frame().ipv4(
                                            "0a000001",
                                            "0a000002",
                                            1,
                                            7,
                                            0,
                                            64,
                                            frame().hex("0800 0000 0001").u16(i))))
                    .isFalse();
        }
    }

    @Test
    void shouldKeepProbesThatDifferInHopsOnly() {
        for (ttl = 1; ttl < 20; ttl++) {
            bench.afterUs(100);
            assertThat(isLeftOut(MACS, over4(data(1, "")))).isFalse();
        }
    }

    @Test
    void shouldKeepWhatRoutersSayOnEachOfTheirNetworks() {
        FrameBuilder advertisement = frame().hex(
                        "6000000000083aff fe800000000000000000000000000001 ff020000000000000000000000000001 86000000 40000708");
        for (int vlan = 1; vlan < 10; vlan++) {
            bench.decode(frame().hex(MACS).hex("8100").u16(vlan).hex("86dd").raw(advertisement.bytes()));
            assertThat(wasLeftOut()).isFalse();
        }
    }

    @Test
    void shouldLeaveOutUnnumberedCopiesWhereTheMirrorIsProvenToCopy() {
        for (int i = 0; i < 60; i++) { // IPv6 alone: segments with data that come twice within microseconds
            isLeftOut(MACS, frame().ipv6(6, data(i, "text " + i)));
            bench.afterUs(5);
            isLeftOut(MACS, frame().ipv6(6, data(i, "text " + i)));
            bench.afterUs(200);
        }
        assertThat(bench.count(Counter.PACKETS_DROPPED_DUPLICATE)).isBetween(40L, 59L);

        isLeftOut(MACS, frame().ipv6(6, ack(9000)));
        assertThat(isLeftOut(MACS, frame().ipv6(6, ack(9000)))).isTrue();
        assertThat(isLeftOut(MACS, frame().ipv6(6, ack(9000)))).isFalse(); // sent twice, copied twice
        assertThat(isLeftOut(MACS, frame().ipv6(6, ack(9000)))).isTrue();
    }

    @Test
    void shouldCountPartOfAFloodOfEqualPackets() {
        for (int i = 0; i < 1000; i++) {
            isLeftOut(MACS, over4(data(1, "")));
            bench.afterUs(1);
        }
        assertThat(bench.count(Counter.PACKETS_DROPPED_DUPLICATE)).isEqualTo(750);
    }

    @Test
    void shouldCompareEveryByte() {
        byte[] first =
                over4(data(1, "x".repeat(1000) + "rm -r /" + "x".repeat(300))).bytes();
        byte[] other =
                over4(data(1, "x".repeat(1000) + "ls -l /" + "x".repeat(300))).bytes();
        other[36] = first[36]; // the same checksum
        other[37] = first[37];
        isLeftOut(MACS, frame().raw(first));
        assertThat(isLeftOut(MACS, frame().raw(other))).isFalse();
    }

    @Test
    void shouldRecogniseCopiesAcrossTwoBlocksAndNoMore() {
        isLeftOut(MACS, over4(data(1, "GET /")));
        bench.nextBlock();
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isTrue();
        bench.nextBlock();
        isLeftOut(MACS, over4(data(2, "other")));
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse();
    }

    @Test
    void shouldLeaveOutCopiesOfFragments() {
        FrameBuilder first = frame().ipv4(
                        "0a000001",
                        "0a000002",
                        17,
                        9,
                        0x2000,
                        64,
                        frame().u16(1).u16(53).u16(11).u16(0));
        FrameBuilder last = frame().ipv4("0a000001", "0a000002", 17, 9, 1, 64, frame().text("end"));
        assertThat(isLeftOut(MACS, first)).isFalse();
        assertThat(isLeftOut(MACS, first)).isTrue();
        assertThat(isLeftOut(MACS, last)).isFalse();
        assertThat(bench.packet.type).isEqualTo(Type.UDP);
        assertThat(isLeftOut(MACS, last)).isTrue();
        assertThat(bench.decoder.heldFragments()).isZero();
    }

    @Test
    void shouldLeaveOutCopiesInsideTunnels() {
        FrameBuilder inside = frame().hex("060000000002 060000000001 0800")
                .raw(over4(data(1, "GET /")).bytes());
        bench.decode(frame().ethernet(0x0800)
                .ipv4(
                        "0a000009",
                        "0a00000a",
                        47,
                        1,
                        0,
                        64,
                        frame().hex("1000 88be 00000001 10640000 00000000").raw(inside.bytes())));
        assertThat(wasLeftOut()).isFalse();
        bench.decode(frame().ethernet(0x0800)
                .ipv4(
                        "0a00000b",
                        "0a00000a",
                        47,
                        2,
                        0,
                        64,
                        frame().hex("1000 88be 00000007 10640000 00000000").raw(inside.bytes())));
        assertThat(wasLeftOut()).isTrue();
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse(); // seen outside of the tunnel too
    }

    @Test
    void shouldKeepAllWhenSwitchedOff() {
        bench = new DecoderBench(DecodeSettings.DEFAULT.withDuplicates(false, 0));
        isLeftOut(MACS, over4(data(1, "GET /")));
        assertThat(isLeftOut(MACS, over4(data(1, "GET /")))).isFalse();
    }
}
