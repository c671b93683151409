package io.auscult.export.webhook;

import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.Meddler;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What every exporter must do, against a real web server. */
class WebhookExporterTest extends ExporterContract {
    private static final class Setup extends WebhookSetup {}

    private final Setup setup = new Setup();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        setup.folder = folder;
        setup.start();
    }

    @AfterEach
    void stop() {
        setup.stop();
    }

    @Override
    protected Exporter open() {
        return setup.open();
    }

    @Override
    protected Exporter openThrough(int port) {
        setup.timeout = Duration.ofSeconds(3);
        return WebhookSetup.exporter(
                setup.access("http://127.0.0.1:" + port + "/hook", WebhookSetup.PLAIN), WebhookSettings.BATCH);
    }

    @Override
    protected int receiverPort() {
        return setup.server.port();
    }

    /** A yes is a yes, whatever comes after it. */
    @Override
    protected Set<Meddler.Lie> believed() {
        return Set.of(Meddler.Lie.OK_AND_CLOSES, Meddler.Lie.ENDLESS_ANSWER);
    }

    @Override
    protected List<String> received() throws IOException {
        return List.copyOf(new LinkedHashSet<>(WebhookDeliveryTest.entries(setup.server.taken).stream()
                .filter(id -> id.startsWith("alert-"))
                .toList()));
    }

    @Override
    protected Map<String, Exporter> rated() throws IOException {
        setup.server.stop();
        TestAuthority authority = new TestAuthority(setup.folder.resolve("ca"));
        setup.server = new PostServer(authority.settings("server", "DNS:localhost"));
        WebhookAccess access = setup.access(
                "https://localhost:" + setup.server.port() + "/",
                new TlsSettings(authority.ca(), null, null, null, false));
        Map<String, Exporter> rated = new LinkedHashMap<>();
        rated.put("webhook over TLS", WebhookSetup.exporter(access, WebhookSettings.BATCH));
        rated.put("webhook over TLS batch 1", WebhookSetup.exporter(access, 1));
        return rated;
    }

    @Override
    protected boolean stopReceiver() {
        setup.server.stop();
        return true;
    }

    @Override
    protected void startReceiver() throws IOException {
        setup.server.start();
    }
}
