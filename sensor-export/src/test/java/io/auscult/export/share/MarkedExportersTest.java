package io.auscult.export.share;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.auscult.core.alert.Alert;
import io.auscult.core.alert.Incident;
import io.auscult.core.alert.Level;
import io.auscult.core.alert.Light;
import io.auscult.core.indicator.Tlp;
import io.auscult.export.Exporter;
import io.auscult.export.Origin;
import io.auscult.export.Previewed;
import io.auscult.export.SampleAlerts;
import io.auscult.export.SampleIncidents;
import io.auscult.export.TlsSettings;
import io.auscult.export.kafka.KafkaExporter;
import io.auscult.export.kafka.KafkaSettings;
import io.auscult.export.mail.MailExporter;
import io.auscult.export.mail.MailSecurity;
import io.auscult.export.mail.MailSettings;
import io.auscult.export.page.Voice;
import io.auscult.export.page.Wording;
import io.auscult.export.syslog.SyslogExporter;
import io.auscult.export.syslog.SyslogSettings;
import io.auscult.export.syslog.SyslogSettings.Form;
import io.auscult.export.syslog.SyslogSettings.Transport;
import io.auscult.export.webhook.ChatExporter;
import io.auscult.export.webhook.ChatSettings;
import io.auscult.export.webhook.WebhookAccess;
import io.auscult.export.webhook.WebhookAccess.Template;
import io.auscult.export.webhook.WebhookExporter;
import io.auscult.export.webhook.WebhookSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How freely something may be told stands in what tells it, in the form that readers look for; and nothing where nobody said so. */
class MarkedExportersTest {
    private static final Origin ORIGIN = new Origin("sensor-1", "1.2.3", index -> null);
    private static final Voice ENGLISH = new Voice("en", ZoneOffset.UTC, Wording.ENGLISH);
    private static final Alert ALERT = SampleAlerts.full(7);
    private static final Incident INCIDENT = SampleIncidents.full(3, 12);

    @TempDir
    Path folder;

    /** The alert and the incident, each marked in its own way. */
    private static <E extends Exporter & Previewed & Marked> List<String> marked(E exporter) throws IOException {
        try (exporter) {
            assertThat(String.join("\n", contents(exporter))).doesNotContain("TLP:", "PAP:", "tlp", "pap");
            exporter.mark(ALERT, new Marking(Tlp.AMBER_STRICT, Pap.GREEN));
            exporter.mark(INCIDENT, new Marking(Tlp.RED, Pap.AMBER));
            return contents(exporter);
        }
    }

    private static List<String> contents(Previewed exporter) {
        return exporter.preview(List.of(ALERT, INCIDENT)).stream()
                .map(Previewed.Document::content)
                .toList();
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static WebhookAccess access(Template template) {
        return new WebhookAccess(
                "hook",
                URI.create("https://hook.test/"),
                null,
                TlsSettings.DEFAULT,
                template,
                null,
                null,
                "",
                Duration.ofSeconds(1));
    }

    @Test
    void shouldLabelEachEntryOfAPost() throws IOException {
        List<String> posts = marked(new WebhookExporter(
                new WebhookSettings(access(Template.JSON), Level.LOW, true, true, 10), ORIGIN, InstantSource.system()));
        JsonNode entries = json(posts.getFirst()).at("/entries");
        assertThat(entries.at("/0/alert/alert/context/tlp").asText()).isEqualTo("TLP:AMBER+STRICT");
        assertThat(entries.at("/0/alert/alert/context/pap").asText()).isEqualTo("PAP:GREEN");
        assertThat(entries.at("/1/incident/tlp").asText()).isEqualTo("TLP:RED");
        assertThat(entries.at("/1/incident/pap").asText()).isEqualTo("PAP:AMBER");
    }

    @Test
    void shouldLabelEachRecord() throws IOException {
        KafkaSettings settings = new KafkaSettings(
                "kafka",
                List.of("kafka.test:9092"),
                "alerts",
                "incidents",
                "{log}",
                Set.of(),
                KafkaSettings.Compression.NONE,
                null,
                null,
                Duration.ofSeconds(1),
                1 << 20);
        List<String> records = marked(new KafkaExporter(settings, index -> null));
        assertThat(json(records.get(0)).at("/alert/context/tlp").asText()).isEqualTo("TLP:AMBER+STRICT");
        assertThat(json(records.get(1)).at("/tlp").asText()).isEqualTo("TLP:RED");
    }

    @ParameterizedTest
    @EnumSource
    void shouldLabelEachMessage(Form form) throws IOException {
        SyslogSettings usual = SyslogSettings.of("siem", Transport.TCP, "siem.test", 601, null, form);
        List<String> messages = marked(new SyslogExporter(
                new SyslogSettings(
                        usual.name(),
                        usual.transport(),
                        usual.host(),
                        usual.port(),
                        null,
                        form,
                        usual.facility(),
                        usual.minimum(),
                        true,
                        true,
                        "en",
                        usual.maxBytes(),
                        usual.timeout()),
                ORIGIN,
                folder));
        assertThat(messages.get(0)).contains(" tlp=\"TLP:AMBER+STRICT\" pap=\"PAP:GREEN\"][");
        assertThat(messages.get(1)).contains(" tlp=\"TLP:RED\" pap=\"PAP:AMBER\"][");
        assertThat(messages.get(0))
                .contains(
                        switch (form) {
                            case CEF ->
                                " externalId=alert-7 flexString1=TLP:AMBER+STRICT flexString1Label=tlp flexString2=PAP:GREEN flexString2Label=pap ";
                            case LEEF -> "\ttlp=TLP:AMBER+STRICT\tpap=PAP:GREEN\t";
                            case JSON -> ",\"tlp\":\"TLP:AMBER+STRICT\",\"pap\":\"PAP:GREEN\",";
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "TEAMS, /attachments/0/content/body/0/inlines/0/text",
        "SLACK, /blocks/1/text/text",
        "MATTERMOST, /attachments/0/text"
    })
    void shouldLabelWhatAChatShowsFirst(Template template, String pointer) throws IOException {
        List<String> messages = marked(new ChatExporter(
                new ChatSettings(access(template), Level.LOW, 10, Duration.ofHours(1)),
                folder.resolve("hook.told"),
                ENGLISH,
                "sensor-1",
                InstantSource.system()));
        assertThat(json(messages.getFirst()).at(pointer).asText().replaceAll("[\\\\*\u200b]", ""))
                .matches("(?s)(\\P{L} )?TLP:RED PAP:AMBER · RED · Act now.*");
    }

    @Test
    void shouldLabelAMailInItsSubjectAndBeforeAnythingElse() throws IOException {
        MailSettings settings = new MailSettings(
                "mail",
                "mail.test",
                25,
                MailSecurity.NONE,
                TlsSettings.DEFAULT,
                "",
                null,
                "a@b.test",
                List.of("c@d.test"),
                "",
                Light.BLUE,
                Duration.ofHours(1),
                10,
                Duration.ofHours(1),
                Duration.ofSeconds(1));
        List<String> parts = marked(new MailExporter(settings, folder, ENGLISH, InstantSource.system(), null));
        assertThat(parts.get(0)).startsWith("TLP:RED [Auscult] RED: ");
        assertThat(parts.get(1)).startsWith("TLP:RED - For those who got this and nobody else.\nPAP:AMBER - ");
        assertThat(parts.get(2).indexOf(">TLP:RED</b> For those who got this"))
                .isBetween(1, parts.get(2).indexOf("RED · Act now"));
    }
}
