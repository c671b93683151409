package io.auscult.core.decode;

import static io.auscult.core.decode.FrameBuilder.frame;
import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.counter.Anomaly;
import io.auscult.core.decode.Packet.Type;
import io.auscult.core.event.IpAddress;
import org.junit.jupiter.api.Test;

/** What stands between the IP header and the transport: extension headers of IPv6, authentication and encryption of both. */
class ExtensionHeadersTest {
    private final DecoderBench bench = new DecoderBench();
    private final Packet p = bench.packet;

    private static FrameBuilder syn() {
        return frame().tcp(80, TcpHeader.SYN, "");
    }

    private void isTheSyn() {
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(new IpAddress(p.srcHigh, p.srcLow)).hasToString("10.0.0.1");
        assertThat(new IpAddress(p.dstHigh, p.dstLow)).hasToString("10.0.0.2");
        assertThat(p.srcPort).isEqualTo(40000);
        assertThat(p.dstPort).isEqualTo(80);
    }

    @Test
    void shouldWalkIpv6ExtensionHeaders() {
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(
                        0,
                        frame().hex("3c00 0502 0000 0100")
                                .hex("3301 000000000000 0000000000000000")
                                .hex("0604 0000 00000001 00000001 000000000000000000000000")
                                .raw(syn().bytes())));

        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(p.proto).isEqualTo(6);
        assertThat(p.dstPort).isEqualTo(80);
        assertThat(p.ipLength).isEqualTo(40 + 8 + 16 + 24 + 20);
        assertThat(p.payloadLength).isZero();
    }

    @Test
    void shouldNameRoutingHeaderAndEndlessChain() {
        bench.decode(frame().ethernet(0x86DD)
                .ipv6(43, frame().hex("0600 0000 00000000").raw(syn().bytes())));
        assertThat(p.type).isEqualTo(Type.TCP);
        assertThat(bench.count(Anomaly.IPV6_ROUTING_HEADER)).isEqualTo(1);

        FrameBuilder chain = frame();
        for (int i = 0; i < IpDecoder.MAX_EXTENSIONS + 1; i++) {
            chain.hex("3c00 0104 00000000");
        }
        bench.decode(frame().ethernet(0x86DD).ipv6(60, chain));
        assertThat(p.type).isEqualTo(Type.DROPPED);
        assertThat(bench.count(Anomaly.IPV6_EXTENSION_CHAIN)).isEqualTo(1);
    }

    @Test
    void shouldReadBehindAnAuthenticationHeaderOfIpv4() {
        bench.decode(frame().ethernet(0x0800)
                .ipv4(
                        51,
                        frame().hex("0604 0000 00000001 00000001 000000000000000000000000")
                                .raw(syn().bytes())));

        isTheSyn();
        assertThat(p.proto).isEqualTo(6);
        assertThat(p.transportChecksumBad).isFalse();

        bench.decode(frame().ethernet(0x0800).ipv4(51, frame().hex("06ff 0000 00000001")));
        assertThat(p.type).isEqualTo(Type.OTHER_IP);
    }

    @Test
    void shouldStopAtEspAndNoNextHeader() {
        bench.decode(frame().ethernet(0x86DD).ipv6(50, frame().zeros(20)));
        assertThat(p.type).isEqualTo(Type.OTHER_IP);
        assertThat(p.proto).isEqualTo(50);

        bench.decode(frame().ethernet(0x86DD).ipv6(59, frame()));
        assertThat(p.type).isEqualTo(Type.OTHER_IP);
        assertThat(p.proto).isEqualTo(59);
    }
}
