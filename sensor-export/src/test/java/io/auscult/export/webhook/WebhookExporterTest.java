package io.auscult.export.webhook;

import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.Meddler;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What every exporter must do, against a real web server. */
class WebhookExporterTest extends ExporterContract {
    private static final class Setup extends WebhookSetup {}

    private final Setup setup = new Setup();

    @BeforeEach
    void start() throws IOException {
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
    protected boolean stopReceiver() {
        setup.server.stop();
        return true;
    }

    @Override
    protected void startReceiver() throws IOException {
        setup.server.start();
    }
}
