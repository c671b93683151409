package io.auscult.app.config.receiver;

import io.auscult.app.config.Entry;
import io.auscult.app.config.Language;
import io.auscult.app.config.Setting;
import io.auscult.app.config.ValueTypes;
import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.TlsSettings;
import io.auscult.export.syslog.SyslogExporter;
import io.auscult.export.syslog.SyslogSettings;
import io.auscult.export.syslog.SyslogSettings.Facility;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Syslog: SIEMs and log servers. Stateless. */
final class SyslogReceiver extends ReceiverKind {
    private static final Map<Transport, Integer> PORTS =
            Map.of(Transport.UDP, 514, Transport.TCP, 601, Transport.TLS, 6514);
    private static final int AUTO = -1;

    private final Setting<String> host =
            required("host", ValueTypes.text("a host name or an address", 255), "Who takes the messages.");
    private final Setting<Transport> transport = optional(
            "transport",
            ValueTypes.choice(Transport.class),
            Transport.TLS,
            "How they travel. tcp can be read and changed on the way; udp loses messages without notice besides.");
    private final Setting<Integer> port = optional(
            "port",
            ValueTypes.numberOrAuto("a port", 1, 65_535),
            AUTO,
            "auto: 6514 with tls, 601 with tcp, 514 with udp.");
    private final Setting<Form> form = optional(
            "form",
            ValueTypes.choice(Form.class),
            Form.CEF,
            "cef: ArcSight, Sentinel and most others; leef: QRadar; json: EVE, for what reads Suricata's.");
    private final Setting<Facility> facility =
            optional("facility", ValueTypes.choice(Facility.class), Facility.LOCAL0, "By which syslog servers sort.");
    private final Setting<Level> minimum = optional(
            "min_level", ValueTypes.choice(Level.class), Level.INFORMATIONAL, "The lowest level that is told.");
    private final Setting<Boolean> alerts = optional("alerts", ValueTypes.flag(), true, "Whether each alert is told.");
    private final Setting<Boolean> incidents = optional(
            "incidents",
            ValueTypes.flag(),
            false,
            "Whether each incident is told, again when it has grown: at most every 30 seconds, at once when it became worse.");
    private final Setting<Language> language = language("Of the recommendation. auto: that of the sensor.");
    private final Setting<Long> maxSize = optional(
            "max_size",
            ValueTypes.size("2 KiB", "1 MiB"),
            8192L,
            "The longest message, with udp at most 63 KiB. What matters least is left out of a longer one. Give it as many as the receiver takes: rsyslog 8 KiB unless it says otherwise.");
    private final Setting<Duration> timeout = optional(
            "timeout",
            ValueTypes.duration("100 ms", "5 m"),
            Duration.ofSeconds(10),
            "For connecting, and until what was sent must have arrived.");
    private final Setting<String> sensor = SensorName.setting(this);
    private final TlsKeys tls = new TlsKeys(this);

    SyslogReceiver() {
        super(false, "syslog", "Receivers of syslog (RFC 5424) in CEF, LEEF or JSON: SIEMs and log servers.", """
                - name: siem
                  host: siem.hospital.example
                  form: cef
                  ca_file: /etc/auscult/siem-ca.pem
                """);
    }

    @Override
    public String describe(Entry entry) {
        return key(entry.get(form)) + " over " + key(entry.get(transport)) + " to " + entry.get(host) + " port "
                + port(entry);
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private int port(Entry entry) {
        int asSet = entry.get(port);
        return asSet == AUTO ? PORTS.getOrDefault(entry.get(transport), 0) : asSet;
    }

    @Override
    public Exporter open(Entry entry, ReceiverContext context) {
        return new SyslogExporter(
                new SyslogSettings(
                        name(entry),
                        entry.get(transport),
                        entry.get(host),
                        port(entry),
                        tls(entry),
                        entry.get(form),
                        entry.get(facility),
                        entry.get(minimum),
                        entry.get(alerts),
                        entry.get(incidents),
                        context.language(entry.get(language)),
                        Math.toIntExact(entry.get(maxSize)),
                        entry.get(timeout)),
                new Origin(
                        SensorName.of(entry.get(sensor), context.shared().contains(name(entry))),
                        context.version(),
                        context.interfaces()),
                context.folder());
    }

    /** Settings of TLS without TLS are a mistake that somebody would not notice. */
    private @Nullable TlsSettings tls(Entry entry) {
        TlsSettings given = tls.of(entry);
        return entry.get(transport) != Transport.TLS && given.equals(TlsSettings.DEFAULT) ? null : given;
    }
}
