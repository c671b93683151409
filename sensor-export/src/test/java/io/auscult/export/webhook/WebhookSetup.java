package io.auscult.export.webhook;

import io.auscult.core.alert.Level;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.webhook.WebhookSettings.Template;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A web server on loopback, and exporters to it. */
abstract class WebhookSetup {
    static final Origin ORIGIN = new Origin("sensor-1", "1.2.3", index -> "eth" + index);
    static final TlsSettings PLAIN = new TlsSettings(null, null, null, null, true);
    static final Instant NOW = Instant.parse("2026-05-04T03:02:01Z");

    /** Of a machine that has much else to do. */
    Duration timeout = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    PostServer server;

    @BeforeEach
    void start() throws IOException {
        server = new PostServer(null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    Exporter open() {
        return exporter(settings(Template.JSON, true, null, null, Duration.ZERO));
    }

    WebhookSettings settings(
            Template template, boolean alerts, @Nullable Secret key, @Nullable Secret token, Duration repeat) {
        return settings(
                URI.create("http://127.0.0.1:" + server.port() + "/hook"), PLAIN, template, alerts, key, token, repeat);
    }

    WebhookSettings settings(
            URI url,
            TlsSettings tls,
            Template template,
            boolean alerts,
            @Nullable Secret key,
            @Nullable Secret token,
            Duration repeat) {
        return new WebhookSettings(
                "hook", url, null, tls, template, key, token, "", Level.LOW, alerts, true, 1, repeat, timeout);
    }

    static WebhookExporter exporter(WebhookSettings settings) {
        return exporter(settings, InstantSource.fixed(NOW));
    }

    static WebhookExporter exporter(WebhookSettings settings, InstantSource clock) {
        return new WebhookExporter(settings, ORIGIN, new Voice("en", ZoneOffset.UTC, Wording.ENGLISH), clock);
    }

    Secret secret(String value) throws IOException {
        Path file = Files.createTempFile(folder, "secret", "");
        Files.writeString(file, value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Secret.ofFile(file);
    }
}
