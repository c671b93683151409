package io.auscult.export.mail;

import static io.auscult.export.mail.MailExporterTest.incident;
import static io.auscult.export.mail.MailExporterTest.settings;
import static io.auscult.export.mail.MailExporterTest.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.auscult.core.alert.Light;
import io.auscult.export.RejectedException;
import io.auscult.export.Secret;
import io.auscult.export.TestAuthority;
import io.auscult.export.TlsSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers of mail that are asked for encryption, refuse, or do not answer. */
class MailServersTest {
    @TempDir
    Path folder;

    private MailExporter exporter(MailSettings settings) {
        return new MailExporter(
                settings, folder, new Voice("en", ZoneOffset.UTC, Wording.ENGLISH), InstantSource.system(), null);
    }

    private ScriptedSmtp secured(String names) throws IOException {
        return new ScriptedSmtp(new TestAuthority(folder.resolve("tls")), "mail", names);
    }

    private TlsSettings trusting() {
        return new TlsSettings(folder.resolve("tls/ca.pem"), null, null, null, false);
    }

    private Secret password() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "s3cret\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return Secret.ofFile(file);
    }

    @Test
    void shouldEncryptBeforeItSaysAnything() throws Exception {
        try (ScriptedSmtp smtp = secured("DNS:localhost");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.STARTTLS, trusting(), password(), 10))) {
            exporter.resume(null);
            tell(exporter, incident("one", 8, Light.RED, 1));
            assertThat(smtp.heard).anyMatch(line -> line.startsWith("tls:AUTH PLAIN"));
            assertThat(smtp.heard).anyMatch(line -> line.startsWith("tls:RCPT TO:<duty@hospital.test>"));
            assertThat(smtp.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void shouldNotTalkToAServerWithoutEncryption() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp(null, "", "");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.STARTTLS, TlsSettings.DEFAULT, password(), 10))) {
            assertThatThrownBy(() -> exporter.resume(null))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("STARTTLS");
            assertThat(smtp.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    @Test
    void shouldNotTalkToAServerOfAnotherName() throws Exception {
        try (ScriptedSmtp smtp = secured("DNS:mail.elsewhere.test");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.STARTTLS, trusting(), password(), 10))) {
            assertThatThrownBy(() -> exporter.resume(null)).isInstanceOf(IOException.class);
            assertThat(smtp.heard).noneMatch(line -> line.contains("AUTH"));
        }
    }

    @Test
    void shouldNotTalkToAServerThatNobodyVouchesFor() throws Exception {
        try (ScriptedSmtp smtp = secured("DNS:localhost");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.STARTTLS, TlsSettings.DEFAULT, password(), 10))) {
            assertThatThrownBy(() -> exporter.resume(null)).isInstanceOf(IOException.class);
            assertThat(smtp.heard).noneMatch(line -> line.contains("AUTH"));
        }
    }

    @Test
    void shouldNameTheSettingWhenTheLogonIsRefused() throws Exception {
        try (ScriptedSmtp smtp = secured("DNS:localhost");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.STARTTLS, trusting(), password(), 10))) {
            smtp.answers.put("AUTH", "535 5.7.8 who are you");
            assertThatThrownBy(() -> exporter.resume(null))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("user and password")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void shouldTellRefusedMailsFromTroubles() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp(null, "", "");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.NONE, TlsSettings.DEFAULT, null, 10))) {
            exporter.resume(null);
            smtp.answers.put(".", "554 5.7.1 looks like spam");
            assertThatThrownBy(() -> tell(exporter, incident("one", 8, Light.RED, 1)))
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("looks like spam");
            smtp.answers.put(".", "451 4.3.0 try again");
            exporter.resume(null);
            assertThatThrownBy(() -> tell(exporter, incident("one", 8, Light.RED, 1)))
                    .isExactlyInstanceOf(IOException.class);
            smtp.answers.clear();
            smtp.answers.put("RCPT", "550 5.1.1 unknown");
            exporter.resume(null);
            assertThatThrownBy(() -> tell(exporter, incident("one", 8, Light.RED, 1)))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("look at to")
                    .hasMessageContaining("unknown");
            smtp.answers.clear();
            smtp.answers.put("RCPT TO:<DUTY", "550 5.1.1 unknown");
            exporter.resume(null);
            tell(exporter, incident("one", 8, Light.RED, 1)); // one of two is told
            smtp.answers.clear();
            smtp.answers.put("MAIL", "550 5.7.1 not you");
            exporter.resume(null);
            assertThatThrownBy(() -> tell(exporter, incident("two", 8, Light.RED, 1)))
                    .isExactlyInstanceOf(IOException.class)
                    .hasMessageContaining("look at from");
        }
    }

    @Test
    void shouldNotWaitForeverForAnAnswer() throws Exception {
        try (ScriptedSmtp smtp = new ScriptedSmtp(null, "", "");
                MailExporter exporter =
                        exporter(settings(smtp.port(), MailSecurity.NONE, TlsSettings.DEFAULT, null, 10))) {
            exporter.resume(null);
            smtp.answers.put(".", "");
            assertThatThrownBy(() -> tell(exporter, incident("one", 8, Light.RED, 1)))
                    .isExactlyInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldNotSendAPasswordReadable() {
        assertThatThrownBy(() -> settings(25, MailSecurity.NONE, TlsSettings.DEFAULT, Secret.of("x", "env:X"), 10))
                .hasMessageContaining("security: none");
    }
}
