package io.auscult.export.share;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;

/**
 * Which addresses tell something about the inside: the hospital's own, all private ones whatever is configured, IPv6 addresses that carry one of those in them (6to4, Teredo, NAT64, ISATAP,
 * mapped and compatible ones) and the multicast groups of a single host (RFC 4291 section 2.7.1). Immutable; any thread.
 */
final class InternalAddresses {
    static final Network CLASS_E = Network.parse("240.0.0.0/4");
    static final Network ULA_RESERVED = Network.parse("fc00::/8");
    private static final Network SOLICITED_NODE = Network.parse("ff02::1:ff00:0/104");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
    private static final Network TEREDO = Network.parse("2001::/32");
    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network NAT64_LOCAL = Network.parse("64:ff9b:1::/48");
    private static final IpAddress BROADCAST = IpAddress.parse("255.255.255.255");
    private static final int ISATAP = 0x5EFE;

    private final LocalNets own;

    InternalAddresses(LocalNets own) {
        this.own = own;
    }

    /** Whether it lies where pseudonyms do: no host of anybody has such an address. */
    static boolean isPseudonym(IpAddress address) {
        return CLASS_E.contains(address) && !address.equals(BROADCAST) || ULA_RESERVED.contains(address);
    }

    boolean contains(IpAddress address) {
        return isOwn(address.high(), address.low())
                || isPseudonym(address)
                || SOLICITED_NODE.contains(address)
                || !address.isIpv4() && carriesOwn(address.high(), address.low());
    }

    private boolean isOwn(long high, long low) {
        return own.contains(high, low) || LocalNets.DEFAULT.contains(high, low);
    }

    private boolean isOwn(int ipv4) {
        return isOwn(0, IpAddress.lowOfIpv4(ipv4));
    }

    private boolean carriesOwn(long high, long low) {
        if (SIX_TO_FOUR.contains(high, low)) {
            return isOwn((int) (high >>> 16));
        }
        if (TEREDO.contains(high, low)) {
            return isOwn((int) high) || isOwn(~(int) low); // server; client, each bit inverted (RFC 4380 section 4)
        }
        boolean isIsatap = (int) (low >>> 32) == ISATAP || (int) (low >>> 32) == (ISATAP | 0x0200_0000);
        boolean isCompatible = high == 0 && low >>> 32 == 0 && low >>> 16 != 0;
        boolean isTranslated = NAT64.contains(high, low) || NAT64_LOCAL.contains(high, low);
        return (isIsatap || isCompatible || isTranslated) && isOwn((int) low);
    }
}
