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
 * @param facility of every message
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
        Facility facility,
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

    /** In the order of their numbers, RFC 5424 section 6.2.1. */
    public enum Facility {
        KERN,
        USER,
        MAIL,
        DAEMON,
        AUTH,
        SYSLOG,
        LPR,
        NEWS,
        UUCP,
        CRON,
        AUTHPRIV,
        FTP,
        NTP,
        AUDIT,
        ALERT,
        CLOCK,
        LOCAL0,
        LOCAL1,
        LOCAL2,
        LOCAL3,
        LOCAL4,
        LOCAL5,
        LOCAL6,
        LOCAL7;

        int number() {
            return ordinal();
        }
    }

    private static final int MIN_BYTES = 2048; // every receiver should take so many, RFC 5424 section 6.1
    private static final int MAX_DATAGRAM = 65_000;
    static final int MAX_BYTES = 1 << 20;

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
            throw wrong("transport", transport, "tls where settings of TLS are given, and only there");
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
                Facility.LOCAL0,
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
