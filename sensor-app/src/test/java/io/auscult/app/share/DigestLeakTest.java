package io.auscult.app.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.export.Exporter;
import io.auscult.export.TlsSettings;
import io.auscult.export.mail.MailExporter;
import io.auscult.export.mail.MailSecurity;
import io.auscult.export.mail.MailSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.share.SharedExporter;
import io.auscult.export.webhook.ChatExporter;
import io.auscult.export.webhook.ChatSettings;
import io.auscult.export.webhook.WebhookAccess;
import io.auscult.export.webhook.WebhookAccess.Template;
import io.auscult.rules.incident.Words;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing of the inside is in what tells many incidents together, either: in texts, pages, and files that go with them. */
class DigestLeakTest {
    private static final int INCIDENTS =
            150; // of a round: those that are worth a mail are more than a digest lists without a file
    private static final Duration EVERY = Duration.ofMinutes(1);

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    private Exporter mail(int port, String language) throws IOException {
        MailSettings settings = new MailSettings(
                "partner",
                "127.0.0.1",
                port,
                MailSecurity.NONE,
                TlsSettings.DEFAULT,
                "",
                null,
                "a@b.be",
                List.of("c@d.be"),
                "",
                Light.BLUE,
                EVERY,
                1,
                EVERY,
                Duration.ofSeconds(30));
        return new MailExporter(
                settings, Files.createTempDirectory(folder, "journal"), voice(language), () -> now, null);
    }

    private Exporter chat(int port, Template template) throws IOException {
        WebhookAccess access = new WebhookAccess(
                "partner",
                URI.create("http://127.0.0.1:" + port + "/hook"),
                null,
                new TlsSettings(null, null, null, null, true),
                template,
                null,
                null,
                "",
                Duration.ofSeconds(30));
        return new ChatExporter(
                new ChatSettings(access, Level.INFORMATIONAL, 1, EVERY),
                Files.createTempDirectory(folder, "journal").resolve("partner.told"),
                voice("en"),
                "sensor-1",
                () -> now);
    }

    private static Voice voice(String language) {
        return new Voice(language, ZoneOffset.UTC, new Words()::in);
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "fr"})
    void shouldLetNothingOfTheInsideOutInMails(String language) throws IOException {
        try (MailWire wire = new MailWire()) {
            shouldLetNothingOut(wire, mail(wire.port(), language), 3 + 3, 3 + 4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "JSON", mode = EnumSource.Mode.EXCLUDE)
    void shouldLetNothingOfTheInsideOutInChats(Template template) throws IOException {
        try (WebWire wire = new WebWire()) {
            shouldLetNothingOut(wire, chat(wire.port(), template), 1 + 1, 1 + 1);
        }
    }

    /**
     * @param least texts that come of a round: of one incident, and of all others together
     * @param most with the file that goes along where there are many
     */
    private void shouldLetNothingOut(SharedReceivers.Wire wire, Exporter inside, int least, int most)
            throws IOException {
        int seen = 0;
        int rounds = Math.max(2, ShareLeakTest.ROUNDS / 8);
        try (SharedExporter exporter = ShareLeakTest.shared(inside, ShareLeakTest.ALL, folder)) {
            exporter.resume(null);
            for (long seed = ShareLeakTest.FIRST_SEED; seed < ShareLeakTest.FIRST_SEED + rounds; seed++) {
                SecretEntries secret = new SecretEntries(seed, ShareLeakTest.OWN_RULES);
                for (int i = 0; i < INCIDENTS; i++) {
                    exporter.deliver(secret.incident());
                }
                exporter.flush();
                now = now.plus(Duration.ofHours(2));
                exporter.idle();
                List<String> received = wire.received(0);
                assertThat(received).as("seed " + seed).hasSizeGreaterThanOrEqualTo(least);
                seen = Math.max(seen, received.size());
                assertThat(received).allMatch(text -> text.contains("TLP:GREEN"));
                assertThat(ShareLeakTest.leaks(
                                String.join("\n", received) + wire.besides(),
                                secret.addresses,
                                secret.macs,
                                secret.hosts,
                                secret.users))
                        .as("seed " + seed)
                        .isEmpty();
            }
        }
        assertThat(seen).isGreaterThanOrEqualTo(most);
    }
}
