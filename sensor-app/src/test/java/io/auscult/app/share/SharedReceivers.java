package io.auscult.app.share;

import io.auscult.app.config.Configuration;
import io.auscult.app.config.ConfigurationException;
import io.auscult.app.config.receiver.ReceiverContext;
import io.auscult.app.config.receiver.Receivers;
import io.auscult.core.event.LocalNets;
import io.auscult.core.event.Network;
import io.auscult.export.Exporter;
import io.auscult.export.share.Sharing;
import io.auscult.rules.incident.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Every way by which what is shared can leave, as a configuration makes it, for the tests that nothing of the inside does: one line each. */
final class SharedReceivers {
    /** What a receiver's program reads, whatever the network wraps it in. Closed with what it listens on. */
    interface Wire extends AutoCloseable {
        int port();

        /** What came since this was asked last, each as it was. @param expected how many to wait for */
        List<String> received(int expected) throws IOException;

        /** What came along with that, such as headers. */
        default String besides() {
            return "";
        }

        @Override
        void close() throws IOException;
    }

    interface Listening {
        Wire begin() throws IOException;
    }

    /**
     * A receiver.
     *
     * @param section of the configuration
     * @param yaml its entry without the name, with @ for the port
     * @param wire null for one whose bytes only a preview tells; a test beside its exporter compares these with what arrives
     */
    record Way(String section, String title, String yaml, Listening wire) {
        @Override
        public String toString() {
            return title;
        }
    }

    private static final String WEB = "url: http://127.0.0.1:@/hook, insecure: true, min_level: informational";
    private static final String LOG =
            "host: 127.0.0.1, port: @, transport: tcp, min_level: informational, incidents: true";

    static final List<Way> ALL = List.of(
            new Way("misp", "MISP", "url: 'http://127.0.0.1:@', key: env:PATH, severity: 0", WebWire::new),
            new Way(
                    "taxii",
                    "TAXII",
                    "url: 'http://127.0.0.1:@/auscult/', collection: shared, organisation: St. Jan",
                    WebWire::new),
            new Way("webhook", "webhook", WEB + ", alerts: true, batch: 1", WebWire::new),
            new Way("webhook", "webhook in batches", WEB + ", alerts: true", WebWire::new),
            new Way("webhook", "Teams", WEB + ", template: teams, most_per_hour: 1000", WebWire::new),
            new Way(
                    "webhook",
                    "Slack, Dutch",
                    WEB + ", template: slack, most_per_hour: 1000, language: nl",
                    WebWire::new),
            new Way(
                    "webhook",
                    "Mattermost, French",
                    WEB + ", template: mattermost, most_per_hour: 1000, language: fr",
                    WebWire::new),
            new Way(
                    "mail",
                    "mail",
                    "host: 127.0.0.1, port: @, security: none, from: a@b.be, to: [c@d.be], least: blue, most_per_hour: 1000",
                    MailWire::new),
            new Way("syslog", "CEF", LOG + ", form: cef", SyslogWire::new),
            new Way("syslog", "LEEF", LOG + ", form: leef", SyslogWire::new),
            new Way("syslog", "JSON lines", LOG + ", form: json", SyslogWire::new),
            new Way("kafka", "Kafka", "servers: ['127.0.0.1:9'], tls: false", null));

    private SharedReceivers() {}

    /** As a configuration that a policy names it in makes it. */
    static Exporter exporter(Way way, int port, LocalNets localNets, Path folder) throws IOException {
        Path file = Files.createTempFile(folder, "auscult", ".yml");
        Files.writeString(
                file,
                way.section() + ":\n  - {name: partner, " + way.yaml().replaceAll("@(?=[,/'])", Integer.toString(port))
                        + "}\n");
        List<Network> inside = new ArrayList<>(localNets.networks());
        inside.addAll(Sharing.PSEUDONYMS);
        ReceiverContext context = new ReceiverContext(
                "1",
                new LocalNets(inside),
                "en",
                index -> "eth" + index,
                Files.createTempDirectory(folder, "journal"),
                new Words()::in,
                Set.of("partner"),
                List.of());
        try {
            return Receivers.open(Configuration.read(file, Map.of()), context)
                    .getFirst()
                    .exporter();
        } catch (ConfigurationException e) {
            throw new IOException(e);
        }
    }

    /** Without what counts messages of a connection. */
    static String comparable(String content) {
        return SEQUENCE.matcher(content).replaceAll("").strip().replace("\r\n", "\n");
    }

    private static final Pattern SEQUENCE = Pattern.compile("\\[meta sequenceId=\"[0-9]+\"]");
}
