package io.auscult.export.mail;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.auscult.core.alert.Light;
import io.auscult.export.AlertIncidents;
import io.auscult.export.Exporter;
import io.auscult.export.ExporterContract;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** To a GreenMail server. Mail tells incidents, so each alert of the contract becomes an incident of its own. */
class MailExporterContractTest extends ExporterContract {
    private static final String OF_ALERTS = "<incident.alert-";

    @TempDir
    Path folder;

    private GreenMail server = new GreenMail();
    private final List<MimeMessage> before = new ArrayList<>();
    private int port;

    @BeforeEach
    void start() {
        server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
        port = server.getSmtp().getPort();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Override
    protected boolean stopReceiver() {
        before.addAll(List.of(server.getReceivedMessages()));
        server.stop();
        return true;
    }

    @Override
    protected void startReceiver() {
        server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        server.start();
    }

    @Override
    protected List<String> received() throws IOException {
        Set<String> ids = new LinkedHashSet<>();
        List<MimeMessage> all = new ArrayList<>(before);
        all.addAll(List.of(server.getReceivedMessages()));
        try {
            for (MimeMessage message : all) {
                String id = message.getMessageID();
                if (id.startsWith(OF_ALERTS)) {
                    ids.add(id.substring("<incident.".length(), id.indexOf('@')));
                }
            }
        } catch (MessagingException e) {
            throw new IOException(e);
        }
        return List.copyOf(ids);
    }

    @Override
    protected Exporter open() {
        return openThrough(port);
    }

    @Override
    protected int receiverPort() {
        return port;
    }

    @Override
    protected Exporter openThrough(int port) {
        return open(port, folder);
    }

    @Override
    protected Exporter openIn(Path state) {
        return open(port, state);
    }

    @Override
    protected int arrivals() {
        return server.getReceivedMessages().length;
    }

    @Override
    protected boolean keepsFiles() {
        return true;
    }

    private static Exporter open(int port, Path folder) {
        MailSettings settings = new MailSettings(
                "mail",
                "127.0.0.1",
                port,
                MailSecurity.NONE,
                TlsSettings.DEFAULT,
                "",
                null,
                "auscult@hospital.test",
                List.of("it@hospital.test"),
                "",
                Light.BLUE,
                Duration.ofHours(1),
                100_000,
                Duration.ofHours(1),
                Duration.ofSeconds(5));
        return new AlertIncidents(new MailExporter(
                settings, folder, new Voice("en", ZoneOffset.UTC, Wording.ENGLISH), InstantSource.system(), null));
    }
}
