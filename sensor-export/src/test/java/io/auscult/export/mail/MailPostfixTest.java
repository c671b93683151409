package io.auscult.export.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.auscult.core.alert.AlertJournal;
import io.auscult.core.alert.Light;
import io.auscult.core.counter.Counters;
import io.auscult.export.Await;
import io.auscult.export.ExporterRunner;
import io.auscult.export.HostileTexts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** To a real Postfix, encrypted and logged on. Skipped where Postfix is not installed, or its master may not start because the user is not root. */
class MailPostfixTest {
    @TempDir
    Path folder;

    private @Nullable Postfix server;

    @BeforeEach
    void start() throws IOException {
        assumeThat(Postfix.missing()).as("missing for tests with Postfix").isEmpty();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        server = new Postfix(folder, new TestAuthority(folder.resolve("tls")));
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private Postfix server() {
        return java.util.Objects.requireNonNull(server);
    }

    private MailExporter exporter(int port, MailSecurity security, String password) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), password);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        MailSettings settings = new MailSettings(
                "mail",
                "localhost",
                port,
                security,
                new TlsSettings(folder.resolve("tls/ca.pem"), null, null, null, false),
                "sensor",
                Secret.ofFile(file),
                "auscult@hospital.test",
                List.of("it@hospital.test", "duty@hospital.test"),
                "St. Anna",
                Light.RED,
                Duration.ofHours(1),
                1_000,
                Duration.ofHours(1),
                Duration.ofSeconds(10));
        return new MailExporter(
                settings, folder, new Voice("en", ZoneOffset.UTC, Wording.ENGLISH), InstantSource.system(), null);
    }

    @Test
    void shouldReachEveryReaderEncryptedAndLoggedOn() throws Exception {
        try (MailExporter exporter = exporter(server().startTlsPort(), MailSecurity.STARTTLS, "s3cret")) {
            exporter.resume(null);
            MailExporterTest.tell(exporter, SampleIncidents.full(1, 1));
        }
        try (MailExporter exporter = exporter(server().tlsPort(), MailSecurity.TLS, "s3cret")) {
            exporter.resume(null);
            MailExporterTest.tell(exporter, SampleIncidents.full(2, 1));
        }
        for (String reader : List.of("it", "duty")) {
            List<MimeMessage> mails = server().mailbox(reader, 2);
            List<String> ids = new ArrayList<>();
            for (MimeMessage mail : mails) {
                ids.add(mail.getMessageID());
                assertThat(mail.getSubject()).isEqualTo("[Auscult, St. Anna] RED: ws-1 scanned and broke in (ws-1)");
                assertThat((String)
                                ((Multipart) mail.getContent()).getBodyPart(0).getContent())
                        .contains("Isolate ws-1 now.");
                assertThat(mail.getHeader("Received")[0]).contains("ESMTPSA"); // encrypted and authenticated
            }
            assertThat(ids)
                    .containsExactlyInAnyOrder(
                            "<incident.incident-1@hospital.test>", "<incident.incident-2@hospital.test>");
        }
        assertThat(server().log()).contains("sasl_username=sensor");
    }

    @Test
    void shouldTellWhatPostfixRefuses() throws Exception {
        try (MailExporter exporter = exporter(server().startTlsPort(), MailSecurity.STARTTLS, "wrong")) {
            assertThatThrownBy(() -> exporter.resume(null))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("user and password")
                    .hasMessageNotContaining("wrong");
        }
        try (MailExporter exporter = exporter(server().startTlsPort(), MailSecurity.TLS, "s3cret")) {
            assertThatThrownBy(() -> exporter.resume(null)).isExactlyInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldGetWhateverIsInThemThroughRealRules() throws Exception {
        try (MailExporter exporter = exporter(server().startTlsPort(), MailSecurity.STARTTLS, "s3cret")) {
            exporter.resume(null);
            for (int i = 0; i < HostileTexts.ALL.size(); i++) {
                MailExporterTest.tell(
                        exporter, SampleIncidents.hostile(i, HostileTexts.ALL.get(i) + "\r\n.\r\nMAIL FROM:<x@y.z>"));
            }
        }
        List<MimeMessage> mails = server().mailbox("duty", HostileTexts.ALL.size());
        assertThat(mails).hasSize(HostileTexts.ALL.size());
        for (MimeMessage mail : mails) {
            assertThat(mail.getContentType()).startsWith("multipart/alternative");
            assertThat(((Multipart) mail.getContent()).getCount()).isEqualTo(2);
        }
    }

    @Test
    void shouldLoseNothingWhilePostfixIsDown() throws Exception {
        try (AlertJournal journal = AlertJournal.open(folder.resolve("journal"), new Counters());
                ExporterRunner runner = ExporterRunner.start(
                        exporter(server().startTlsPort(), MailSecurity.STARTTLS, "s3cret"),
                        journal,
                        new ExporterRunner.Patience(
                                Duration.ofMillis(50),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(5)))) {
            journal.tell(SampleIncidents.full(1, 1));
            Await.until(() -> runner.delivered() == 1, runner::failure); // else it would come again
            assertThat(server().mailbox("it", 1)).hasSize(1);
            server().stop();
            for (int i = 2; i <= 30; i++) {
                journal.tell(SampleIncidents.full(i, 1));
            }
            Await.until(() -> runner.failingSince() != null);
            assertThat(runner.lag()).isPositive();
            server().start();
            assertThat(server().mailbox("it", 30)).hasSize(30);
            assertThat(server().mailbox("duty", 30)).hasSize(30);
            assertThat(runner.dead()).isZero();
        }
    }
}
