package io.auscult.export.webhook;

import io.auscult.core.alert.Level;
import io.auscult.export.Origin;
import io.auscult.export.Secret;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.webhook.WebhookAccess.Template;
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
    static final Duration EVERY = Duration.ofHours(1);

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

    /** As it is set when nothing is said, but that alerts are told, too. */
    WebhookExporter open() {
        return exporter(access(Template.JSON), WebhookSettings.BATCH);
    }

    WebhookAccess access(Template template) {
        return access(template, null, null);
    }

    WebhookAccess access(Template template, @Nullable Secret key, @Nullable Secret token) {
        URI url = URI.create("http://127.0.0.1:" + server.port() + "/hook");
        return new WebhookAccess("hook", url, null, PLAIN, template, key, token, "", timeout);
    }

    WebhookAccess access(String url, TlsSettings tls) {
        return new WebhookAccess("hook", URI.create(url), null, tls, Template.JSON, null, null, "", timeout);
    }

    static WebhookExporter exporter(WebhookAccess access, int batch) {
        return new WebhookExporter(
                new WebhookSettings(access, Level.LOW, true, true, batch), ORIGIN, InstantSource.fixed(NOW));
    }

    ChatExporter chat(Template template, int mostPerHour, InstantSource clock) {
        return new ChatExporter(
                new ChatSettings(access(template), Level.LOW, mostPerHour, EVERY),
                folder.resolve("hook.told"),
                new Voice("en", ZoneOffset.UTC, Wording.ENGLISH),
                "sensor-1",
                clock);
    }

    Secret secret(String value) throws IOException {
        Path file = Files.createTempFile(folder, "secret", "");
        Files.writeString(file, value + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Secret.ofFile(file);
    }
}
