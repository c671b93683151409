package io.auscult.core.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowHashTest {
    private final Packet p = new Packet();

    private void tcp(long src, int srcPort, long dst, int dstPort) {
        p.type = Packet.Type.TCP;
        p.proto = 6;
        p.srcLow = 0xFFFF_0000_0000L | src;
        p.dstLow = 0xFFFF_0000_0000L | dst;
        p.srcPort = srcPort;
        p.dstPort = dstPort;
        FlowHash.set(p);
    }

    @Test
    void shouldBeTheSameInBothDirections() {
        tcp(0x0A000001, 40000, 0x0A000002, 80);
        int flow = p.flowHash;
        int pair = p.pairHash;

        tcp(0x0A000002, 80, 0x0A000001, 40000);

        assertThat(p.flowHash).isEqualTo(flow);
        assertThat(p.pairHash).isEqualTo(pair);
    }

    @Test
    void shouldTellSwappedPortsApart() {
        tcp(0x0A000001, 40000, 0x0A000002, 80);
        int flow = p.flowHash;
        int pair = p.pairHash;

        tcp(0x0A000001, 80, 0x0A000002, 40000);

        assertThat(p.flowHash).isNotEqualTo(flow);
        assertThat(p.pairHash).isEqualTo(pair);
    }

    @Test
    void shouldPutRequestAndReplyOfIcmpTogether() {
        tcp(1, 0, 2, 0);
        p.type = Packet.Type.ICMP;
        p.proto = 1;
        p.ipVersion = 4;
        p.srcPort = 8;
        p.dstPort = 0;
        FlowHash.set(p);
        int echo = p.flowHash;

        p.srcLow = 0xFFFF_0000_0002L;
        p.dstLow = 0xFFFF_0000_0001L;
        p.srcPort = 0;
        FlowHash.set(p);

        assertThat(p.flowHash).isEqualTo(echo);
    }

    @Test
    void shouldSpreadScansEvenly() {
        int buckets = 1 << 12;
        int[] byFlow = new int[buckets];
        int[] byShard = new int[16];
        Set<Integer> distinct = new HashSet<>();
        int n = 0;
        for (int host = 0; host < 256; host++) {
            for (int port = 0; port < 256; port++, n++) {
                tcp(0x0A000001, 40000, 0x0A010000 + host, port);
                byFlow[p.flowHash & buckets - 1]++;
                byShard[p.pairHash >>> 28]++;
                distinct.add(p.flowHash);
            }
        }

        assertThat(distinct).hasSizeGreaterThan(n - 10);
        assertThat(chiSquare(byFlow, n)).isLessThan(buckets + 6 * Math.sqrt(2.0 * buckets));
        assertThat(byShard).doesNotContain(0);
    }

    private static double chiSquare(int[] counts, int n) {
        double expected = (double) n / counts.length;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
