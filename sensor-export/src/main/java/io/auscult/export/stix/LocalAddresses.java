package io.auscult.export.stix;

import io.auscult.core.event.IpAddress;
import io.auscult.core.event.LocalNets;
import java.util.List;

/** Addresses that nobody on the Internet has, whatever the configuration says. Any thread. */
final class LocalAddresses {
    private static final LocalNets SPECIAL =
            LocalNets.parse(List.of("0.0.0.0/8", "224.0.0.0/4", "240.0.0.0/4", "::/128", "ff00::/8"));

    private LocalAddresses() {}

    static boolean neverOutside(IpAddress address) {
        return LocalNets.DEFAULT.contains(address.high(), address.low())
                || SPECIAL.contains(address.high(), address.low());
    }
}
