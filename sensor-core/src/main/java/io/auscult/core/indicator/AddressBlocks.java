package io.auscult.core.indicator;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.Network;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Which blocks of addresses indicators are in, so that most addresses cost a look at one bit: each 256 addresses of IPv4 have one; sites of IPv6 (/48) share {@link #SITES}. A network of IPv6 that is larger
 * than a site makes all of IPv6 worth looking up. Bits are never cleared: what is withdrawn is so by another one of these. 2 MB once there are any. One sets, any number read.
 */
final class AddressBlocks {
    static final int SITES = 1 << 20;

    private static final int IPV4 = 1 << 24;
    private static final int BLOCK = 120; // bits of the prefix
    private static final int SITE = 48;
    private static final long[] NONE = {};
    private static final int LEAST_WITHDRAWN = 10_000;
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);

    private volatile long[] ipv4 = NONE;
    private volatile long[] ipv6 = NONE;
    private volatile boolean isAllIpv4;
    private volatile boolean isAllIpv6;
    private int withdrawn; // of who sets

    /** Marks where an indicator is; of other types there is nothing to mark. @param key as {@link Packing#key} has it */
    void add(IndicatorType type, byte[] key, int at, int length) {
        if (isOfAddresses(type)) {
            int bits = type == IndicatorType.NETWORK ? key[at + length - 1] & 0xFF : 128;
            add(Packing.word(key, at), Packing.word(key, at + 8), bits);
        }
    }

    private static boolean isOfAddresses(IndicatorType type) {
        return type == IndicatorType.ADDRESS || type == IndicatorType.NETWORK;
    }

    /** An indicator went, its bit stays. */
    void withdraw(IndicatorType type) {
        withdrawn += isOfAddresses(type) ? 1 : 0;
    }

    /** Whether so many bits stand for nothing that others should be set anew. @param left indicators of addresses and networks */
    boolean isStale(int left) {
        return withdrawn >= Math.max(LEAST_WITHDRAWN, left / 4);
    }

    /** @param bits length of the prefix, 128 for an address */
    void add(long high, long low, int bits) {
        if (bits >= 96 && IpAddress.isIpv4(high, low)) {
            long[] words = ipv4.length == 0 ? new long[IPV4 >> 6] : ipv4;
            int first = block(low);
            int last = first + (bits >= BLOCK ? 0 : (1 << BLOCK - bits) - 1);
            for (int i = first; i <= last; i++) {
                set(words, i);
            }
            ipv4 = words;
            return;
        }
        if (new Network(high, low, bits).contains(0, IpAddress.lowOfIpv4(0))) {
            isAllIpv4 = true;
        }
        if (bits >= SITE) {
            long[] words = ipv6.length == 0 ? new long[SITES >> 6] : ipv6;
            set(words, site(high));
            ipv6 = words;
        } else {
            isAllIpv6 = true;
        }
    }

    /** Whether an indicator may be of this address, or of a network around it. Any thread. */
    boolean has(long high, long low) {
        return IpAddress.isIpv4(high, low)
                ? isAllIpv4 || isSet(ipv4, block(low))
                : isAllIpv6 || isSet(ipv6, site(high));
    }

    private static int block(long low) {
        return (int) low >>> 8;
    }

    private static int site(long high) {
        return (int) ((high >>> 16) * 0x9E37_79B9_7F4A_7C15L >>> 44);
    }

    private static void set(long[] words, int bit) {
        WORD.setRelease(words, bit >> 6, words[bit >> 6] | 1L << bit);
    }

    private static boolean isSet(long[] words, int bit) {
        return words.length > 0 && ((long) WORD.getAcquire(words, bit >> 6) >>> bit & 1) != 0;
    }

    long bytes() {
        return 8L * (ipv4.length + ipv6.length);
    }
}
