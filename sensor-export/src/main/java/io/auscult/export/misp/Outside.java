package io.auscult.export.misp;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What may be an indicator: addresses that somebody on the Internet has, and names that it may know. Never one of the inside, nor a pseudonym (those are taken from 240.0.0.0/4 and fc00::/8). Immutable.
 */
final class Outside {
    private static final LocalNets NOBODY = LocalNets.parse(
            List.of("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "192.0.0.0/24", "198.18.0.0/15", "::/96", "ff00::/8"));
    private static final Network PSEUDONYMS4 = Network.parse("240.0.0.0/4");
    private static final Network PSEUDONYMS6 = Network.parse("fc00::/8");
    private static final Set<String> INSIDE = Set.of( // RFC 6761, 6762, 8375, and what people call their networks
            "arpa",
            "corp",
            "example",
            "home",
            "internal",
            "intern",
            "intra",
            "intranet",
            "invalid",
            "lan",
            "local",
            "localdomain",
            "localhost",
            "onion",
            "private",
            "test",
            "workgroup");

    private final LocalNets localNets;

    Outside(LocalNets localNets) {
        this.localNets = localNets;
    }

    boolean isOutside(IpAddress address) {
        return !isIn(localNets, address) && !isIn(LocalNets.DEFAULT, address) && !isIn(NOBODY, address);
    }

    boolean isOutside(String domain) {
        String top = domain.substring(domain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return MispText.isDomain(domain) && !INSIDE.contains(top);
    }

    static boolean isPseudonym(IpAddress address) {
        return PSEUDONYMS4.contains(address) || PSEUDONYMS6.contains(address);
    }

    private static boolean isIn(LocalNets nets, IpAddress address) {
        return nets.contains(address.high(), address.low());
    }
}
