package io.auscult.export.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many posts a second a web server in the same process takes over TLS. Only with {@code -Dauscult.speed=true}. */
@EnabledIfSystemProperty(named = "auscult.speed", matches = "true")
class WebhookSpeedTest {
    private static final int BATCH = 256;

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "JSON,ALERTS_OF_ONE_INCIDENT,1",
        "JSON,ALERTS_OF_ONE_INCIDENT,100",
        "JSON,ALERTS_OF_TWO,1",
        "JSON,INCIDENTS,1",
        "TEAMS,INCIDENTS,1"
    })
    void shouldKeepUp(Template template, String what, int batch) throws Exception {
        TestAuthority authority = new TestAuthority(folder.resolve("ca"));
        int count = 20_000;
        try (PostServer server = new PostServer(authority.settings("server", "DNS:localhost"));
                Exporter exporter = new WebhookExporter(
                        new WebhookSettings(
                                "hook",
                                URI.create("https://localhost:" + server.port() + "/"),
                                null,
                                new TlsSettings(authority.ca(), null, null, null, false),
                                template,
                                null,
                                null,
                                "",
                                Level.INFORMATIONAL,
                                true,
                                true,
                                batch,
                                Duration.ZERO,
                                Duration.ofSeconds(10)),
                        new Origin("sensor-1", "1.2.3", index -> null),
                        new Voice("en", ZoneOffset.UTC, Wording.ENGLISH),
                        InstantSource.system())) {
            exporter.resume(null);
            long began = System.nanoTime();
            for (int i = 1; i <= count; i++) {
                switch (what) {
                    case "INCIDENTS" -> exporter.deliver(SampleIncidents.full(i, 1));
                    case "ALERTS_OF_TWO" -> exporter.deliver(i % 2 == 0 ? SampleAlerts.full(i) : SampleAlerts.bare(i));
                    default -> exporter.deliver(SampleAlerts.full(i));
                }
                if (i % BATCH == 0) {
                    exporter.flush();
                }
            }
            exporter.flush();
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    "%s %s, up to %d in a post: %,d in %.2f s: %,.0f a second%n",
                    template, what, batch, count, seconds, count / seconds);
            assertThat(server.requests.get()).isGreaterThanOrEqualTo(count / batch);
        }
    }
}
