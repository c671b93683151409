package io.auscult.core.decode;

/**
 * Hashes of a packet's address pair and of its flow, the same in both directions. Each end is mixed by itself (two rounds of
 * multiply and xor-shift), the two are added, and the sum is mixed again, so that no simple series of addresses or ports falls
 * into few buckets. Fixed, not seeded: the same capture must evict the same flows in every run. Any thread.
 */
public final class FlowHash {
    private static final long M1 = 0xBF58476D1CE4E5B9L;
    private static final long M2 = 0x94D049BB133111EBL;
    private static final long ENDS = 0x9E3779B97F4A7C15L;

    private FlowHash() {}

    static void set(Packet packet) {
        int srcPort = 0;
        int dstPort = 0;
        switch (packet.type) {
            case TCP, UDP, SCTP -> {
                srcPort = packet.srcPort;
                dstPort = packet.dstPort;
            }
            case ICMP -> {
                int type = packet.srcPort;
                int counterpart = packet.ipVersion == 4 ? IcmpHeader.counterpart(type) : IcmpHeader.counterpart6(type);
                srcPort = type;
                dstPort = counterpart >= 0 ? counterpart : packet.dstPort;
            }
            default -> {}
        }
        packet.pairHash = pair(packet.srcHigh, packet.srcLow, packet.dstHigh, packet.dstLow);
        packet.flowHash =
                flow(packet.srcHigh, packet.srcLow, srcPort, packet.dstHigh, packet.dstLow, dstPort, packet.proto);
    }

    /** Of an address pair. */
    public static int pair(long aHigh, long aLow, long bHigh, long bLow) {
        return (int) (mix(address(aHigh, aLow) + address(bHigh, bLow)) >>> 32);
    }

    /** Of addresses, ports and IP protocol; for ICMP the ports are type and the type that answers it, or code. */
    public static int flow(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int proto) {
        long a = mix(address(aHigh, aLow) ^ (aPort + 1) * ENDS);
        long b = mix(address(bHigh, bLow) ^ (bPort + 1) * ENDS);
        return (int) (mix(a + b + proto * M2) >>> 32);
    }

    /** Of one address, 64 bits. */
    public static long address(long high, long low) {
        return mix(low + (high == 0 ? 0 : mix(high)));
    }

    /** Finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit moves every output bit. */
    static long mix(long z) {
        z = (z ^ z >>> 30) * M1;
        z = (z ^ z >>> 27) * M2;
        return z ^ z >>> 31;
    }
}
