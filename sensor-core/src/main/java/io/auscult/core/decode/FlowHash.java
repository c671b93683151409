package io.auscult.core.decode;

/**
 * The hashes that choose shard and flow: the same for both directions, and mixed so that neighbouring addresses and ports spread over all
 * bits. Stateless. Fixed, since results must not differ between runs; the tables behind are bounded, so a flood of chosen collisions costs time, not memory.
 */
public final class FlowHash {
    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long K2 = 0xD6E8FEB86659FD93L;

    private FlowHash() {}

    /** Of an address pair. */
    public static int pair(long aHigh, long aLow, long bHigh, long bLow) {
        return finish(end(aHigh, aLow, 0) + end(bHigh, bLow, 0));
    }

    /** Of addresses, ports and IP protocol. */
    public static int flow(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int proto) {
        return finish(end(aHigh, aLow, aPort) + end(bHigh, bLow, bPort) + proto * K1);
    }

    private static long end(long high, long low, int port) {
        long x = (low ^ (long) port << 40 ^ high * K2) * K1;
        return (x ^ x >>> 32) * K2;
    }

    private static int finish(long sum) {
        long x = (sum ^ sum >>> 29) * K1;
        return (int) (x >>> 32);
    }
}
