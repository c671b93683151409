package io.auscult.export.syslog;

import io.auscult.core.alert.Level;
import io.auscult.export.TlsSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One receiver of syslog. Immutable.
 *
 * @param name of the receiver in the configuration
 * @param transport how messages travel
 * @param host name or address
 * @param port such as 514 (UDP), 601 (TCP), 6514 (TLS)
 * @param tls of {@link Transport#TLS}; null for any other
 * @param form of what is told
 * @param facility of every message, RFC 5424 section 6.2.1: 0 to 23
 * @param minimum level from which on something is told
 * @param alerts whether alerts are
 * @param incidents whether incidents are, in every snapshot
 * @param language of the recommendation: en, nl, fr
 * @param maxBytes of a message; what matters least is left out of a longer one
 * @param timeout for connecting, and until what was sent must have arrived
 */
public record SyslogSettings(
        String name,
        Transport transport,
        String host,
        int port,
        @Nullable TlsSettings tls,
        Form form,
        int facility,
        Level minimum,
        boolean alerts,
        boolean incidents,
        String language,
        int maxBytes,
        Duration timeout) {
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    public enum Form {
        /** ArcSight's Common Event Format, version 0. */
        CEF,
        /** QRadar's Log Event Extended Format, version 2.0. */
        LEEF,
        /** An alert as EVE, an incident as an object of the same manner. */
        JSON
    }

    public static final int LOCAL0 = 16;
    private static final int MIN_BYTES = 2048; // every receiver should take so many, RFC 5424 section 6.1
    private static final int MAX_DATAGRAM = 65_000;
    private static final int MAX_BYTES = 1 << 20;

    public SyslogSettings {
        if (!name.matches("[a-z0-9-]{1,32}")) {
            throw wrong("name", name, "1 to 32 of a-z, 0-9 and -");
        }
        if (!host.matches("[A-Za-z0-9._:%-]{1,255}")) {
            throw wrong("host", host.length() > 64 ? host.substring(0, 64) : host, "a host name or an address");
        }
        if (port < 1 || port > 65_535) {
            throw wrong("port", port, "1 to 65535");
        }
        if ((transport == Transport.TLS) != (tls != null)) {
            throw wrong("tls", tls == null ? "none" : "given", "with transport tls, and only there");
        }
        if (facility < 0 || facility > 23) {
            throw wrong("facility", facility, "0 to 23");
        }
        if (!alerts && !incidents) {
            throw wrong("alerts", "false", "alerts, incidents or both");
        }
        int most = transport == Transport.UDP ? MAX_DATAGRAM : MAX_BYTES;
        if (maxBytes < MIN_BYTES || maxBytes > most) {
            throw wrong("max_bytes", maxBytes, MIN_BYTES + " to " + most);
        }
        if (timeout.compareTo(Duration.ofMillis(100)) < 0 || timeout.compareTo(Duration.ofMinutes(5)) > 0) {
            throw wrong("timeout", timeout, "0.1 s to 5 min");
        }
    }

    /** Alerts in one form to a receiver, everything else as it usually is. */
    public static SyslogSettings of(
            String name, Transport transport, String host, int port, @Nullable TlsSettings tls, Form form) {
        return new SyslogSettings(
                name,
                transport,
                host,
                port,
                tls,
                form,
                LOCAL0,
                Level.INFORMATIONAL,
                true,
                false,
                "en",
                transport == Transport.UDP ? MIN_BYTES : 8192,
                Duration.ofSeconds(10));
    }

    private static IllegalArgumentException wrong(String name, Object value, String expected) {
        return new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
}
