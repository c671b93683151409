package io.auscult.core.event;

import java.util.List;

/**
 * Which addresses are inside. Immutable; any thread. A handful of ranges, looked through one by one; without any of its own it is the private,
 * unique-local and link-local ranges (RFC 1918, 3927, 4193, 4291, 6598) and loopback.
 */
public final class LocalNets {
    public static final LocalNets DEFAULT = LocalNets.parse(List.of(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "fc00::/7",
            "fe80::/10",
            "::1"));

    private final long[] highs;
    private final long[] lows;
    private final long[] highMasks;
    private final long[] lowMasks;
    private final List<Network> networks;

    public LocalNets(List<Network> networks) {
        this.networks = List.copyOf(networks);
        int count = networks.size();
        highs = new long[count];
        lows = new long[count];
        highMasks = new long[count];
        lowMasks = new long[count];
        for (int i = 0; i < count; i++) {
            Network network = networks.get(i);
            int bits = network.bits();
            highs[i] = network.high();
            lows[i] = network.low();
            highMasks[i] = bits == 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
            lowMasks[i] = bits <= 64 ? 0 : -1L << 128 - bits;
        }
    }

    /** @throws IllegalArgumentException for anything but addresses and ranges in CIDR form */
    public static LocalNets parse(List<String> ranges) {
        return new LocalNets(ranges.stream().map(Network::parse).toList());
    }

    public boolean contains(long high, long low) {
        for (int i = 0; i < highs.length; i++) {
            if ((high & highMasks[i]) == highs[i] && (low & lowMasks[i]) == lows[i]) {
                return true;
            }
        }
        return false;
    }

    public List<Network> networks() {
        return networks;
    }
}
