package io.auscult.core.alert;

import io.auscult.core.event.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who did it or to whom it was done, as far as known; unknown parts are null.
 *
 * @param ip address
 * @param mac hardware address, aa:bb:cc:dd:ee:ff
 * @param host name
 * @param user user or account
 */
public record Party(
        @Nullable IpAddress ip,
        @Nullable String mac,
        @Nullable String host,
        @Nullable String user) {
    public static Party of(IpAddress ip) {
        return new Party(ip, null, null, null);
    }

    /** Tells it from others, whatever becomes known of it later. */
    public String key() {
        return ip != null ? ip.toString() : toString();
    }

    @Override
    public String toString() {
        String name = ip != null ? ip.toString() : mac;
        if (host == null) {
            return name == null ? "unknown" : name;
        }
        return name == null ? host : host + " (" + name + ")";
    }
}
