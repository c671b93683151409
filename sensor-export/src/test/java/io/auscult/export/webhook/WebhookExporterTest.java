package io.auscult.export.webhook;

import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.webhook.PostServer.Post;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
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
    protected List<String> received() {
        return List.copyOf(new LinkedHashSet<>(setup.server.taken.stream()
                .map(Post::id)
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
