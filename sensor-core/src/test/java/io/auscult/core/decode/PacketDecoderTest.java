package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.counter.Counter;
import io.auscult.core.decode.Packet.Type;
import io.auscult.core.event.IpAddress;
import org.junit.jupiter.api.Test;

/** Link, network and transport headers, byte by byte. */
class PacketDecoderTest {
    private final DecoderBench bench = new DecoderBench();
    private final Packet p = bench.packet;

    private static FrameBuilder syn() {
        return frame().tcp(80, TcpHeader.SYN, "");
    }

    private static FrameBuilder synOverIpv4() {
        return frame().ipv4(6, syn());
    }

    private void isTheSyn() {
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(new IpAddress(p.srcHigh, p.srcLow)).hasToString("10.0.0.1");
        assertThat(new IpAddress(p.dstHigh, p.dstLow)).hasToString("10.0.0.2");
        assertThat(p.srcPort).isEqualTo(40000);
        assertThat(p.dstPort).isEqualTo(80);
    }

    @Test
    void shouldReadTcpOverIpv4OverEthernet() {
        bench.decode(frame().ethernet(0x0800).ipv4(6, frame().tcp(80, TcpHeader.PSH | TcpHeader.ACK, "GET /")));

        isTheSyn();
        assertThat(p.srcMac).isEqualTo(0x020000000001L);
        assertThat(p.dstMac).isEqualTo(0x020000000002L);
        assertThat(p.ipVersion).isEqualTo(4);
        assertThat(p.proto).isEqualTo(6);
        assertThat(p.ttl).isEqualTo(64);
        assertThat(p.ipId).isEqualTo(0x1234);
        assertThat(p.ipLength).isEqualTo(45);
        assertThat(p.ipOffset).isEqualTo(14);
        assertThat(p.transportOffset).isEqualTo(34);
        assertThat(p.sequence).isEqualTo(1000);
        assertThat(p.acknowledgment).isEqualTo(2000);
        assertThat(p.window).isEqualTo(512);
        assertThat(p.flags).isEqualTo(0x18);
        assertThat(p.payloadLength).isEqualTo(5);
        assertThat(bench.payload()).isEqualTo("GET /");
        assertThat(p.ipChecksumBad).isFalse();
    }

    @Test
    void shouldNotCountEthernetPadding() {
        bench.decode(frame().ethernet(0x0800).ipv4(6, syn()).zeros(6));

        isTheSyn();
        assertThat(p.payloadLength).isZero();
        assertThat(p.payloadCaptured).isZero();
    }

    @Test
    void shouldTellPromisedFromCapturedPayload() {
        byte[] whole = frame().ethernet(0x0800)
                .ipv4(6, frame().tcp(80, TcpHeader.ACK, "x".repeat(100)))
                .bytes();
        byte[] cut = java.util.Arrays.copyOf(whole, 60);

        bench.decode(LinkType.ETHERNET, cut, whole.length);

        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.payloadLength).isEqualTo(100);
        assertThat(p.payloadCaptured).isEqualTo(6);
        assertThat(p.ipLength).isEqualTo(140);
    }

    @Test
    void shouldAcceptTcpCutWithinItsOptions() {
        byte[] whole = frame().ethernet(0x0800)
                .ipv4(
                        6,
                        frame().u16(1)
                                .u16(2)
                                .u32(3)
                                .u32(4)
                                .u8(0x80)
                                .u8(0x10)
                                .u16(9)
                                .u32(0)
                                .hex("0101080a0000000100000002"))
                .bytes();

        bench.decode(LinkType.ETHERNET, java.util.Arrays.copyOf(whole, 56), whole.length);

        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.optionsLength).isEqualTo(2);
        assertThat(p.payloadLength).isZero();
        assertThat(p.payloadCaptured).isZero();
    }

    @Test
    void shouldReadVlanAndQinQ() {
        bench.decode(frame().ethernet(0x8100).u16(0x6064).u16(0x0800).ipv4(6, syn()));
        isTheSyn();
        assertThat(p.vlan).isEqualTo(100);
        assertThat(p.innerVlan).isZero();

        bench.decode(
                frame().ethernet(0x88A8).u16(200).u16(0x8100).u16(7).u16(0x0800).ipv4(6, syn()));
        isTheSyn();
        assertThat(p.vlan).isEqualTo(200);
        assertThat(p.innerVlan).isEqualTo(7);
    }

    @Test
    void shouldSkipPriorityTags() {
        bench.decode(frame().ethernet(0x8100)
                .u16(0xE000)
                .u16(0x8100)
                .u16(7)
                .u16(0x0800)
                .ipv4(6, syn()));

        isTheSyn();
        assertThat(p.vlan).isEqualTo(7);
        assertThat(p.innerVlan).isZero();
    }

    @Test
    void shouldReadSnapAndLlc() {
        bench.decode(frame().ethernet(48)
                .hex("aaaa03 000000 0800")
                .raw(synOverIpv4().bytes())
                .zeros(4));
        isTheSyn();

        bench.decode(frame().ethernet(38).hex("424203").zeros(35));
        assertThat(p.type).isEqualTo(Type.NOT_IP);
        assertThat(bench.count(Counter.PACKETS_NOT_IP)).isEqualTo(1);
    }

    @Test
    void shouldReadMplsStackAndPseudoWire() {
        bench.decode(frame().ethernet(0x8847)
                .hex("00010040 00011140")
                .raw(synOverIpv4().bytes()));
        isTheSyn();

        bench.decode(frame().ethernet(0x8847)
                .hex("00011140 00000000")
                .ethernet(0x0800)
                .raw(synOverIpv4().bytes()));
        isTheSyn();

        bench.decode(frame().ethernet(0x8847)
                .hex("00011140")
                .ethernet(0x0800)
                .raw(synOverIpv4().bytes()));
        isTheSyn();
    }

    @Test
    void shouldReadPppoeSession() {
        bench.decode(frame().ethernet(0x8864)
                .hex("1100 0001")
                .u16(42)
                .hex("0021")
                .raw(synOverIpv4().bytes())
                .zeros(20));
        isTheSyn();
        assertThat(p.payloadLength).isZero();

        bench.decode(frame().ethernet(0x8864).hex("1100 0001 000a c021 0900000812345678"));
        assertThat(p.type).isEqualTo(Type.NOT_IP);
    }

    @Test
    void shouldReadEveryLinkType() {
        byte[] ip = synOverIpv4().bytes();
        for (int raw : new int[] {12, 14, 101, 228}) {
            bench.decode(raw, frame().raw(ip));
            isTheSyn();
        }
        bench.decode(229, frame().ipv6(6, syn()));
        assertThat(p.type).isEqualTo(Type.TCP);

        bench.decode(LinkType.NULL, frame().hex("02000000").raw(ip));
        isTheSyn();
        bench.decode(LinkType.NULL, frame().hex("00000002").raw(ip));
        isTheSyn();
        bench.decode(LinkType.LOOP, frame().hex("00000018").ipv6(6, syn()));
        assertThat(p.ipVersion).isEqualTo(6);
        bench.decode(LinkType.NULL, frame().hex("07000000").raw(ip));
        assertThat(p.type).isEqualTo(Type.NOT_IP);

        bench.decode(
                LinkType.LINUX_SLL,
                frame().hex("0000 0001 0006 0200000000010000 0800").raw(ip));
        isTheSyn();
        assertThat(p.srcMac).isEqualTo(0x020000000001L);
        bench.decode(
                LinkType.LINUX_SLL2,
                frame().hex("0800 0000 00000003 0001 00 06 0200000000010000").raw(ip));
        isTheSyn();
        assertThat(p.srcMac).isEqualTo(0x020000000001L);

        bench.decode(LinkType.PPP, frame().hex("0021").raw(ip));
        isTheSyn();
        bench.decode(LinkType.PPP, frame().hex("ff03 21").raw(ip));
        isTheSyn();
        bench.decode(LinkType.PPP_HDLC, frame().hex("ff03 0057").ipv6(6, syn()));
        assertThat(p.ipVersion).isEqualTo(6);
        bench.decode(LinkType.PPP_HDLC, frame().hex("0f00 0800").raw(ip));
        isTheSyn();
        bench.decode(LinkType.CISCO_HDLC, frame().hex("0f00 0800").raw(ip));
        isTheSyn();
        bench.decode(
                LinkType.PPP_ETHER, frame().hex("1100 0001").u16(42).hex("0021").raw(ip));
        isTheSyn();
    }

    @Test
    void shouldCountUnknownLinkTypesAndGoOn() {
        bench.decode(147, synOverIpv4());
        bench.decode(147, synOverIpv4());
        bench.decode(195, synOverIpv4());

        assertThat(p.type).isEqualTo(Type.DROPPED);
        assertThat(p.dropReason).isEqualTo(Counter.PACKETS_DROPPED_LINK_TYPE);
        assertThat(bench.count(Counter.PACKETS_DROPPED_LINK_TYPE)).isEqualTo(3);
        LinkTypeCounts unknown = bench.decoder.unknownLinkTypes();
        assertThat(unknown.size()).isEqualTo(2);
        assertThat(unknown.linkType(0)).isEqualTo(147);
        assertThat(unknown.packets(0)).isEqualTo(2);
    }

    @Test
    void shouldBoundTheMapOfUnknownLinkTypes() {
        for (int type = 1000; type < 1100; type++) {
            bench.decode(type, synOverIpv4());
        }

        LinkTypeCounts unknown = bench.decoder.unknownLinkTypes();
        assertThat(unknown.size()).isEqualTo(LinkTypeCounts.CAPACITY + 1);
        assertThat(unknown.linkType(LinkTypeCounts.CAPACITY)).isEqualTo(-1);
        assertThat(unknown.packets(LinkTypeCounts.CAPACITY)).isEqualTo(100 - LinkTypeCounts.CAPACITY);
    }

    @Test
    void shouldReadArp() {
        bench.decode(frame().ethernet(0x0806)
                .hex("0001 0800 06 04 0001 020000000001 0a000001 000000000000 0a000002")
                .zeros(18));

        assertThat(p.type).isEqualTo(Type.ARP);
        assertThat(new IpAddress(p.srcHigh, p.srcLow)).hasToString("10.0.0.1");
        assertThat(new IpAddress(p.dstHigh, p.dstLow)).hasToString("10.0.0.2");
        ArpMessage arp = new ArpMessage();
        assertThat(arp.wrap(p)).isTrue();
        assertThat(arp.operation()).isEqualTo(ArpMessage.REQUEST);
        assertThat(arp.senderMac()).isEqualTo(0x020000000001L);
        assertThat(bench.count(Anomaly.MAC_SPOOF)).isZero();

        bench.decode(frame().ethernet(0x0806).hex("0001 0800 06 04 0002 020000000009 0a000001 000000000000 0a000002"));
        assertThat(bench.count(Anomaly.MAC_SPOOF)).isEqualTo(1);

        bench.decode(frame().ethernet(0x0806).hex("0001 0800 06 04 0002 020000000009"));
        assertThat(p.type).isEqualTo(Type.DROPPED);
        assertThat(bench.count(Anomaly.TRUNCATED_ARP)).isEqualTo(1);
    }

    @Test
    void shouldReadUdpIcmpAndSctp() {
        bench.decode(frame().ethernet(0x0800).ipv4(17, frame().udp(53, frame().text("query"))));
        assertThat(p.type).isEqualTo(Type.UDP);
        assertThat(p.dstPort).isEqualTo(53);
        assertThat(bench.payload()).isEqualTo("query");

        bench.decode(frame().ethernet(0x0800)
                .ipv4(1, frame().hex("0800 0000 0001 0002").text("ping")));
        assertThat(p.type).isEqualTo(Type.ICMP);
        assertThat(p.srcPort).isEqualTo(8);
        assertThat(p.dstPort).isZero();
        assertThat(bench.payload()).isEqualTo("ping");

        bench.decode(frame().ethernet(0x86DD)
                .ipv6(58, frame().hex("8700 0000 00000000").zeros(16)));
        assertThat(p.type).isEqualTo(Type.ICMP);
        assertThat(p.proto).isEqualTo(58);
        assertThat(p.srcPort).isEqualTo(135);

        bench.decode(frame().ethernet(0x0800)
                .ipv4(132, frame().u16(5000).u16(38412).u32(0).u32(0).text("chunk")));
        assertThat(p.type).isEqualTo(Type.SCTP);
        assertThat(p.dstPort).isEqualTo(38412);
        assertThat(bench.payload()).isEqualTo("chunk");

        bench.decode(frame().ethernet(0x0800).ipv4(2, frame().hex("1164ee9b 00000000")));
        assertThat(p.type).isEqualTo(Type.OTHER_IP);
        assertThat(p.proto).isEqualTo(2);
        assertThat(p.payloadLength).isEqualTo(8);
    }

    @Test
    void shouldTakeUdpLengthWhereItIsShorter() {
        bench.decode(frame().ethernet(0x0800)
                .ipv4(17, frame().u16(1).u16(2).u16(12).u16(0).text("datapad")));
        assertThat(bench.payload()).isEqualTo("data");
        assertThat(p.payloadLength).isEqualTo(4);

        bench.decode(frame().ethernet(0x0800)
                .ipv4(17, frame().u16(1).u16(2).u16(7).u16(0).text("data")));
        assertThat(p.dropReason).isEqualTo(Counter.PACKETS_DROPPED_MALFORMED);
        assertThat(bench.count(Anomaly.TRUNCATED_UDP)).isEqualTo(1);
    }

    @Test
    void shouldTakeWhatIsThereWhenSegmentationWasOffloaded() {
        byte[] frame = frame().ethernet(0x0800)
                .ipv4(6, frame().tcp(80, TcpHeader.ACK, "x".repeat(3000)))
                .bytes();
        frame[16] = 0;
        frame[17] = 0;

        bench.decode(LinkType.ETHERNET, frame, frame.length);

        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.ipLength).isEqualTo(3040);
        assertThat(p.payloadLength).isEqualTo(3000);
    }

    @Test
    void shouldNameEveryCutOrContradictoryHeader() {
        byte[] whole = frame().ethernet(0x0800).ipv4(6, syn()).bytes();
        refused(java.util.Arrays.copyOf(whole, 13), Anomaly.TRUNCATED_LINK);
        refused(java.util.Arrays.copyOf(whole, 33), Anomaly.TRUNCATED_IP);
        refused(java.util.Arrays.copyOf(whole, 53), Anomaly.IP_LENGTH_MISMATCH);
        refused(frame().ethernet(0x0800).ipv4(6, frame().zeros(19)).bytes(), Anomaly.TRUNCATED_TCP);
        refused(frame().ethernet(0x0800).ipv4(17, frame().zeros(7)).bytes(), Anomaly.TRUNCATED_UDP);
        refused(frame().ethernet(0x0800).ipv4(1, frame().zeros(7)).bytes(), Anomaly.TRUNCATED_ICMP);
        refused(frame().ethernet(0x0800).ipv4(132, frame().zeros(11)).bytes(), Anomaly.TRUNCATED_SCTP);
        refused(frame().ethernet(0x86DD).hex("60000000").zeros(30).bytes(), Anomaly.TRUNCATED_IPV6);
        refused(
                frame().ethernet(0x86DD)
                        .ipv6(0, frame().hex("0601 0000 00000000"))
                        .bytes(),
                Anomaly.TRUNCATED_IPV6);
        byte[] shortHeader = whole.clone();
        shortHeader[14] = 0x44;
        refused(shortHeader, Anomaly.INVALID_IP_HEADER);
        byte[] version5 = whole.clone();
        version5[14] = 0x55;
        refused(version5, Anomaly.INVALID_IP_VERSION);
        byte[] tcpHeaderTooLong = whole.clone();
        tcpHeaderTooLong[46] = (byte) 0xF0;
        refused(tcpHeaderTooLong, Anomaly.TRUNCATED_TCP);
    }

    private void refused(byte[] bytes, Anomaly why) {
        long before = bench.count(why);
        long dropped = bench.count(Counter.PACKETS_DROPPED_MALFORMED);
        int events = bench.events.count();

        bench.decode(LinkType.ETHERNET, bytes, bytes.length);

        assertThat(p.type).as(why.weird()).isEqualTo(Type.DROPPED);
        assertThat(p.dropReason).isEqualTo(Counter.PACKETS_DROPPED_MALFORMED);
        assertThat(bench.count(why)).as(why.weird()).isEqualTo(before + 1);
        assertThat(bench.count(Counter.PACKETS_DROPPED_MALFORMED)).isEqualTo(dropped + 1);
        assertThat(bench.events.count()).isEqualTo(events + 1);
    }

    @Test
    void shouldNameOddPacketsAndKeepThem() {
        byte[] badChecksum = frame().ethernet(0x0800).ipv4(6, syn()).bytes();
        badChecksum[22]--;
        bench.decode(LinkType.ETHERNET, badChecksum, badChecksum.length);
        isTheSyn();
        assertThat(p.ipChecksumBad).isTrue();
        assertThat(bench.count(Counter.CHECKSUM_BAD_IP)).isEqualTo(1);

        bench.decode(frame().ethernet(0x0800).ipv4("0a000001", "0a000001", 17, 1, 0, 64, frame().udp(7, 7, frame())));
        assertThat(p.type).isEqualTo(Type.UDP);
        assertThat(bench.count(Anomaly.LAND_ATTACK)).isEqualTo(1);

        bench.decode(frame().ethernet(0x0800)
                .ipv4(
                        6,
                        frame().u16(1)
                                .u16(2)
                                .u32(3)
                                .u32(4)
                                .u8(0x60)
                                .u8(2)
                                .u16(9)
                                .u32(0)
                                .hex("02090000")));
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.optionsLength).isEqualTo(4);
        assertThat(bench.count(Anomaly.TCP_BAD_OPTIONS)).isEqualTo(1);

        byte[] routed = frame().ethernet(0x0800)
                .hex("4600 002c 0001 0000 4006 0000 0a000001 0a000002 83040400")
                .raw(syn().bytes())
                .bytes();
        bench.decode(LinkType.ETHERNET, routed, routed.length);
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(bench.count(Anomaly.IP_SOURCE_ROUTE)).isEqualTo(1);
    }

    @Test
    void shouldSampleFloodsOfOneAnomaly() {
        byte[] cut = new byte[10];
        for (int i = 0; i < 5_000; i++) {
            bench.decode(LinkType.ETHERNET, cut, 10);
        }

        assertThat(bench.count(Anomaly.TRUNCATED_LINK)).isEqualTo(5_000);
        assertThat(bench.count(Counter.EVENTS_WRITTEN)).isEqualTo(AnomalyReport.ALWAYS + 4);
    }

    @Test
    void shouldNotBelieveAFileThatClaimsTwoGibOfAPacket() {
        byte[] sctp = frame().ethernet(0x0800)
                .ipv4(
                        "0a000001",
                        "0a000002",
                        132,
                        7,
                        0,
                        64,
                        frame().hex("0001000200000003").hex("01020304").zeros(20))
                .bytes();
        bench.decode(synOverIpv4()); // so that the next does not lie at the beginning of its block
        bench.decode(LinkType.ETHERNET, sctp, Integer.MAX_VALUE);
        assertThat(p.type).isEqualTo(Packet.Type.SCTP);
        assertThat(p.payloadCaptured).isEqualTo(20);
        byte[] fragment = frame().ethernet(0x0800)
                .ipv4("0a000001", "0a000002", 17, 7, Ipv4Header.MORE_FRAGMENTS, 64, frame().zeros(24))
                .bytes();
        fragment[16] = 0; // total length, as before a network card cuts it
        fragment[17] = 0;
        bench.decode(LinkType.ETHERNET, fragment, Integer.MAX_VALUE);
        assertThat(p.type).isNotEqualTo(Packet.Type.FRAGMENT);
    }
}
