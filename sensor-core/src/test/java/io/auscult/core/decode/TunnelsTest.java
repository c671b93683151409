package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.decode.Packet.TunnelType;
import io.auscult.core.decode.Packet.Type;
import io.auscult.core.event.IpAddress;
import org.junit.jupiter.api.Test;

/** Tunnels of every kind around one TCP SYN, and what only looks like one. */
class TunnelsTest {
    private final DecoderBench bench = new DecoderBench();
    private final Packet p = bench.packet;

    private static FrameBuilder innerIpv4() {
        return frame().ipv4("c0a80001", "c0a80002", 6, 7, 0, 50, frame().tcp(445, TcpHeader.SYN, ""));
    }

    private static FrameBuilder innerIpv6() {
        return frame().ipv6(6, frame().tcp(445, TcpHeader.SYN, ""));
    }

    private static FrameBuilder innerEthernet() {
        return frame().hex("060000000002 060000000001 0800").raw(innerIpv4().bytes());
    }

    private static FrameBuilder outer(int protocol, FrameBuilder inside) {
        return frame().ethernet(0x0800).ipv4(protocol, inside);
    }

    private static FrameBuilder udp(int port, FrameBuilder inside) {
        return outer(17, frame().udp(port, inside));
    }

    private void isInside(TunnelType type) {
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.dstPort).isEqualTo(445);
        assertThat(p.tunnelCount).isEqualTo(1);
        assertThat(p.tunnels[0].type).isEqualTo(type);
        assertThat(new IpAddress(p.tunnels[0].srcHigh, p.tunnels[0].srcLow)).hasToString("10.0.0.1");
        assertThat(new IpAddress(p.tunnels[0].dstHigh, p.tunnels[0].dstLow)).hasToString("10.0.0.2");
        assertThat(p.ipChecksumBad).isFalse();
        assertThat(p.transportChecksumBad).isFalse();
        assertThat(p.payloadLength).isZero();
    }

    private void isNotATunnel(Type type) {
        assertThat(p.type).isEqualTo(type);
        assertThat(p.tunnelCount).isZero();
        assertThat(new IpAddress(p.srcHigh, p.srcLow)).hasToString("10.0.0.1");
    }

    @Test
    void shouldOpenIpInIp() {
        bench.decode(outer(4, innerIpv4()));
        isInside(TunnelType.IP_IN_IP);
        assertThat(new IpAddress(p.srcHigh, p.srcLow)).hasToString("192.168.0.1");
        assertThat(p.ttl).isEqualTo(50);
        assertThat(p.tunnels[0].proto).isEqualTo(4);
        assertThat(p.tunnels[0].ipLength).isEqualTo(60);
        assertThat(p.tunnels[0].payloadLength).isEqualTo(40);
        assertThat(p.tunnels[0].ttl).isEqualTo(64);
        assertThat(p.tunnels[0].ipId).isEqualTo(0x1234);

        bench.decode(outer(41, innerIpv6()));
        isInside(TunnelType.IP_IN_IP);
        assertThat(new IpAddress(p.srcHigh, p.srcLow)).hasToString("2001:db8::1");
        assertThat(bench.count(Counter.TUNNELLED_PACKETS)).isEqualTo(2);
    }

    @Test
    void shouldOpenGre() {
        bench.decode(outer(47, frame().hex("0000 0800").raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
        bench.decode(outer(
                47,
                frame().hex("b000 86dd 00000000 00000007 00000001")
                        .raw(innerIpv6().bytes())));
        isInside(TunnelType.GRE);
        bench.decode(
                outer(47, frame().hex("2000 6558 00000007").raw(innerEthernet().bytes())));
        isInside(TunnelType.GRE);
        assertThat(p.srcMac).isEqualTo(0x060000000001L);
        bench.decode(outer(47, frame().hex("0000 8847 00011140").raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
    }

    @Test
    void shouldOpenPppInGre() {
        bench.decode(
                outer(47, frame().hex("0000 880b ff03 0021").raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
    }

    @Test
    void shouldOpenGreInUdpAndFramesOfAccessPoints() {
        bench.decode(udp(4754, frame().hex("0000 0800").raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
        assertThat(p.tunnels[0].proto).isEqualTo(17);
        bench.decode(outer(
                47,
                frame().hex("0000 8240")
                        .hex("0802 0000 060000000002 060000000009 060000000001 1000 aaaa03 000000 0800")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
        assertThat(p.srcMac).isEqualTo(0x060000000001L);
        bench.decode(outer(47, frame().hex("0000 8240 0842 0000").zeros(60))); // encrypted
        isNotATunnel(Type.OTHER_IP);
    }

    @Test
    void shouldOpenGreWithCiscoMetadata() {
        bench.decode(outer(
                47,
                frame().hex("2000 8909 00000028 0800 0101 0001 0000")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
        bench.decode(outer(47, frame().hex("2000 8909 00000028 0800 0101 0001 0000 1234")));
        isNotATunnel(Type.OTHER_IP);
    }

    @Test
    void shouldReadCiscoFabricPathAndMetadata() {
        bench.decode(frame().ethernet(0x8903).hex("0001").ethernet(0x0800).ipv4(4, innerIpv4()));
        isInside(TunnelType.IP_IN_IP);
        bench.decode(frame().ethernet(0x8909).hex("0101 0001 0000 0800").ipv4(4, innerIpv4()));
        isInside(TunnelType.IP_IN_IP);
    }

    @Test
    void shouldOpenPptp() {
        bench.decode(outer(
                47,
                frame().hex("3081 880b")
                        .u16(44)
                        .hex("0001 00000001 00000002 ff03 0021")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
        bench.decode(outer(
                47,
                frame().hex("3001 880b")
                        .u16(41)
                        .hex("0001 00000001 21")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.GRE);
        bench.decode(outer(47, frame().hex("2081 880b 0000 0001 00000002")));
        isNotATunnel(Type.OTHER_IP);
        bench.decode(outer(47, frame().hex("3001 880b 0008 0001 00000001 ff03c021 01000004")));
        isNotATunnel(Type.OTHER_IP);
    }

    @Test
    void shouldOpenErspan() {
        bench.decode(outer(47, frame().hex("0000 88be").raw(innerEthernet().bytes())));
        isInside(TunnelType.ERSPAN);
        bench.decode(outer(
                47,
                frame().hex("1000 88be 00000001 10640000 00000000")
                        .raw(innerEthernet().bytes())));
        isInside(TunnelType.ERSPAN);
        bench.decode(outer(
                47,
                frame().hex("1000 22eb 00000001 20640000 00000000 0000 0000")
                        .raw(innerEthernet().bytes())));
        isInside(TunnelType.ERSPAN);
        bench.decode(outer(
                47,
                frame().hex("1000 22eb 00000001 20640000 00000000 0000 0001 0000000000000000")
                        .raw(innerEthernet().bytes())));
        isInside(TunnelType.ERSPAN);
        bench.decode(outer(
                47,
                frame().hex("1000 22eb 00000001 20640000 00000000 0000 0800")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.ERSPAN);
    }

    @Test
    void shouldFollowFramesThatTheSwitchCut() {
        byte[] mirrored = frame().hex("060000000002 060000000001 0800")
                .ipv4("c0a80001", "c0a80002", 6, 7, 0, 50, frame().tcp(445, TcpHeader.ACK, "x".repeat(1000)))
                .bytes();

        bench.decode(outer(
                47, frame().hex("1000 88be 00000001 10640400 00000000").raw(java.util.Arrays.copyOf(mirrored, 64))));

        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.payloadLength).isEqualTo(1000);
        assertThat(p.payloadCaptured).isEqualTo(10);
    }

    @Test
    void shouldOpenVxlan() {
        for (int port : new int[] {4789, 8472}) {
            bench.decode(udp(
                    port, frame().hex("08000000 00007b00").raw(innerEthernet().bytes())));
            isInside(TunnelType.VXLAN);
            assertThat(p.tunnels[0].dstPort).isEqualTo(port);
            assertThat(p.tunnels[0].srcPort).isEqualTo(40000);
        }
        bench.decode(
                udp(4789, frame().hex("08087f7f 00012c30").raw(innerEthernet().bytes()))); // reserved bits set
        isInside(TunnelType.VXLAN);
        bench.decode(udp(4790, frame().hex("0c000001 00007b00").raw(innerIpv4().bytes())));
        isInside(TunnelType.VXLAN);
    }

    @Test
    void shouldTakeVlanOfTheInnermostFrameElseOfTheOuter() {
        FrameBuilder tagged = frame().hex("060000000002 060000000001 8100 0007 0800")
                .raw(innerIpv4().bytes());
        bench.decode(frame().ethernet(0x8100)
                .u16(5)
                .u16(0x0800)
                .ipv4(17, frame().udp(4789, frame().hex("08000000 00007b00").raw(tagged.bytes()))));
        isInside(TunnelType.VXLAN);
        assertThat(p.vlan).isEqualTo(7);
        assertThat(p.tunnels[0].vlan).isEqualTo(5);

        bench.decode(frame().ethernet(0x8100)
                .u16(5)
                .u16(0x0800)
                .ipv4(
                        17,
                        frame().udp(
                                        4789,
                                        frame().hex("08000000 00007b00")
                                                .raw(innerEthernet().bytes()))));
        assertThat(p.vlan).isEqualTo(5);
    }

    @Test
    void shouldOpenGeneve() {
        bench.decode(
                udp(6081, frame().hex("0000 6558 00007b00").raw(innerEthernet().bytes())));
        isInside(TunnelType.GENEVE);
        bench.decode(udp(
                6081,
                frame().hex("0200 0800 00007b00 0102030400000000")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.GENEVE);
    }

    @Test
    void shouldOpenGtpU() {
        bench.decode(udp(
                2152,
                frame().hex("30ff").u16(40).hex("00000001").raw(innerIpv4().bytes())));
        isInside(TunnelType.GTP_U);
        bench.decode(udp(
                2152,
                frame().hex("34ff")
                        .u16(48)
                        .hex("00000001 00000085 01100900")
                        .raw(innerIpv4().bytes())));
        isInside(TunnelType.GTP_U);
        bench.decode(outer(
                17,
                frame().udp(
                                2152,
                                40000,
                                frame().hex("32ff")
                                        .u16(44)
                                        .hex("00000001 00010000")
                                        .raw(innerIpv4().bytes()))));
        isInside(TunnelType.GTP_U);

        bench.decode(udp(2152, frame().hex("3201 0004 00000000 00010000"))); // echo request
        isNotATunnel(Type.UDP);
    }

    @Test
    void shouldOpenTeredo() {
        byte[] inside = innerIpv6().bytes();
        BigEndian.putInt(inside, 8, 0x20010000);
        BigEndian.putInt(inside, 12, 0x0db80000); // keeps the checksum
        bench.decode(udp(3544, frame().raw(inside)));
        isInside(TunnelType.TEREDO);
        bench.decode(udp(
                3544,
                frame().hex("0001 0000 0000000000000000 00 0000 1234 01020304").raw(inside)));
        isInside(TunnelType.TEREDO);
        bench.decode(udp(40_000, frame().raw(inside)));
        isInside(TunnelType.TEREDO);
        bench.decode(udp(40_000, frame().raw(inside).zeros(1)));
        isNotATunnel(Type.UDP);
        bench.decode(udp(40_000, innerIpv6()));
        isNotATunnel(Type.UDP);
    }

    @Test
    void shouldLeaveWhatOnlyHasThePort() {
        for (int port : new int[] {4789, 8472, 6081, 2152, 3544}) {
            bench.decode(udp(port, frame()));
            isNotATunnel(Type.UDP);
            bench.decode(udp(port, frame().text("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n")));
            isNotATunnel(Type.UDP);
            assertThat(bench.payload()).startsWith("M-SEARCH");
            bench.decode(udp(port, frame().zeros(64)));
            isNotATunnel(Type.UDP);
            assertThat(p.payloadLength).isEqualTo(64);
        }
        bench.decode(udp(4789, frame().hex("08000000 00007b00").zeros(40)));
        isNotATunnel(Type.UDP);
        bench.decode(udp(3544, innerIpv6())); // no Teredo address
        isNotATunnel(Type.UDP);
    }

    @Test
    void shouldStayOutsideWhereTheInsideIsBroken() {
        bench.decode(outer(4, frame().hex("45000028")));
        isNotATunnel(Type.OTHER_IP);
        bench.decode(outer(41, frame()));
        isNotATunnel(Type.OTHER_IP);
        bench.decode(outer(47, frame()));
        isNotATunnel(Type.OTHER_IP);
        bench.decode(outer(47, frame().hex("0000 0800").zeros(40)));
        isNotATunnel(Type.OTHER_IP);
        assertThat(bench.count(Anomaly.TRUNCATED_TUNNEL)).isEqualTo(4);
        bench.decode(
                outer(47, frame().hex("4000 0800 0000 0000").raw(innerIpv4().bytes())));
        isNotATunnel(Type.OTHER_IP);
        bench.decode(outer(47, frame().hex("0000 1234").zeros(40)));
        isNotATunnel(Type.OTHER_IP);
    }

    @Test
    void shouldOpenFourTunnelsAndNoMore() {
        FrameBuilder nested = innerIpv4();
        for (int depth = 1; depth <= 5; depth++) {
            nested = frame().ipv4(4, nested);
            bench.decode(frame().ethernet(0x0800).raw(nested.bytes()));
            assertThat(p.tunnelCount).isEqualTo(Math.min(depth, 4));
            assertThat(p.type).isEqualTo(depth <= 4 ? Type.TCP : Type.OTHER_IP);
        }
        assertThat(bench.count(Anomaly.TUNNEL_DEPTH)).isEqualTo(1);
    }

    @Test
    void shouldOpenTunnelsWhoseOuterDatagramCameInFragments() {
        byte[] datagram = frame().udp(
                        4789,
                        frame().hex("08000000 00007b00")
                                .hex("060000000002 060000000001 0800")
                                .ipv4(
                                        "c0a80001",
                                        "c0a80002",
                                        6,
                                        7,
                                        0,
                                        50,
                                        frame().tcp(445, TcpHeader.ACK, "x".repeat(1400))))
                .bytes();
        int cut = 1400;
        bench.decode(frame().ethernet(0x0800)
                .ipv4("0a000001", "0a000002", 17, 9, 0x2000, 64, frame().raw(java.util.Arrays.copyOf(datagram, cut))));
        assertThat(p.type).isEqualTo(Type.FRAGMENT);
        bench.decode(frame().ethernet(0x0800)
                .ipv4(
                        "0a000001",
                        "0a000002",
                        17,
                        9,
                        cut / 8,
                        64,
                        frame().raw(java.util.Arrays.copyOfRange(datagram, cut, datagram.length))));

        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.tunnels[0].type).isEqualTo(TunnelType.VXLAN);
        assertThat(p.tunnels[0].ipLength).isEqualTo(20 + datagram.length);
        assertThat(p.payloadCaptured).isEqualTo(1400);
        assertThat(p.transportChecksumBad).isFalse();
    }

    @Test
    void shouldJoinFragmentsInsideATunnelWhateverItsOuterLengthsSay() {
        FrameBuilder first = frame().hex("08000000 00007b00 060000000002 060000000001 0800")
                .ipv4(
                        "c0a80001",
                        "c0a80002",
                        17,
                        7,
                        0x2000,
                        50,
                        frame().u16(1).u16(53).u16(11).u16(0));
        FrameBuilder last = frame().hex("08000000 00007b00 060000000002 060000000001 0800")
                .ipv4("c0a80001", "c0a80002", 17, 7, 1, 50, frame().text("end"));
        bench.decode(udp(4789, first));
        assertThat(p.type).isEqualTo(Type.FRAGMENT);
        bench.decode(udp(4789, last));

        isJoinedInside();
        Packet again = new Packet();
        PacketDecoder.second(bench.counters, DecodeSettings.DEFAULT).decode(bench.block, 1, again, bench.weird);
        assertThat(again.tunnelCount).isEqualTo(1);
        assertThat(again.payloadCaptured).isEqualTo(3);
        assertThat(again.tunnels[0].ipLength).isEqualTo(p.tunnels[0].ipLength);
    }

    private void isJoinedInside() {
        assertThat(p.type).isEqualTo(Type.UDP);
        assertThat(p.tunnelCount).isEqualTo(1);
        assertThat(p.tunnels[0].type).isEqualTo(TunnelType.VXLAN);
        assertThat(bench.payload()).isEqualTo("end");
        assertThat(bench.count(Counter.TUNNELLED_PACKETS)).isEqualTo(2);
    }
}
